package io.github.widthbench.experiment.electrodynamics.potential;

import io.github.widthbench.math.Vectors;
import java.util.Optional;

/** ⟨x,w⟩²: 2⟨θ,w⟩² + |θ|²|w|². */
public record Quadratic(int dim) implements Potential {

  @Override
  public double value(double[] theta, double[] w) {
    double p = Vectors.dot(theta, w);
    return 2 * p * p + Vectors.dot(theta, theta) * Vectors.dot(w, w);
  }

  @Override
  public void addGradient(double factor, double[] theta, double[] w, double[] gradient) {
    Vectors.add(4 * factor * Vectors.dot(theta, w), w, gradient);
    Vectors.add(2 * factor * Vectors.dot(w, w), theta, gradient);
  }

  @Override
  public double laplacian(double[] theta, double[] w) {
    return (4 + 2 * dim) * Vectors.dot(w, w);
  }

  @Override
  public double self(double[] theta) {
    return value(theta, theta);
  }

  @Override
  public void addSelfGradient(double factor, double[] theta, double[] gradient) {
    Vectors.add(12 * factor * Vectors.dot(theta, theta), theta, gradient);
  }

  @Override
  public double selfLaplacian(double[] theta) {
    return (24 + 12 * dim) * Vectors.dot(theta, theta);
  }

  @Override
  public Symmetry symmetry() {
    return Symmetry.EVEN;
  }

  @Override
  public Optional<Feature> feature() {
    return Optional.of(new Feature.Pointwise(z -> z * z, z -> 2 * z));
  }
}
