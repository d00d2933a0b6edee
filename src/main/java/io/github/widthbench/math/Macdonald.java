package io.github.widthbench.math;

/**
 * The modified Bessel function of the second kind, K_ν(x) = ∫₀^∞ exp(−x·cosh t)·cosh(νt) dt, by the
 * trapezoid rule, which converges geometrically for this integrand. Relative error below 1e−13 for
 * 0.01 ≤ x ≤ 100 and 0 ≤ ν ≤ 6; about 150 terms.
 */
public final class Macdonald {
  private static final double STEP = 0x1p-4;

  /** Terms beyond this many e-folds below the first change nothing. */
  private static final double NEGLIGIBLE = 45;

  private Macdonald() {}

  /** K_ν(x) for x &gt; 0. */
  public static double of(double order, double x) {
    double sum = StrictMath.exp(-x) / 2;
    for (int i = 1; ; i++) {
      double t = i * STEP;
      double decay = x * StrictMath.cosh(t);
      sum += StrictMath.exp(-decay) * StrictMath.cosh(order * t);
      if (decay - x - order * t > NEGLIGIBLE) {
        return sum * STEP;
      }
    }
  }
}
