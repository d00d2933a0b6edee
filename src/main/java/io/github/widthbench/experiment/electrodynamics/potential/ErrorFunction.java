package io.github.widthbench.experiment.electrodynamics.potential;

import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Vectors;
import java.util.Optional;

/**
 * erf⟨x,w⟩: (2/π)·asin(2p/√(AB)) with p = ⟨θ,w⟩, A = 1 + 2|θ|², B = 1 + 2|w|² (C. Williams,
 * "Computation with infinite neural networks", 1998). D² = AB − 4p² stays above 1.
 */
public record ErrorFunction(int dim) implements Potential {
  private static final double FACTOR = 2 / Math.PI;

  @Override
  public double value(double[] theta, double[] w) {
    double p = Vectors.dot(theta, w);
    double product = extent(theta) * extent(w);
    return FACTOR * StrictMath.atan2(2 * p, Math.sqrt(product - 4 * p * p));
  }

  @Override
  public void addGradient(double factor, double[] theta, double[] w, double[] gradient) {
    double p = Vectors.dot(theta, w);
    double a = extent(theta);
    double scaled = FACTOR * factor / Math.sqrt(a * extent(w) - 4 * p * p);
    Vectors.add(2 * scaled, w, gradient);
    Vectors.add(-4 * p / a * scaled, theta, gradient);
  }

  @Override
  public double laplacian(double[] theta, double[] w) {
    double p = Vectors.dot(theta, w);
    double q = Vectors.dot(theta, theta);
    double a = extent(theta);
    double b = extent(w);
    double square = a * b - 4 * p * p;
    double ofTheta = (1 + dim) / a - 4 * q / (a * a) - (2 * b * q - 4 * p * p) / (a * square);
    return -4 * FACTOR * p * (1 / square + ofTheta) / Math.sqrt(square);
  }

  @Override
  public double self(double[] theta) {
    return value(theta, theta);
  }

  @Override
  public void addSelfGradient(double factor, double[] theta, double[] gradient) {
    Vectors.add(2 * factor * selfSlope(Vectors.dot(theta, theta)), theta, gradient);
  }

  @Override
  public double selfLaplacian(double[] theta) {
    double q = Vectors.dot(theta, theta);
    double curvature = -selfSlope(q) * (2 / (1 + 2 * q) + 2 / (1 + 4 * q));
    return 4 * q * curvature + 2 * dim * selfSlope(q);
  }

  @Override
  public Symmetry symmetry() {
    return Symmetry.ODD;
  }

  @Override
  public Optional<Feature> feature() {
    return Optional.of(new Feature.Built(Activation.ERF, 1));
  }

  private static double extent(double[] theta) {
    return 1 + 2 * Vectors.dot(theta, theta);
  }

  /** Derivative of the self-energy in q = |θ|². */
  private static double selfSlope(double q) {
    return FACTOR * 2 / ((1 + 2 * q) * Math.sqrt(1 + 4 * q));
  }
}
