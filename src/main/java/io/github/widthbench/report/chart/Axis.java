package io.github.widthbench.report.chart;

/**
 * An axis of a chart.
 *
 * @param label what it counts, for people
 * @param unit such as {@code steps}; empty for a pure number
 */
public record Axis(String label, String unit, Scale scale) {

  /** Axes whose values span more than this factor are logarithmic. */
  private static final double WIDE = 30;

  /** How values become places. */
  public enum Scale {
    LINEAR,
    LOG,
    /** By powers of two, as widths are chosen. */
    LOG2
  }

  static Axis linear(String label, String unit) {
    return new Axis(label, unit, Scale.LINEAR);
  }

  static Axis log(String label, String unit) {
    return new Axis(label, unit, Scale.LOG);
  }

  /** The width m. */
  static Axis width(String label) {
    return new Axis(label, "neurons", Scale.LOG2);
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
}
