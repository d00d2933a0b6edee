package io.github.widthbench.spectrum;

import io.github.widthbench.backend.EigenSolver.Decomposition;
import java.util.OptionalLong;

/**
 * Gradient descent on a network that stays linear in its weights: r(t) = (I − κH)^t r(0), with κ
 * the step in units of the Gram matrix (η·m un-normalised, η for the 1/√m form). With a ridge μ
 * about the start, in the same units, the eigenvalues that count are those of H + μI: r_k(t) = (μ +
 * λ_k(1 − κ(λ_k + μ))^t)/(λ_k + μ)·r_k(0), which ends above 0.
 */
public final class LinearTheory {
  /** Steps after which nothing changes any more. */
  private static final long FOREVER = 1L << 60;

  private final Decomposition gram;
  private final double kappa;
  private final double ridge;

  public LinearTheory(Decomposition gram, double kappa) {
    this(gram, kappa, 0);
  }

  /** With a ridge, 0 for none. */
  public LinearTheory(Decomposition gram, double kappa, double ridge) {
    this.gram = gram;
    this.kappa = kappa;
    this.ridge = ridge;
  }

  /** |r(t)| for a start r(0) of length n. */
  public double residual(double[] start, long t) {
    double sum = 0;
    int n = start.length;
    for (int k = 0; k < n; k++) {
      double factor = factor(gram.values()[k], (double) t);
      double part = factor * component(start, k);
      sum += part * part;
    }
    return Math.sqrt(sum);
  }

  private double factor(double lambda, double t) {
    double decayed = StrictMath.pow(Math.abs(1 - kappa * (lambda + ridge)), t);
    return ridge == 0 ? decayed : (ridge + lambda * decayed) / (lambda + ridge);
  }

  /**
   * The first t with |r(t)| at most {@code target}; empty where the step is not stable or the ridge
   * keeps |r| above.
   */
  public OptionalLong iterations(double[] start, double target) {
    int n = start.length;
    boolean stable =
        Math.abs(1 - kappa * (gram.values()[n - 1] + ridge)) < 1 && kappa * gram.values()[0] > 0;
    if (!stable || (ridge > 0 && residual(start, FOREVER) > target)) {
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
