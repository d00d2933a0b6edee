/** Gradient descent over a batch of networks, its stop rules and trajectories. */
@NullMarked
package io.github.widthbench.training;

import org.jspecify.annotations.NullMarked;
