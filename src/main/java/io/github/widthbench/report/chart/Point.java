package io.github.widthbench.report.chart;

import org.jspecify.annotations.Nullable;

/**
 * A value in a chart.
 *
 * @param low lower end of its spread or interval; NaN where it has none
 * @param high upper end; NaN where it has none
 * @param label which cell it is; null where the place says so
 */
public record Point(double x, double y, double low, double high, @Nullable String label) {

  static Point at(double x, double y) {
    return new Point(x, y, Double.NaN, Double.NaN, null);
  }

  static Point at(double x, double y, String label) {
    return new Point(x, y, Double.NaN, Double.NaN, label);
  }

  /** Whether it has a spread. */
  public boolean hasSpread() {
    return Double.isFinite(low) && Double.isFinite(high);
  }
}
