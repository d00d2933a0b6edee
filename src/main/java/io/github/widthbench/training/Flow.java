package io.github.widthbench.training;

/** An autonomous differential equation y′ = f(y) with its Jacobian matrix. */
public interface Flow {

  /** Length of y. */
  int size();

  /** {@code slope} ← f(y). */
  void slope(double[] y, double[] slope);

  /** {@code matrix} ← ∂f/∂y, row-major. An approximation costs Newton steps, not accuracy. */
  void jacobian(double[] y, double[] matrix);
}
