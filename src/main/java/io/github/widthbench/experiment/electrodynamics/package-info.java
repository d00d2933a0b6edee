/** Electron-proton dynamics in deep learning (arXiv 1702.00458). */
@NullMarked
package io.github.widthbench.experiment.electrodynamics;

import org.jspecify.annotations.NullMarked;
