package io.github.widthbench.experiment.electrodynamics.potential;

import java.util.Optional;

/**
 * The potential Φ(θ, w) = E[s(X,θ)·s(X,w)] of two neurons, X ~ N(0, I) unless the feature says
 * otherwise. Symmetric; gradients and Laplacians are in the first argument.
 *
 * <p>A potential {@linkplain #isSpherical on the sphere} is defined for unit vectors: its gradient
 * is tangent and its Laplacian is that of Laplace and Beltrami.
 */
public sealed interface Potential
    permits Zonal, Radial, Relu, ErrorFunction, Exponential, Quadratic, Tanh {

  /** Φ(θ, w). */
  double value(double[] theta, double[] w);

  /** gradient ← gradient + factor·∂Φ/∂θ; where Φ has a peak or kink at θ = w, it counts as 0. */
  void addGradient(double factor, double[] theta, double[] w, double[] gradient);

  /** ΔΦ in θ. */
  double laplacian(double[] theta, double[] w);

  /** Φ(θ, θ), the energy of a neuron with itself. */
  default double self(double[] theta) {
    return 1;
  }

  /** gradient ← gradient + factor·d/dθ Φ(θ, θ). */
  default void addSelfGradient(double factor, double[] theta, double[] gradient) {}

  /** Δ of Φ(θ, θ). */
  default double selfLaplacian(double[] theta) {
    return 0;
  }

  /** Whether weights are unit vectors. */
  default boolean isSpherical() {
    return false;
  }

  /** Which weights make the same neuron. */
  default Symmetry symmetry() {
    return Symmetry.NONE;
  }

  /** λ where ΔΦ = λΦ wherever there is {@link #clearance}; empty where there is none. */
  default Optional<Double> harmonicity() {
    return Optional.empty();
  }

  /** How far θ may move, at least, until Φ(·, w) is not smooth; 0 where it is not smooth at θ. */
  default double clearance(double[] theta, double[] w) {
    return Double.POSITIVE_INFINITY;
  }

  /** s as the sampled loss uses it; empty where s has no square-integrable gradient. */
  Optional<Feature> feature();
}
