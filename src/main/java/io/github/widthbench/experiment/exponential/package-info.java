/** Over-parameterized exponential regression (arXiv 2303.16504). */
@NullMarked
package io.github.widthbench.experiment.exponential;

import org.jspecify.annotations.NullMarked;
