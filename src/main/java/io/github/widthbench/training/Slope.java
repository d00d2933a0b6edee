package io.github.widthbench.training;

/** The right-hand side of an autonomous differential equation y′ = f(y). */
@FunctionalInterface
public interface Slope {

  /** {@code slope} ← f(y), for y of the length of the start. */
  void of(double[] y, double[] slope);
}
