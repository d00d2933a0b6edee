/** Backpropagation with momentum on directed acyclic networks. */
@NullMarked
package io.github.widthbench.experiment.momentum;

import org.jspecify.annotations.NullMarked;
