package io.github.widthbench.math;

import static io.github.widthbench.math.SpecialFunctions.erf;
import static io.github.widthbench.math.SpecialFunctions.erfc;

/**
 * s(p+q) − s(p−q) for q &gt; 0, each activation rearranged so that no two nearly equal numbers are
 * subtracted.
 *
 * <p>A network of coupled neurons (w, w′) with signs (+, −) is the sum of such differences at p =
 * ⟨(w+w′)/2, x⟩, q = ⟨(w−w′)/2, x⟩; its output is small beside the terms that make it up.
 */
final class PairDifference {

  /** Where 2pq exceeds it, erf(p+q) and erf(p−q) differ enough to be subtracted. */
  private static final double SERIES_END = 0.25;

  /** For 2pq ≤ 0.25 and q &lt; p the next term is below 1e−17 of the sum. */
  private static final int SERIES_TERMS = 10;

  /** From here on softplus(z) = z and softplus(−z) is below 1e−13. */
  private static final double LINEAR = 32;

  private static final double FOUR_OVER_ROOT_PI = 4 / StrictMath.sqrt(StrictMath.PI);

  private PairDifference() {}

  static double of(Activation s, double p, double q) {
    return switch (s) {
      // in [0, 2q] whatever p + q rounds to
      case RELU -> Math.max(0, Math.min(p + q, 2 * q));
      case TANH -> 2 * logistic(2 * Math.abs(p), 2 * q);
      case EXP -> -StrictMath.exp(p + q) * StrictMath.expm1(-2 * q);
      case ERF -> errorFunction(Math.abs(p), q);
      case SIGMOID -> logistic(Math.abs(p), q);
      case SOFTPLUS -> p > 0 ? 2 * q - softplus(-p, q) : softplus(p, q);
    };
  }

  /**
   * σ(p+q) − σ(p−q) = (1 − e^{−2q}) / ((1 + e^{p−q})(1 + e^{−p−q})) for p ≥ 0; σ(z) − ½ is odd, so
   * the difference is even in p. tanh(z) = 2σ(2z) − 1.
   */
  private static double logistic(double p, double q) {
    return -StrictMath.expm1(-2 * q) / (1 + StrictMath.exp(p - q)) / (1 + StrictMath.exp(-(p + q)));
  }

  /** For p ≤ 0; softplus(z) − softplus(−z) = z gives the rest. */
  private static double softplus(double p, double q) {
    double upper = p + q;
    double lower = p - q;
    if (upper > LINEAR) {
      return upper - Activation.SOFTPLUS.value(lower);
    }
    // log (1 + e^upper)/(1 + e^lower)
    double rise = -StrictMath.exp(upper) * StrictMath.expm1(-2 * q);
    return StrictMath.log1p(rise / (1 + StrictMath.exp(lower)));
  }

  /** For p ≥ 0; erf is odd, so the difference is even in p. */
  private static double errorFunction(double p, double q) {
    double upper = p + q;
    if (p <= q) {
      return erf(upper) + erf(q - p);
    }
    if (2 * p * q <= SERIES_END) {
      return errorFunctionSeries(p, q);
    }
    double lower = p - q;
    return lower < 0.5 ? erf(upper) - erf(lower) : erfc(lower) - erfc(upper);
  }

  /**
   * Taylor's series about p: 4q/√π e^{−p²} Σ_j c_{2j}/(2j+1) with c_n = H_n(p) qⁿ/n!, from the
   * recurrence of the Hermite polynomials, (n+1) c_{n+1} = 2pq c_n − 2q² c_{n−1}.
   */
  private static double errorFunctionSeries(double p, double q) {
    double twoPq = 2 * p * q;
    double twoQq = 2 * q * q;
    double sum = 0;
    double even = 1;
    double odd = twoPq;
    for (int n = 0; n < 2 * SERIES_TERMS; n += 2) {
      sum += even / (n + 1);
      even = (twoPq * odd - twoQq * even) / (n + 2);
      odd = (twoPq * even - twoQq * odd) / (n + 3);
    }
    return FOUR_OVER_ROOT_PI * SpecialFunctions.gaussian(p) * (q * sum);
  }
}
