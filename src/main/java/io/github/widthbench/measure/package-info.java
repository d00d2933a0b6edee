/** Timing: samples, histograms, cautions. */
@NullMarked
package io.github.widthbench.measure;

import org.jspecify.annotations.NullMarked;
