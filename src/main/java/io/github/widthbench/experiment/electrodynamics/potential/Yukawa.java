package io.github.widthbench.experiment.electrodynamics.potential;

import java.util.Optional;

/**
 * The Yukawa potential e^{−κr}/r of three dimensions between two spherical shells of radius ε,
 * divided by its value at 0. Its Fourier transform, 4π/(q²+κ²)·(sin(qε)/(qε))², is positive, so it
 * is the potential of a square-integrable s; ΔΦ = κ²Φ for r &gt; 2ε; at 0 it has a conical peak.
 */
public record Yukawa(double kappa, double epsilon) implements Radial.Profile {

  @Override
  public double value(double r) {
    return raw(r) / rawAtZero();
  }

  @Override
  public double slope(double r) {
    return rawSlope(r) / rawAtZero();
  }

  @Override
  public double laplacian(double r) {
    double raw = r >= 2 * epsilon ? kappa * kappa * raw(r) : innerSecond(r) / r;
    return raw / rawAtZero();
  }

  @Override
  public Optional<Double> harmonicity() {
    return Optional.of(kappa * kappa);
  }

  /** 2ε. */
  @Override
  public double core() {
    return 2 * epsilon;
  }

  @Override
  public Optional<Feature> feature() {
    return Optional.empty();
  }

  /** The potential before it is divided by its value at 0. */
  double raw(double r) {
    if (r == 0) {
      return rawAtZero();
    }
    return r >= 2 * epsilon ? shell() * shell() * StrictMath.exp(-kappa * r) / r : inner(r) / r;
  }

  private double rawSlope(double r) {
    if (r >= 2 * epsilon) {
      return -(kappa + 1 / r) * raw(r);
    }
    boolean cancels = r < 1e-5 * epsilon; // there the slope is that of the cone at 0
    return cancels ? innerSecond(0) / 2 : (innerFirst(r) - raw(r)) / r;
  }

  private double rawAtZero() {
    return shell() * StrictMath.exp(-kappa * epsilon) / epsilon;
  }

  /** The mean of e^{−κr}/r over a shell seen from outside, relative to its centre. */
  private double shell() {
    return StrictMath.sinh(kappa * epsilon) / (kappa * epsilon);
  }

  /** r·Φ within r &lt; 2ε; differences of exponentials are written as products. */
  private double inner(double r) {
    double edge = StrictMath.exp(-kappa * epsilon);
    double outside = -shell() * edge * StrictMath.expm1(-kappa * r) / kappa;
    double hyperbolic =
        2 * StrictMath.sinh(kappa * r / 2) * StrictMath.sinh(kappa * (epsilon - r / 2));
    return (outside + edge * hyperbolic / (epsilon * kappa * kappa)) / (2 * epsilon);
  }

  private double innerFirst(double r) {
    double outside = shell() * StrictMath.exp(-kappa * (r + epsilon));
    double inside =
        StrictMath.exp(-kappa * epsilon)
            * StrictMath.sinh(kappa * (r - epsilon))
            / (epsilon * kappa);
    return (outside - inside) / (2 * epsilon);
  }

  private double innerSecond(double r) {
    double outside = kappa * shell() * StrictMath.exp(-kappa * (r + epsilon));
    double inside =
        StrictMath.exp(-kappa * epsilon) * StrictMath.cosh(kappa * (r - epsilon)) / epsilon;
    return -(outside + inside) / (2 * epsilon);
  }
}
