/** Pure functions on numbers: activations, random draws, special functions. Uses the JDK only. */
@NullMarked
package io.github.widthbench.math;

import org.jspecify.annotations.NullMarked;
