package io.github.widthbench.report.chart;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.report.chart.Series.Form;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.ToDoubleFunction;

/** When students of {@code recovery} find their teacher, and how fast. */
final class RecoveryCharts {

  private static final String SAMPLES = "data.sampleCount";
  private static final String RECOVERED = "recovered";

  private final Cells cells;

  RecoveryCharts(Cells cells) {
    this.cells = cells;
  }

  List<Picture> pictures() {
    return List.of(share(), threshold(), rate(), testError(), descent());
  }

  /** A row for each group, a column for each number of samples. */
  private HeatMap share() {
    List<Double> samples = List.copyOf(new TreeSet<>(cells.along(samples()).keySet()));
    Bounded<Map.Entry<String, Cells>> groups =
        Bounded.evenly(List.copyOf(cells.groups(SAMPLES).entrySet()), Bounded.ROWS);
    List<List<Double>> values = new ArrayList<>();
    Set<HeatMap.Place> marks = new HashSet<>();
    for (Map.Entry<String, Cells> group : groups.shown()) {
      SortedMap<Double, Cells> bySamples = group.getValue().along(samples());
      int row = values.size();
      values.add(
          samples.stream()
              .map(n -> bySamples.containsKey(n) ? recovered(bySamples.get(n)) : Double.NaN)
              .toList());
      double threshold = Quartiles.of(group.getValue().values(Cells.metric("separation"))).median();
      for (int column = 0; column < samples.size(); column++) {
        if (samples.get(column) == threshold) {
          marks.add(new HeatMap.Place(row, column));
        }
      }
    }
    return new HeatMap(
        "recovered-share",
        "Students that recover the teacher",
        "Share of the seeds, over the number of samples n. Outlined: the threshold from which the"
            + " branch of the start is separated from the other minima.",
        "samples n",
        "",
        samples.stream().map(Numbers::decimal).toList(),
        groups.shown().stream().map(g -> g.getKey().isEmpty() ? "all" : g.getKey()).toList(),
        values,
        "share recovered",
        HeatMap.Range.SHARE,
        marks,
        notes(groups.note("groups")));
  }

  /** All groups together, over how many samples more than the threshold there are. */
  private Chart threshold() {
    List<Series> series =
        List.of(
            Lines.shares(
                RECOVERED,
                0,
                cells.along(c -> samples().applyAsDouble(c) - c.outcome().number("separation")),
                c -> c.outcome().flag(RECOVERED)),
            Lines.line("threshold", 0, 0, 0, 1));
    return Chart.of(
        "recovered-threshold",
        "Recovery beyond the threshold",
        "Every student of the study by how many samples it has more than its branch's threshold;"
            + " the share that recovers, with its exact 95 % interval.",
        Axis.count("samples beyond the threshold"),
        Axis.linear("share recovered", ""),
        cells.along(Cells.metric("separation")).isEmpty() ? List.of() : series);
  }

  private Chart rate() {
    Cells settled =
        cells.where(c ->
            c.outcome().flag("converged")
                && "exponential".equals(c.outcome().metrics().get("rateClass")));
    Bounded<Finished> shown = Bounded.evenly(settled.list(), Bounded.POINTS);
    List<Series> series = new ArrayList<>();
    for (boolean recovered : new boolean[] {true, false}) {
      List<Point> points =
          shown.shown().stream()
              .filter(c -> c.outcome().flag(RECOVERED) == recovered)
              .map(c ->
                  Point.at(
                      c.outcome().number("ratePredicted"),
                      c.outcome().number("rate"),
                      Cells.name(c)))
              .filter(p -> p.x() > 0 && p.y() > 0)
              .toList();
      series.add(new Series(named(recovered), Form.POINTS, recovered ? 0 : 1, points));
    }
    series.add(Lines.diagonal("as predicted", series));
    return Chart.of(
            "rate",
            "Rate of the decay against its prediction",
            "One point a student whose loss decays exponentially. On the dashed line the loss falls"
                + " as e^(−2λt), λ the smallest non-zero eigenvalue of the tangent Gram matrix.",
            Axis.log("2λ at the limit", "per unit of time"),
            Axis.log("rate measured", "per unit of time"),
            series)
        .noting(List.of(shown.note("points")));
  }

  private Chart testError() {
    Bounded<Finished> shown = Bounded.evenly(cells.list(), Bounded.CURVES);
    List<Series> series = new ArrayList<>();
    for (Finished cell : shown.shown()) {
      boolean recovered = cell.outcome().flag(RECOVERED);
      List<Point> points =
          Cells.curve(cell, "t", "testRms").stream().filter(p -> p.x() > 0 && p.y() > 0).toList();
      series.add(new Series(named(recovered), Form.CURVE, recovered ? 0 : 1, points));
    }
    return Chart.of(
            "test-error",
            "Error off the samples while training",
            "Zero training loss is not recovery: only the error off the samples tells the two"
                + " apart. One line a student.",
            Axis.log("time t", ""),
            Axis.log("test RMS", ""),
            series)
        .noting(List.of(shown.note("curves")));
  }

  private Chart descent() {
    Series distance =
        Lines.medians(
            "distance", 0, cells.along("learningRate.scaled"), Cells.metric("flowDistance"));
    List<Series> series = new ArrayList<>(List.of(distance));
    if (distance.points().size() > 1) {
      series.add(Lines.power("slope 1", 0, distance, 1));
    }
    return Chart.of(
        "flow-distance",
        "Descent against the flow",
        "Largest distance of gradient descent from the gradient flow, median and quartiles, over"
            + " its step. Dashed: proportional to the step.",
        Axis.log("step c of c/λmax", ""),
        Axis.log("distance from the flow", ""),
        series);
  }

  private static ToDoubleFunction<Finished> samples() {
    return Cells.setting(SAMPLES);
  }

  private static double recovered(Cells cells) {
    return (double) cells.count(RECOVERED) / cells.list().size();
  }

  private static String named(boolean recovered) {
    return recovered ? RECOVERED : "not recovered";
  }

  private static List<String> notes(String note) {
    return note.isEmpty() ? List.of() : List.of(note);
  }
}
