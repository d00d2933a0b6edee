package io.github.widthbench.experiment.electrodynamics.potential;

import io.github.widthbench.math.GaussLegendre;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * The {@link Harmonic} potential of an odd dimension between two spheres of radius ε, divided by
 * its value at 0; with three dimensions it is {@link Yukawa}. Its Fourier transform is that of the
 * harmonic one, 1/(q²+κ²) up to a constant, times the square of a sphere's, so it is positive and
 * the potential belongs to a square-integrable s; ΔΦ = κ²Φ for r &gt; 2ε.
 *
 * <p>The mean over the first sphere is j(ε)·G(s) outside it and G(ε)·j(s) inside, G being the
 * harmonic potential and j the solution without singularity, j(0) = 1. The mean over the second is
 * an integral over the cosine t of an angle, in two parts, as the first has a kink where s = ε.
 * Within r &lt; 2ε a value costs 64 evaluations of them.
 */
public record Smoothed(int dim, double kappa, double epsilon) implements Radial.Profile {
  private static final GaussLegendre RULE = new GaussLegendre(32);

  @Override
  public double value(double r) {
    return raw(r) / rawAtZero();
  }

  @Override
  public double slope(double r) {
    double raw =
        r >= 2 * epsilon
            ? shell() * shell() * harmonic().slope(r)
            : overAngles(
                r,
                t -> interiorSlope(distance(r, t)) * (r + epsilon * t),
                t -> {
                  double s = distance(r, t);
                  return shell() * harmonic().slope(s) / s * (r + epsilon * t);
                });
    return raw / rawAtZero();
  }

  /** Within r &lt; 2ε the charge on the first sphere counts where the second passes through it. */
  @Override
  public double laplacian(double r) {
    double squared = kappa * kappa;
    if (r >= 2 * epsilon) {
      return squared * value(r);
    }
    double charge =
        epsilon * interiorSlope(epsilon) - shell() * harmonic().slope(epsilon); // jump of the slope
    return squared * value(r) - charge * density(crossing(r)) / (r * rawAtZero());
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

  private double raw(double r) {
    return r >= 2 * epsilon
        ? shell() * shell() * harmonic().value(r)
        : overAngles(
            r,
            t -> harmonic().value(epsilon) * regular(dim, distance(r, t)),
            t -> shell() * harmonic().value(distance(r, t)));
  }

  private double rawAtZero() {
    return shell() * harmonic().value(epsilon);
  }

  private Harmonic harmonic() {
    return new Harmonic(dim, kappa);
  }

  /** j(ε). */
  private double shell() {
    return regular(dim, epsilon);
  }

  /** The slope of the mean over the first sphere inside it, divided by s. */
  private double interiorSlope(double s) {
    return harmonic().value(epsilon) * kappa * kappa / dim * regular(dim + 2, s);
  }

  /** Distance from the centre of the first sphere to a point of the second, at distance r. */
  private double distance(double r, double t) {
    return Math.sqrt(Math.max(0, r * r + epsilon * epsilon + 2 * r * epsilon * t));
  }

  /** The t at which that distance is ε. */
  private double crossing(double r) {
    return -r / (2 * epsilon);
  }

  private double overAngles(double r, DoubleUnaryOperator inside, DoubleUnaryOperator outside) {
    double kink = crossing(r);
    return RULE.integral(t -> density(t) * inside.applyAsDouble(t), -1, kink)
        + RULE.integral(t -> density(t) * outside.applyAsDouble(t), kink, 1);
  }

  /** Density of t for uniform directions, (1 − t²)^((dim−3)/2)/B(½, (dim−1)/2). */
  private double density(double t) {
    double density = 0.5;
    for (int d = 5; d <= dim; d += 2) {
      density *= (d - 2.0) / (d - 3.0) * (1 - t * t);
    }
    return density;
  }

  /** j of {@code d} dimensions, Σ_k (κs/2)^(2k)/(k!·(d/2)_k): positive terms, so none cancel. */
  private double regular(int d, double s) {
    double quarter = kappa * s * kappa * s / 4;
    double sum = 1;
    double term = 1;
    for (int k = 1; term > 1e-17 * sum; k++) {
      term *= quarter / (k * (d / 2.0 + k - 1));
      sum += term;
    }
    return sum;
  }
}
