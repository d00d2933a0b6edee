package io.github.widthbench.gate.statistics;

import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.NormalDistribution;

/**
 * The log-rank test of two samples of durations, some of them censored: known only to be longer
 * than what was observed (Mantel, Cancer Chemotherapy Reports 50, 1966).
 *
 * @param observed ends in the second sample
 * @param expected ends in the second sample if both are alike
 * @param variance of their difference, hypergeometric
 */
public record LogRank(double observed, double expected, double variance) {

  /**
   * A duration.
   *
   * @param time until the end, or until nobody looked any more
   * @param ended false where censored
   */
  public record Duration(double time, boolean ended) {}

  /** The test of {@code first} against {@code second}. */
  public static LogRank of(List<Duration> first, List<Duration> second) {
    double[] times =
        Stream.concat(first.stream(), second.stream())
            .filter(Duration::ended)
            .mapToDouble(Duration::time)
            .distinct()
            .sorted()
            .toArray();
    double observed = 0;
    double expected = 0;
    double variance = 0;
    for (double time : times) {
      double riskSecond = atRisk(second, time);
      double risk = riskSecond + atRisk(first, time);
      double endsSecond = ends(second, time);
      double ends = endsSecond + ends(first, time);
      double share = riskSecond / risk;
      observed += endsSecond;
      expected += ends * share;
      if (risk > 1) {
        variance += ends * share * (1 - share) * (risk - ends) / (risk - 1);
      }
    }
    return new LogRank(observed, expected, variance);
  }

  /** The statistic with one degree of freedom. */
  public double chiSquare() {
    double difference = observed - expected;
    return variance == 0 ? 0 : difference * difference / variance;
  }

  /** The probability that the second sample ends so much later or more, if both are alike. */
  public double secondLater() {
    return variance == 0
        ? 1
        : NormalDistribution.of(0, 1)
            .cumulativeProbability((observed - expected) / Math.sqrt(variance));
  }

  private static double atRisk(List<Duration> sample, double time) {
    return sample.stream().filter(d -> d.time() >= time).count();
  }

  private static double ends(List<Duration> sample, double time) {
    return sample.stream().filter(d -> d.ended() && d.time() == time).count();
  }
}
