package io.github.widthbench.gate;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.statistics.descriptive.Median;

/**
 * What one fresh JVM measured of one benchmark: the unit of all tests here, because the iterations
 * of one process resemble each other.
 *
 * @param mode of JMH, such as {@code avgt}
 * @param unit of the samples
 * @param samples one an iteration
 * @param secondary values of JMH's secondary metrics, one an iteration
 */
public record Fork(
    Benchmark benchmark,
    String mode,
    String unit,
    List<Double> samples,
    SortedMap<String, List<Double>> secondary) {

  private static final String THROUGHPUT = "thrpt";

  /** Most difference of the logarithms of the halves' medians. */
  private static final double STEADY = 0.1;

  public Fork {
    samples = List.copyOf(samples);
    secondary = Collections.unmodifiableSortedMap(new TreeMap<>(secondary));
  }

  /**
   * Logarithm of the cost, the larger the slower: of the median time, or of one over throughput.
   */
  double logCost() {
    return logCost(Median.withDefaults().evaluate(array()));
  }

  /**
   * Logarithm of the cost over that of {@code other}: the median over iterations, each against the
   * one of the same number, which ran beside it where forks take turns. A disturbance of some
   * iterations of both leaves it where it is. Of the medians where one has more iterations.
   */
  double logCostOver(Fork other) {
    if (samples.size() != other.samples.size()) {
      return logCost() - other.logCost();
    }
    double[] differences = new double[samples.size()];
    Arrays.setAll(differences, i -> logCost(samples.get(i)) - other.logCost(other.samples.get(i)));
    return Median.withDefaults().evaluate(differences);
  }

  /** Whether the second half of the iterations was as fast as the first. */
  boolean isSteady() {
    int half = samples.size() / 2;
    double[] all = array();
    double first = Median.withDefaults().evaluateRange(all, 0, all.length - half);
    double second = Median.withDefaults().evaluateRange(all, all.length - half, all.length);
    return half == 0 || Math.abs(Math.log(first / second)) <= STEADY;
  }

  /** Logarithm of the cost by the mean over all iterations, as JMH's score is. */
  double logMeanCost() {
    return logCost(samples.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN));
  }

  /** Costs of the iterations, the larger the slower. */
  List<Double> costs() {
    return higherIsBetter() ? samples.stream().map(sample -> 1 / sample).toList() : samples;
  }

  private double logCost(double value) {
    return higherIsBetter() ? -Math.log(value) : Math.log(value);
  }

  private boolean higherIsBetter() {
    return mode.equals(THROUGHPUT);
  }

  private double[] array() {
    return samples.stream().mapToDouble(Double::doubleValue).toArray();
  }
}
