package io.github.widthbench.experiment.electrodynamics.potential;

import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Vectors;
import java.util.Optional;

/** relu⟨x,w⟩: |θ||w|·(sin φ + (π − φ)·cos φ)/(2π). */
public record Relu(int dim) implements Potential {
  private static final double TURN = 2 * Math.PI;

  @Override
  public double value(double[] theta, double[] w) {
    double angle = Vectors.angle(theta, w);
    double shape = StrictMath.sin(angle) + (Math.PI - angle) * StrictMath.cos(angle);
    return Vectors.norm(theta) * Vectors.norm(w) * shape / TURN;
  }

  @Override
  public void addGradient(double factor, double[] theta, double[] w, double[] gradient) {
    double angle = Vectors.angle(theta, w);
    double along = Vectors.norm(w) * StrictMath.sin(angle) / Vectors.norm(theta);
    Vectors.add(factor * along / TURN, theta, gradient);
    Vectors.add(factor * (Math.PI - angle) / TURN, w, gradient);
  }

  @Override
  public double laplacian(double[] theta, double[] w) {
    double sine = StrictMath.sin(Vectors.angle(theta, w));
    return dim * Vectors.norm(w) * sine / (TURN * Vectors.norm(theta));
  }

  /** The distance to the line of w, on which the angle has a kink. */
  @Override
  public double clearance(double[] theta, double[] w) {
    return Vectors.norm(theta) * StrictMath.sin(Vectors.angle(theta, w));
  }

  @Override
  public double self(double[] theta) {
    return Vectors.dot(theta, theta) / 2;
  }

  @Override
  public void addSelfGradient(double factor, double[] theta, double[] gradient) {
    Vectors.add(factor, theta, gradient);
  }

  @Override
  public double selfLaplacian(double[] theta) {
    return dim;
  }

  @Override
  public Optional<Feature> feature() {
    return Optional.of(new Feature.Built(Activation.RELU, 1));
  }
}
