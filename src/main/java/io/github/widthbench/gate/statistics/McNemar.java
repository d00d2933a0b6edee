package io.github.widthbench.gate.statistics;

import org.apache.commons.statistics.distribution.BinomialDistribution;

/**
 * The exact form of McNemar's test (Psychometrika 12, 1947) of paired successes: pairs in which
 * both or neither succeeded say nothing; of the others each side should win half.
 */
public final class McNemar {

  private McNemar() {}

  /**
   * The probability that the baseline alone succeeds in so many pairs or more, if both sides are
   * alike.
   *
   * @param baselineOnly pairs in which only the baseline succeeded
   * @param candidateOnly pairs in which only the candidate succeeded
   */
  public static double candidateWorse(int baselineOnly, int candidateOnly) {
    int decided = baselineOnly + candidateOnly;
    return baselineOnly == 0
        ? 1
        : BinomialDistribution.of(decided, 0.5).survivalProbability(baselineOnly - 1);
  }
}
