package io.github.widthbench.gate;

/**
 * How one training run of a group ended.
 *
 * @param group what the runs of several seeds share
 * @param iterations until it converged, or until it was stopped
 * @param converged false where the run was stopped before: it is censored
 */
record SeedRun(String group, long seed, double iterations, boolean converged) {}
