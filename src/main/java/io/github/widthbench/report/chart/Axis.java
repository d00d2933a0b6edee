package io.github.widthbench.report.chart;

import java.util.List;

/**
 * An axis of a chart.
 *
 * @param label what it counts, for people
 * @param unit such as {@code steps}; empty for a pure number
 * @param names of its places 1, 2 …, for things without an order; else empty
 */
public record Axis(String label, String unit, Scale scale, List<String> names) {

  /** Axes whose values span more than this factor are logarithmic. */
  private static final double WIDE = 30;

  public Axis {
    names = List.copyOf(names);
  }

  /** How values become places. */
  public enum Scale {
    LINEAR,
    /** Whole numbers. */
    COUNT,
    /** Names, one below the other: such a chart lies on its side. */
    NAMES,
    LOG,
    /** By powers of two, as widths are chosen. */
    LOG2
  }

  static Axis linear(String label, String unit) {
    return of(label, unit, Scale.LINEAR);
  }

  static Axis count(String label) {
    return of(label, "", Scale.COUNT);
  }

  static Axis names(String label, List<String> names) {
    return new Axis(label, "", Scale.NAMES, names);
  }

  static Axis log(String label, String unit) {
    return of(label, unit, Scale.LOG);
  }

  static Axis log2(String label, String unit) {
    return of(label, unit, Scale.LOG2);
  }

  /** The width m. */
  static Axis width(String label) {
    return log2(label, "neurons");
  }

  /** Logarithmic where the values of {@code series} are positive and span a wide range. */
  static Axis fitting(String label, String unit, Iterable<Series> series) {
    double least = Double.POSITIVE_INFINITY;
    double most = Double.NEGATIVE_INFINITY;
    for (Series one : series) {
      for (Point point : one.points()) {
        least = Math.min(least, point.y());
        most = Math.max(most, point.y());
      }
    }
    return least > 0 && most / least > WIDE ? log(label, unit) : linear(label, unit);
  }

  private static Axis of(String label, String unit, Scale scale) {
    return new Axis(label, unit, scale, List.of());
  }
}
