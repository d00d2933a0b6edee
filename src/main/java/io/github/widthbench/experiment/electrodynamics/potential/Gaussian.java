package io.github.widthbench.experiment.electrodynamics.potential;

import java.util.Optional;

/** exp(−r²/2), the potential of cos⟨x,w⟩ + sin⟨x,w⟩. */
public record Gaussian(int dim) implements Radial.Profile {

  @Override
  public double value(double r) {
    return StrictMath.exp(-r * r / 2);
  }

  @Override
  public double slope(double r) {
    return -r * value(r);
  }

  @Override
  public double laplacian(double r) {
    return (r * r - dim) * value(r);
  }

  @Override
  public Optional<Double> harmonicity() {
    return Optional.empty();
  }

  @Override
  public double core() {
    return Double.NEGATIVE_INFINITY;
  }

  @Override
  public Optional<Feature> feature() {
    return Optional.of(Feature.wave());
  }
}
