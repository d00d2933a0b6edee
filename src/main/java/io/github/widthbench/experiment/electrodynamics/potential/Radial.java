package io.github.widthbench.experiment.electrodynamics.potential;

import io.github.widthbench.math.Vectors;
import java.util.Optional;

/**
 * A potential that depends on the distance r = |θ − w| only.
 *
 * @param profile Φ as a function of r, 1 at r = 0 where it is bounded
 */
public record Radial(Profile profile) implements Potential {

  /** Φ(r) with its derivatives. */
  public sealed interface Profile permits Gaussian, Harmonic, Smoothed, Yukawa {
    double value(double r);

    /** Φ′(r). */
    double slope(double r);

    /** Φ″ + (dim − 1)·Φ′/r. */
    double laplacian(double r);

    /** λ where ΔΦ = λΦ beyond {@link #core}; empty where there is none. */
    Optional<Double> harmonicity();

    /** Distance within which Φ is not smooth; −∞ where it is smooth throughout. */
    double core();

    Optional<Feature> feature();
  }

  @Override
  public double value(double[] theta, double[] w) {
    return profile.value(Vectors.distance(theta, w));
  }

  @Override
  public void addGradient(double factor, double[] theta, double[] w, double[] gradient) {
    double r = Vectors.distance(theta, w);
    if (r > 0) {
      double scaled = factor * profile.slope(r) / r;
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] += scaled * (theta[i] - w[i]);
      }
    }
  }

  @Override
  public double laplacian(double[] theta, double[] w) {
    return profile.laplacian(Vectors.distance(theta, w));
  }

  @Override
  public Optional<Double> harmonicity() {
    return profile.harmonicity();
  }

  @Override
  public double clearance(double[] theta, double[] w) {
    return Math.max(0, Vectors.distance(theta, w) - profile.core());
  }

  @Override
  public Optional<Feature> feature() {
    return profile.feature();
  }
}
