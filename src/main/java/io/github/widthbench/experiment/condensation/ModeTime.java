package io.github.widthbench.experiment.condensation;

/**
 * How long a singular value of a balanced product of N matrices takes from s₀ to half of its target
 * σ: s′ = N·s^(2−2/N)·(σ − s).
 *
 * <p>With s = r^N, t = (1/σ)·∫(r^(1−N) + r/(σ − r^N)) dr: the first part is elementary and the
 * second smooth, so that Gauss's rule is exact to rounding.
 */
final class ModeTime {
  private static final int PANELS = 32;

  /** Gauss–Legendre with five points on [−1, 1]. */
  private static final double[] NODES = {
    0,
    1 / 3.0 * Math.sqrt(5 - 2 * Math.sqrt(10 / 7.0)),
    1 / 3.0 * Math.sqrt(5 + 2 * Math.sqrt(10 / 7.0))
  };

  private static final double[] WEIGHTS = {
    128 / 225.0, (322 + 13 * Math.sqrt(70)) / 900, (322 - 13 * Math.sqrt(70)) / 900
  };

  private ModeTime() {}

  /** The time from {@code start} to σ/2; 0 where it starts beyond. */
  static double toHalf(int factors, double sigma, double start) {
    return between(factors, sigma, start, sigma / 2);
  }

  /** The time from {@code start} to {@code end}, both below σ. */
  static double between(int factors, double sigma, double start, double end) {
    if (start >= end) {
      return 0;
    }
    double low = root(start, factors);
    double high = root(end, factors);
    double plain =
        factors == 2
            ? StrictMath.log(high / low)
            : (StrictMath.pow(low, 2.0 - factors) - StrictMath.pow(high, 2.0 - factors))
                / (factors - 2);
    double sum = 0;
    double half = (high - low) / (2 * PANELS);
    for (int panel = 0; panel < PANELS; panel++) {
      double middle = low + (2 * panel + 1) * half;
      for (int k = 0; k < NODES.length; k++) {
        double up = integrand(factors, sigma, middle + half * NODES[k]);
        double down = k == 0 ? 0 : integrand(factors, sigma, middle - half * NODES[k]);
        sum += WEIGHTS[k] * half * (up + down);
      }
    }
    return (plain + sum) / sigma;
  }

  private static double integrand(int factors, double sigma, double r) {
    return r / (sigma - StrictMath.pow(r, factors));
  }

  private static double root(double value, int factors) {
    return StrictMath.pow(value, 1.0 / factors);
  }
}
