package io.github.widthbench.experiment.exponential;

import io.github.widthbench.experiment.Experiment.Finished;
import java.util.List;

/** Quartiles over seeds; +∞ stands for a network that did not converge, so that none is dropped. */
record Quantiles(double low, double median, double high) {

  /** Of the iterations, where a cell without a count is one that needs more than it was given. */
  static Quantiles ofIterations(List<Finished> cells) {
    return of(
        cells.stream()
            .mapToDouble(c -> c.outcome().number("iterations"))
            .map(v -> Double.isNaN(v) ? Double.POSITIVE_INFINITY : v)
            .sorted()
            .toArray());
  }

  /** Of a metric; cells without it are left out. */
  static Quantiles of(List<Finished> cells, String metric) {
    return of(
        cells.stream()
            .mapToDouble(c -> c.outcome().number(metric))
            .filter(v -> !Double.isNaN(v))
            .sorted()
            .toArray());
  }

  private static Quantiles of(double[] sorted) {
    return new Quantiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
  }

  /** Linear interpolation between order statistics; infinite as soon as one of them is. */
  private static double at(double[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double position = share * (sorted.length - 1);
    int below = (int) position;
    double weight = position - below;
    if (weight == 0) {
      return sorted[below];
    }
    return (1 - weight) * sorted[below] + weight * sorted[below + 1];
  }
}
