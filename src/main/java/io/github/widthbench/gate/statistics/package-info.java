/** Exact and resampling tests that the gate decides by, and that no library here has. */
@NullMarked
package io.github.widthbench.gate.statistics;

import org.jspecify.annotations.NullMarked;
