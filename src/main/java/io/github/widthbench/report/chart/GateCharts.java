package io.github.widthbench.report.chart;

import io.github.widthbench.results.GateRecord.Interval;
import io.github.widthbench.results.GateRecord.Timed;
import java.util.ArrayList;
import java.util.List;

/** The pictures of a gate: all benchmarks with their intervals, and the pairs of each. */
public final class GateCharts {

  private static final Axis CHANGE = Axis.linear("change, + is slower", "%");

  private GateCharts() {}

  /** Those that show something of {@code timed}. */
  public static List<Picture> of(List<Timed> timed) {
    Bounded<Timed> shown = Bounded.evenly(timed, Bounded.ROWS);
    List<Picture> pictures = new ArrayList<>();
    pictures.add(changes(shown));
    Bounded<Timed> closer = Bounded.evenly(timed, Bounded.GROUPS);
    for (int i = 0; i < closer.shown().size(); i++) {
      pictures.add(pairs(closer.shown().get(i), i));
    }
    return Charts.notEmpty(pictures);
  }

  /** Every benchmark, one below the other. */
  private static Chart changes(Bounded<Timed> timed) {
    List<Point> changes = new ArrayList<>();
    List<Point> limits = new ArrayList<>();
    for (int i = 0; i < timed.shown().size(); i++) {
      Timed one = timed.shown().get(i);
      double change = one.change() == null ? Double.NaN : 100 * one.change();
      Interval interval = one.interval();
      double low = interval == null ? Double.NaN : 100 * interval.low();
      double high = interval == null ? Double.NaN : 100 * interval.high();
      changes.add(new Point(i + 1.0, change, low, high, one.decision().label()));
      limits.add(Point.at(i + 1.0, 100 * one.limit()));
    }
    return Chart.of(
            "changes",
            "Changes of all benchmarks",
            "Estimate with its 95 % interval, and the limit beyond which a slowdown counts, which is"
                + " wider where the machine is noisy.",
            Axis.names("benchmark", timed.shown().stream().map(Timed::benchmark).toList()),
            CHANGE,
            List.of(
                new Series("change", Series.Form.POINTS, 0, changes),
                new Series("limit", Series.Form.POINTS, 1, limits)))
        .noting(List.of(timed.note("benchmarks")));
  }

  /** The pairs of forks of one benchmark in the order measured. */
  private static Chart pairs(Timed timed, int index) {
    List<Point> pairs = new ArrayList<>();
    for (int i = 0; i < timed.changes().size(); i++) {
      pairs.add(Point.at(i + 1.0, 100 * timed.changes().get(i), "pair " + (i + 1)));
    }
    double last = Math.max(2, pairs.size());
    List<Series> series = new ArrayList<>();
    series.add(new Series("a pair of forks", Series.Form.POINTS, 0, pairs));
    Interval interval = timed.interval();
    if (timed.change() != null && interval != null) {
      List<Point> estimate = new ArrayList<>();
      for (double x : new double[] {1, last}) {
        estimate.add(
            new Point(x, 100 * timed.change(), 100 * interval.low(), 100 * interval.high(), null));
      }
      series.add(new Series("estimate, 95 %", Series.Form.LINE, 2, estimate));
    }
    double limit = 100 * timed.limit();
    if (!pairs.isEmpty()) {
      series.add(Lines.line("limit", 1, limit, last, limit));
    }
    return Chart.of(
        "pairs-" + index,
        timed.benchmark() + ": " + timed.decision().label(),
        "One point a pair of fresh forks, candidate over baseline, in the order measured. A drift"
            + " of the points is one of the machine.",
        Axis.count("pair"),
        CHANGE,
        series);
  }
}
