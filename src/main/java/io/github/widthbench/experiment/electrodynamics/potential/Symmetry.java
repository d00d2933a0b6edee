package io.github.widthbench.experiment.electrodynamics.potential;

/** Which weights make the same neuron. */
public enum Symmetry {
  /** Only equal ones. */
  NONE,
  /** (a, θ) and (a, −θ). */
  EVEN,
  /** (a, θ) and (−a, −θ). */
  ODD
}
