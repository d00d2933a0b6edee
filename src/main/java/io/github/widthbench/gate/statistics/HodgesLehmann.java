package io.github.widthbench.gate.statistics;

import java.util.Arrays;

/**
 * The shift that fits best with the signed-rank test, and the shifts that it does not reject
 * (Hodges and Lehmann, Annals of Mathematical Statistics 34, 1963).
 *
 * @param estimate median of the means of all pairs of values, each with itself too
 * @param low end of the interval, −∞ where there are too few values for the level
 * @param high end of the interval, ∞ where there are too few values for the level
 */
public record HodgesLehmann(double estimate, double low, double high) {

  /**
   * The estimate from {@code values}, with an interval of coverage at least 1 − {@code alpha}
   * (exactly where no values tie).
   */
  public static HodgesLehmann of(double[] values, double alpha) {
    int n = values.length;
    double[] means = new double[n * (n + 1) / 2];
    int count = 0;
    for (int i = 0; i < n; i++) {
      for (int j = i; j < n; j++) {
        means[count++] = (values[i] + values[j]) / 2;
      }
    }
    Arrays.sort(means);
    double estimate = (means[(count - 1) / 2] + means[count / 2]) / 2;
    int cut = cut(n, alpha / 2);
    return cut < 0
        ? new HodgesLehmann(estimate, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY)
        : new HodgesLehmann(estimate, means[cut], means[count - 1 - cut]);
  }

  /** The largest rank sum whose lower tail is at most {@code tail}; −1 where there is none. */
  private static int cut(int n, double tail) {
    double[] probability = {1};
    for (int rank = 1; rank <= n; rank++) {
      double[] after = new double[probability.length + rank];
      for (int sum = 0; sum < probability.length; sum++) {
        after[sum] += probability[sum] / 2;
        after[sum + rank] += probability[sum] / 2;
      }
      probability = after;
    }
    int cut = -1;
    double sum = 0;
    while (sum + probability[cut + 1] <= tail) {
      sum += probability[++cut];
    }
    return cut;
  }
}
