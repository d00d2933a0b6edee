package io.github.widthbench.report.chart;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What a page shows of many things: evenly spaced ones in their order, first and last included, and
 * a note that says so.
 *
 * @param shown at most as many as asked for
 * @param of how many there are
 */
public record Bounded<T>(List<T> shown, int of) {

  /** Groups that one chart tells apart by colour. */
  static final int GROUPS = 8;

  /** Thin lines in one chart. */
  static final int CURVES = 200;

  /** Single points in one chart. */
  static final int POINTS = 2000;

  /** Rows of one grid or table. */
  public static final int ROWS = 100;

  /** {@code most} of {@code all}. */
  public static <T> Bounded<T> evenly(List<T> all, int most) {
    if (all.size() <= most) {
      return new Bounded<>(List.copyOf(all), all.size());
    }
    List<T> shown = new ArrayList<>();
    for (int i = 0; i < most; i++) {
      shown.add(all.get((int) ((long) i * (all.size() - 1) / (most - 1))));
    }
    return new Bounded<>(shown, all.size());
  }

  /** Such as {@code shown 200 of 4,000 curves}; empty where all are shown. */
  public String note(String what) {
    return shown.size() == of
        ? ""
        : String.format(Locale.ROOT, "shown %,d of %,d %s", shown.size(), of, what);
  }
}
