/** Initial condensation of networks of two, three and four layers (Chen, Luo). */
@NullMarked
package io.github.widthbench.experiment.condensation;

import org.jspecify.annotations.NullMarked;
