package io.github.widthbench.report.chart;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Fraction;
import io.github.widthbench.experiment.Verdict.Interval;
import io.github.widthbench.report.chart.Series.Form;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/** Series made from cells. */
final class Lines {

  private static final double ALPHA = 0.05;

  private Lines() {}

  /** Median over the replicates with quartiles. */
  static Series medians(
      String name, int colour, SortedMap<Double, Cells> byX, ToDoubleFunction<Finished> value) {
    List<Point> points = new ArrayList<>();
    byX.forEach((x, cells) -> points.add(Quartiles.of(cells.values(value)).at(x)));
    return new Series(name, Form.LINE, colour, points);
  }

  /** The same without the spread, as a theory. */
  static Series theory(
      String name, int colour, SortedMap<Double, Cells> byX, ToDoubleFunction<Finished> value) {
    List<Point> points = new ArrayList<>();
    byX.forEach((x, cells) -> points.add(Point.at(x, Quartiles.of(cells.values(value)).median())));
    return new Series(name, Form.THEORY, colour, points);
  }

  /** Share of cells for which {@code hit} holds, with its exact 95 % interval. */
  static Series shares(
      String name, int colour, SortedMap<Double, Cells> byX, Predicate<Finished> hit) {
    List<Point> points = new ArrayList<>();
    byX.forEach((x, cells) -> {
      int all = cells.list().size();
      int hits = cells.where(hit).list().size();
      Interval interval = Fraction.clopperPearson(hits, all, ALPHA);
      String label = hits + " of " + all;
      points.add(new Point(x, (double) hits / all, interval.low(), interval.high(), label));
    });
    return new Series(name, Form.LINE, colour, points);
  }

  /** The power law of a slope through the geometric mean of {@code series}. */
  static Series power(String name, int colour, Series series, double slope) {
    double x = mean(series, Point::x);
    double y = mean(series, Point::y);
    List<Point> points =
        series.points().stream()
            .map(p -> Point.at(p.x(), StrictMath.exp(y + slope * (StrictMath.log(p.x()) - x))))
            .toList();
    return new Series(name, Form.THEORY, colour, points);
  }

  /** Slope of log y over log x by least squares; NaN with fewer than two points. */
  static double slope(Series series) {
    double x = mean(series, Point::x);
    double y = mean(series, Point::y);
    double product = 0;
    double square = 0;
    for (Point p : series.points()) {
      double dx = StrictMath.log(p.x()) - x;
      product += dx * (StrictMath.log(p.y()) - y);
      square += dx * dx;
    }
    return square > 0 ? product / square : Double.NaN;
  }

  /** The diagonal y = x over the range of {@code series}. */
  static Series diagonal(String name, List<Series> series) {
    double[] all =
        series.stream().flatMap(s -> s.points().stream()).mapToDouble(Point::x).sorted().toArray();
    return all.length == 0
        ? new Series(name, Form.THEORY, -1, List.of())
        : line(name, all[0], all[0], all[all.length - 1], all[all.length - 1]);
  }

  /** A straight line that belongs to no group. */
  static Series line(String name, double x0, double y0, double x1, double y1) {
    return new Series(name, Form.THEORY, -1, List.of(Point.at(x0, y0), Point.at(x1, y1)));
  }

  private static double mean(Series series, ToDoubleFunction<Point> value) {
    return series.points().stream()
        .mapToDouble(value)
        .map(StrictMath::log)
        .average()
        .orElse(Double.NaN);
  }
}
