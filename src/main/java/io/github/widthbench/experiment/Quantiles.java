package io.github.widthbench.experiment;

import java.util.Arrays;

/**
 * Quartiles over seeds; NaN without values. +∞ stands for a run that did not converge, so that none
 * is dropped.
 */
public record Quantiles(double low, double median, double high) {

  /** Of values in any order; NaN ones are left out. */
  public static Quantiles of(double... values) {
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
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
