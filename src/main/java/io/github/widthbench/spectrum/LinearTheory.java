package io.github.widthbench.spectrum;

import io.github.widthbench.backend.EigenSolver.Decomposition;
import java.util.OptionalLong;

/**
 * Gradient descent on a network that stays linear in its weights: r(t) = (I − κH)^t r(0), with κ
 * the step in units of the Gram matrix (η·m un-normalised, η for the 1/√m form).
 */
public final class LinearTheory {
  private final Decomposition gram;
  private final double kappa;

  public LinearTheory(Decomposition gram, double kappa) {
    this.gram = gram;
    this.kappa = kappa;
  }

  /** |r(t)| for a start r(0) of length n. */
  public double residual(double[] start, long t) {
    double sum = 0;
    int n = start.length;
    for (int k = 0; k < n; k++) {
      double factor = StrictMath.pow(Math.abs(1 - kappa * gram.values()[k]), (double) t);
      double part = factor * component(start, k);
      sum += part * part;
    }
    return Math.sqrt(sum);
  }

  /** The first t with |r(t)| at most {@code target}; empty where the step is not stable. */
  public OptionalLong iterations(double[] start, double target) {
    int n = start.length;
    if (Math.abs(1 - kappa * gram.values()[n - 1]) >= 1 || kappa * gram.values()[0] <= 0) {
      return residual(start, 0) <= target ? OptionalLong.of(0) : OptionalLong.empty();
    }
    long high = 1;
    while (residual(start, high) > target) {
      if (high > Long.MAX_VALUE / 4) {
        return OptionalLong.empty();
      }
      high *= 2;
    }
    long low = -1; // residual(low) > target ≥ residual(high)
    while (high - low > 1) {
      long middle = (high + low) / 2;
      if (residual(start, Math.max(middle, 0)) > target) {
        low = middle;
      } else {
        high = middle;
      }
    }
    return OptionalLong.of(high);
  }

  private double component(double[] start, int k) {
    double sum = 0;
    for (int i = 0; i < start.length; i++) {
      sum += gram.vectors()[k * start.length + i] * start[i];
    }
    return sum;
  }
}
