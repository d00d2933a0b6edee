/** The potentials E[s(X,θ)·s(X,w)] between neurons, with gradients and Laplacians. */
@NullMarked
package io.github.widthbench.experiment.electrodynamics.potential;

import org.jspecify.annotations.NullMarked;
