package io.github.widthbench.experiment.electrodynamics.potential;

import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Vectors;
import java.util.Optional;

/** exp⟨x,w⟩: exp(|θ + w|²/2). */
public record Exponential(int dim) implements Potential {

  @Override
  public double value(double[] theta, double[] w) {
    return StrictMath.exp(square(theta, w) / 2);
  }

  @Override
  public void addGradient(double factor, double[] theta, double[] w, double[] gradient) {
    double scaled = factor * value(theta, w);
    Vectors.add(scaled, theta, gradient);
    Vectors.add(scaled, w, gradient);
  }

  @Override
  public double laplacian(double[] theta, double[] w) {
    return (dim + square(theta, w)) * value(theta, w);
  }

  @Override
  public double self(double[] theta) {
    return value(theta, theta);
  }

  @Override
  public void addSelfGradient(double factor, double[] theta, double[] gradient) {
    Vectors.add(4 * factor * self(theta), theta, gradient);
  }

  @Override
  public double selfLaplacian(double[] theta) {
    return (4 * dim + 16 * Vectors.dot(theta, theta)) * self(theta);
  }

  @Override
  public Optional<Feature> feature() {
    return Optional.of(new Feature.Built(Activation.EXP, 1));
  }

  private static double square(double[] theta, double[] w) {
    double sum = 0;
    for (int i = 0; i < theta.length; i++) {
      sum += (theta[i] + w[i]) * (theta[i] + w[i]);
    }
    return sum;
  }
}
