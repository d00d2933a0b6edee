package io.github.widthbench.experiment.electrodynamics.potential;

import io.github.widthbench.math.Macdonald;
import java.util.Optional;

/**
 * The radial solution of ΔΦ = κ²Φ off the origin that vanishes at infinity. In one dimension it is
 * e^{−κr}, the potential of √(2κ)·e^{−κ(x−w)}·1[x &gt; w]/√p(x); in more it is r^{−ν}·K_ν(κr) with
 * ν = dim/2 − 1, singular at 0 and so the potential of no square-integrable s. Odd dimensions up to
 * 7 are elementary, e^{−κr}·(…), without the factor √(π/2κ) of K.
 */
public record Harmonic(int dim, double kappa) implements Radial.Profile {

  @Override
  public double value(double r) {
    double x = kappa * r;
    double decay = StrictMath.exp(-x);
    return switch (dim) {
      case 1 -> decay;
      case 3 -> decay / r;
      case 5 -> (1 + x) * decay / (r * r * r);
      case 7 -> (3 + 3 * x + x * x) * decay / (r * r * r * r * r);
      default -> bessel(dim / 2.0 - 1, r);
    };
  }

  /** −r times the solution two dimensions higher, as (r^{−ν}K_ν)′ = −κ·r^{−ν}·K_{ν+1}. */
  @Override
  public double slope(double r) {
    double decay = StrictMath.exp(-kappa * r);
    return switch (dim) {
      case 1 -> -kappa * decay;
      case 3, 5 -> -r * new Harmonic(dim + 2, kappa).value(r);
      case 7 -> {
        double x = kappa * r;
        yield -(15 + 15 * x + 6 * x * x + x * x * x) * decay / StrictMath.pow(r, 6);
      }
      default -> -kappa * r * bessel(dim / 2.0, r);
    };
  }

  @Override
  public double laplacian(double r) {
    return kappa * kappa * value(r);
  }

  @Override
  public Optional<Double> harmonicity() {
    return Optional.of(kappa * kappa);
  }

  @Override
  public double core() {
    return 0;
  }

  @Override
  public Optional<Feature> feature() {
    return Optional.empty();
  }

  private double bessel(double order, double r) {
    return StrictMath.pow(r, -order) * Macdonald.of(order, kappa * r);
  }
}
