/** Gram matrices of finite and infinite width, and their eigenvalues. */
@NullMarked
package io.github.widthbench.spectrum;

import org.jspecify.annotations.NullMarked;
