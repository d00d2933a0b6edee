package io.github.widthbench.gate.statistics;

import java.util.Arrays;

/**
 * The exact one-sample signed-rank test of Wilcoxon (Biometrics Bulletin 1, 1945) for a
 * distribution that is symmetric about 0.
 *
 * <p>Given the sizes of the differences, each sign is a fair coin under the null hypothesis; the
 * distribution of the sum of positive ranks over all sign patterns is counted, so the levels are
 * exact whatever the ties. Tied sizes share their mean rank. Zeros take part in the ranking and are
 * then left out (Pratt, JASA 54, 1959): they carry no sign. Ranks are held doubled, as integers.
 */
public final class SignedRank {

  private final double[] probability; // of each doubled rank sum
  private final int positive;

  private SignedRank(double[] probability, int positive) {
    this.probability = probability;
    this.positive = positive;
  }

  /**
   * The test of {@code differences}; time and memory grow as their number cubed and squared.
   *
   * @throws IllegalArgumentException if one is not finite
   */
  public static SignedRank of(double[] differences) {
    double[] sizes = new double[differences.length];
    for (int i = 0; i < sizes.length; i++) {
      if (!Double.isFinite(differences[i])) {
        throw new IllegalArgumentException("difference " + i + " is " + differences[i]);
      }
      sizes[i] = Math.abs(differences[i]);
    }
    Arrays.sort(sizes);
    int positive = 0;
    double[] probability = {1};
    for (double difference : differences) {
      if (difference != 0) {
        int rank = doubledRank(sizes, Math.abs(difference));
        probability = withSign(probability, rank);
        positive += difference > 0 ? rank : 0;
      }
    }
    return new SignedRank(probability, positive);
  }

  /** The probability of a sum of positive ranks as large as this one, or larger. */
  public double greater() {
    return sum(positive, probability.length);
  }

  /** The probability of a sum of positive ranks as small as this one, or smaller. */
  public double less() {
    return sum(0, positive + 1);
  }

  /** The sum of the ranks of the positive differences. */
  public double positiveRanks() {
    return positive / 2.0;
  }

  /** The smallest p-value that {@code pairs} differences can show: all of one sign. */
  public static double smallestP(int pairs) {
    return Math.scalb(1.0, -pairs);
  }

  /** The fewest differences whose smallest p-value is at most {@code level}. */
  public static int fewestPairs(double level) {
    int pairs = 0;
    while (smallestP(pairs) > level) {
      pairs++;
    }
    return pairs;
  }

  /** Twice the mean rank of {@code size} among the sorted {@code sizes}. */
  private static int doubledRank(double[] sizes, double size) {
    int below = 0;
    while (sizes[below] < size) {
      below++;
    }
    int upTo = below;
    while (upTo < sizes.length && sizes[upTo] == size) {
      upTo++;
    }
    return below + 1 + upTo;
  }

  /** The distribution after one more rank, positive or negative with probability one half each. */
  private static double[] withSign(double[] before, int rank) {
    double[] after = new double[before.length + rank];
    for (int sum = 0; sum < before.length; sum++) {
      after[sum] += before[sum] / 2;
      after[sum + rank] += before[sum] / 2;
    }
    return after;
  }

  private double sum(int from, int to) {
    double sum = 0;
    for (int i = from; i < to; i++) {
      sum += probability[i];
    }
    return Math.min(1, sum);
  }
}
