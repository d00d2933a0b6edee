package io.github.widthbench.spectrum;

import io.github.widthbench.math.Activation;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * E[s′(u)s′(v)] = Σ_k c_k(σ_u)·c_k(σ_v)·ρ^k by the Hermite coefficients c_k(σ) = E[s′(σZ)·he_k(Z)],
 * he_k normalised. The series ends where the coefficients are below rounding; they fall like
 * e^{−a√k/σ}, so points of norm up to a few need some hundred terms.
 */
final class HermiteSeries {

  /** Terms tried first; doubled until the last ones are below rounding. */
  private static final int FIRST_TERMS = 128;

  /** Enough for |x| up to about 6; beyond it the series is cut, at an error of its last terms. */
  private static final int MOST_TERMS = 4096;

  /** Coefficients this small no longer count, for they come in as products of two. */
  private static final double NEGLIGIBLE = 1e-10;

  /** Beyond ±REACH the Gaussian weight is below rounding. */
  private static final double REACH = 13;

  /** Step of the trapezoid rule, well below the wavelength 2π/√k of the last term. */
  private static final double STEP = 1.0 / 32;

  private HermiteSeries() {}

  /** The expectation for the norms on the diagonal of {@code g}. */
  static AnalyticGram.Expectation of(Activation s, double[] g, int n) {
    Map<Double, double[]> coefficients = new HashMap<>();
    for (int i = 0; i < n; i++) {
      coefficients.computeIfAbsent(g[i * n + i], p -> coefficients(s, Math.sqrt(p)));
    }
    return (i, j) -> {
      double p = g[i * n + i];
      double q = g[j * n + j];
      return sum(
          Objects.requireNonNull(coefficients.get(p)),
          Objects.requireNonNull(coefficients.get(q)),
          g[i * n + j] / Math.sqrt(p * q));
    };
  }

  private static double sum(double[] first, double[] second, double rho) {
    double bounded = Math.clamp(rho, -1, 1);
    double sum = 0;
    for (int k = Math.min(first.length, second.length) - 1; k >= 0; k--) {
      sum = sum * bounded + first[k] * second[k];
    }
    return sum;
  }

  /** c_0 … c_K, as many as count. */
  private static double[] coefficients(Activation s, double sigma) {
    int terms = FIRST_TERMS;
    double[] c = coefficients(s, sigma, terms);
    while (terms < MOST_TERMS && !settled(c)) {
      terms *= 2;
      c = coefficients(s, sigma, terms);
    }
    return c;
  }

  private static boolean settled(double[] c) {
    // every other coefficient of an even derivative is 0
    return Math.max(Math.abs(c[c.length - 1]), Math.abs(c[c.length - 2])) < NEGLIGIBLE;
  }

  private static double[] coefficients(Activation s, double sigma, int terms) {
    double[] c = new double[terms];
    double[] roots = new double[terms + 1];
    Arrays.setAll(roots, Math::sqrt);
    double root = Math.sqrt(Math.sqrt(2 * StrictMath.PI));
    for (double z = -REACH; z <= REACH; z += STEP) {
      // h_k = he_k·√φ stays bounded; the other √φ weighs s′
      double half = StrictMath.exp(-z * z / 4) / root;
      addPoint(c, roots, z, half, STEP * half * s.derivative(sigma * z));
    }
    return c;
  }

  /** c_k += weight·h_k(z) by the recurrence √(k+1)·h_{k+1} = z·h_k − √k·h_{k−1}. */
  private static void addPoint(double[] c, double[] roots, double z, double h0, double weight) {
    double previous = 0;
    double current = h0;
    for (int k = 0; k < c.length; k++) {
      c[k] += weight * current;
      double next = (z * current - roots[k] * previous) / roots[k + 1];
      previous = current;
      current = next;
    }
  }
}
