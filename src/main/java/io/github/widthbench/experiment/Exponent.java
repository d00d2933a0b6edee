package io.github.widthbench.experiment;

import io.github.widthbench.experiment.Verdict.Interval;
import io.github.widthbench.experiment.Verdict.Origin;
import io.github.widthbench.experiment.Verdict.Says;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * Judges a power law in the width, or in another positive number, q ~ m^theory, by the slope of log
 * q over log m. Each seed gives a slope of its own; seeds are independent, so the mean slope has a
 * Student interval that needs no assumption on the spread at one width.
 *
 * @param tolerance distance from the theory within which the law holds
 * @param allowance distance that finite widths and logarithms may cause; beyond it the law is
 *     violated
 */
public record Exponent(
    String statement, Origin origin, double theory, double tolerance, double allowance) {

  private static final int FEWEST_WIDTHS = 3;
  private static final int FEWEST_SEEDS = 5;
  private static final double CONFIDENCE = 0.95;

  /** An exponent is called wrong only when chance would show it once in a million studies. */
  private static final double ALARM = 1e-6;

  /**
   * Judges the values of a quantity.
   *
   * @param values quantity by seed, then by width; zero, negative and non-finite values are left
   *     out
   */
  public <N extends Number> Verdict judge(Map<Long, SortedMap<N, Double>> values) {
    double[] slopes =
        values.values().stream()
            .map(Exponent::usable)
            .filter(byWidth -> byWidth.size() >= FEWEST_WIDTHS)
            .mapToDouble(Exponent::slope)
            .toArray();
    if (slopes.length < FEWEST_SEEDS) {
      return Verdict.undecided(
          statement,
          origin,
          "hypothesis: seeds with at least %d widths, found %d, needed %d"
              .formatted(FEWEST_WIDTHS, slopes.length, FEWEST_SEEDS));
    }
    double mean = mean(slopes);
    double error = standardError(slopes, mean);
    Interval interval = interval(mean, error, slopes.length, 1 - CONFIDENCE);
    double distance = Math.abs(mean - theory);
    Interval certain = interval(mean, error, slopes.length, ALARM);
    boolean excluded = certain.low() > theory + allowance || certain.high() < theory - allowance;
    boolean sharp = interval.high() - interval.low() <= 2 * tolerance;
    Says says =
        excluded ? Says.VIOLATED : sharp && distance <= tolerance ? Says.HOLDS : Says.UNDECIDED;
    String reason =
        says == Says.HOLDS
            ? null
            : "hypothesis: exponent %s ± %s, found %.3f in [%.3f, %.3f], needed %s"
                .formatted(
                    theory,
                    tolerance,
                    mean,
                    interval.low(),
                    interval.high(),
                    excluded
                        ? "at most " + allowance + " away"
                        : "an interval no wider, within it");
    double limit = says == Says.HOLDS ? tolerance : allowance;
    Double margin = says == Says.UNDECIDED ? null : (limit - distance) / limit;
    return new Verdict(statement, says, margin, reason, origin, mean, interval, null);
  }

  private static <N extends Number> SortedMap<N, Double> usable(SortedMap<N, Double> byWidth) {
    SortedMap<N, Double> usable = new TreeMap<>(byWidth);
    usable.values().removeIf(value -> !(value > 0) || value.isInfinite());
    return usable;
  }

  /** Least-squares slope of log value over log width. */
  static double slope(SortedMap<? extends Number, Double> byWidth) {
    List<double[]> points =
        byWidth.entrySet().stream()
            .map(e ->
                new double[] {
                  StrictMath.log(e.getKey().doubleValue()), StrictMath.log(e.getValue())
                })
            .toList();
    double x = points.stream().mapToDouble(p -> p[0]).sum() / points.size();
    double y = points.stream().mapToDouble(p -> p[1]).sum() / points.size();
    double covariance = points.stream().mapToDouble(p -> (p[0] - x) * (p[1] - y)).sum();
    double variance = points.stream().mapToDouble(p -> (p[0] - x) * (p[0] - x)).sum();
    return covariance / variance;
  }

  private static double mean(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value;
    }
    return sum / values.length;
  }

  private static double standardError(double[] values, double mean) {
    double sum = 0;
    for (double value : values) {
      sum += (value - mean) * (value - mean);
    }
    return Math.sqrt(sum / (values.length - 1.0) / values.length);
  }

  private static Interval interval(double mean, double error, int count, double alpha) {
    double reach = error * TDistribution.of(count - 1.0).inverseSurvivalProbability(alpha / 2);
    return new Interval(mean - reach, mean + reach);
  }
}
