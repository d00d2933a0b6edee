package io.github.widthbench.experiment;

import io.github.widthbench.experiment.Verdict.Interval;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * The exponent p of a law q ~ x^p by the slopes of log q over log x, one a seed. Seeds are
 * independent, so the mean slope has a Student interval that needs no assumption on the spread at
 * one x.
 *
 * @param exponent mean of the slopes
 * @param error its standard error, NaN for one slope
 * @param slopes how many there are
 */
public record PowerLaw(double exponent, double error, int slopes) {

  /**
   * The law of a quantity.
   *
   * @param values quantity by seed, then by x; zero, negative and non-finite values are left out
   * @param fewest values that a seed must have
   * @return empty where no seed has them
   */
  public static <K, N extends Number> Optional<PowerLaw> of(
      Map<K, SortedMap<N, Double>> values, int fewest) {
    return ofSlopes(
        values.values().stream()
            .map(PowerLaw::usable)
            .filter(byX -> byX.size() >= fewest)
            .map(PowerLaw::slope)
            .toList());
  }

  /** The law of slopes that are known; empty without any. */
  public static Optional<PowerLaw> ofSlopes(Collection<Double> slopes) {
    int count = slopes.size();
    if (count == 0) {
      return Optional.empty();
    }
    double sum = 0;
    for (double slope : slopes) {
      sum += slope;
    }
    double mean = sum / count;
    double squares = 0;
    for (double slope : slopes) {
      squares += (slope - mean) * (slope - mean);
    }
    return Optional.of(new PowerLaw(mean, Math.sqrt(squares / (count - 1.0) / count), count));
  }

  /** The interval of coverage 1 − alpha; NaN at both ends for one slope. */
  public Interval interval(double alpha) {
    if (slopes < 2) {
      return new Interval(Double.NaN, Double.NaN);
    }
    double reach = error * TDistribution.of(slopes - 1.0).inverseSurvivalProbability(alpha / 2);
    return new Interval(exponent - reach, exponent + reach);
  }

  /** Least-squares slope of log value over log x. */
  public static double slope(SortedMap<? extends Number, Double> byX) {
    List<double[]> points =
        byX.entrySet().stream()
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

  private static <N extends Number> SortedMap<N, Double> usable(SortedMap<N, Double> byX) {
    SortedMap<N, Double> usable = new TreeMap<>(byX);
    usable.values().removeIf(value -> !(value > 0) || value.isInfinite());
    return usable;
  }
}
