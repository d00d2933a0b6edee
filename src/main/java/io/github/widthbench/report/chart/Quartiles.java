package io.github.widthbench.report.chart;

import java.util.Arrays;

/** Median and quartiles, by linear interpolation; infinite values are allowed. */
record Quartiles(double low, double median, double high) {

  static Quartiles of(double[] values) {
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    return new Quartiles(at(sorted, 0.25), at(sorted, 0.5), at(sorted, 0.75));
  }

  private static double at(double[] sorted, double share) {
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double position = share * (sorted.length - 1);
    double below = sorted[(int) position];
    double above = sorted[(int) Math.ceil(position)];
    return below == above ? below : below + (position - (int) position) * (above - below);
  }

  Point at(double x) {
    return new Point(x, median, low, high, null);
  }
}
