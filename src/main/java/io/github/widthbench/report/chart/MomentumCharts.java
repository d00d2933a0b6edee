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

/** When an update of {@code momentum} raises the error, and how fast training is. */
final class MomentumCharts {

  private static final String STEP = "learningRate.scaled";
  private static final String CERTIFICATE = "certificate";
  private static final String INCREASES = "increases";

  private final Cells cells;

  MomentumCharts(Cells cells) {
    this.cells = cells;
  }

  List<Picture> pictures() {
    return List.of(violations(), certificate(), over("width", "width m"), depth(), loss());
  }

  /** A row for each algorithm, a column for each step. */
  private HeatMap violations() {
    List<Double> steps = List.copyOf(new TreeSet<>(cells.along(STEP).keySet()));
    Bounded<Map.Entry<String, Cells>> groups =
        Bounded.evenly(List.copyOf(cells.groups(STEP, "width").entrySet()), Bounded.ROWS);
    List<List<Double>> values = new ArrayList<>();
    Set<HeatMap.Place> marks = new HashSet<>();
    for (Map.Entry<String, Cells> group : groups.shown()) {
      SortedMap<Double, Cells> byStep = group.getValue().along(STEP);
      int row = values.size();
      values.add(
          steps.stream()
              .map(step -> byStep.containsKey(step) ? raised(byStep.get(step)) : Double.NaN)
              .toList());
      for (int column = 0; column < steps.size(); column++) {
        Cells here = byStep.getOrDefault(steps.get(column), new Cells(List.of()));
        if (Quartiles.of(here.values(Cells.metric(CERTIFICATE))).median() < 1) {
          marks.add(new HeatMap.Place(row, column));
        }
      }
    }
    return new HeatMap(
        "violations",
        "Runs in which an update raised the error",
        "Share of the runs, over the step. Outlined: the certificate is below 1, so that no update"
            + " may raise the error.",
        "step c of c/L",
        "",
        steps.stream().map(Numbers::decimal).toList(),
        groups.shown().stream().map(g -> g.getKey().isEmpty() ? "all" : g.getKey()).toList(),
        values,
        "share of runs",
        HeatMap.Range.SHARE,
        marks,
        groups.note("groups").isEmpty() ? List.of() : List.of(groups.note("groups")));
  }

  private static double raised(Cells cells) {
    return (double) cells.where(c -> c.outcome().number(INCREASES) > 0).list().size()
        / cells.list().size();
  }

  private Chart certificate() {
    Cells certified = cells.where(c -> c.outcome().number(CERTIFICATE) > 0);
    Bounded<Finished> shown = Bounded.evenly(certified.list(), Bounded.POINTS);
    List<Series> series = new ArrayList<>();
    new Cells(shown.shown())
        .groups(STEP, "width")
        .forEach((name, group) ->
            series.add(
                new Series(
                    name.isEmpty() ? "all" : name,
                    Form.POINTS,
                    series.size(),
                    group.list().stream().map(MomentumCharts::increases).toList())));
    double most =
        series.stream()
            .flatMap(s -> s.points().stream())
            .mapToDouble(Point::y)
            .max()
            .orElse(Double.NaN);
    series.add(Lines.line("boundary", 1, 0, 1, Math.max(1, most)));
    return Chart.of(
            "certificate",
            "Updates that raised the error, over the certificate",
            "One point a run. Left of the dashed line no update may raise the error.",
            Axis.log("certificate", ""),
            Axis.count("updates that raised the error"),
            shown.shown().isEmpty() ? List.of() : series)
        .noting(List.of(shown.note("points")));
  }

  private static Point increases(Finished cell) {
    return Point.at(
        cell.outcome().number(CERTIFICATE), cell.outcome().number(INCREASES), Cells.name(cell));
  }

  private Chart over(String axis, String label) {
    Bounded<Map.Entry<String, Cells>> groups =
        Bounded.evenly(List.copyOf(cells.groups(axis).entrySet()), Bounded.GROUPS);
    List<Series> series = new ArrayList<>();
    groups
        .shown()
        .forEach(group ->
            series.add(
                Lines.medians(
                    group.getKey().isEmpty() ? "median" : group.getKey(),
                    series.size(),
                    group.getValue().where(c -> c.outcome().flag("converged")).along(axis),
                    Cells.metric("iterations"))));
    boolean several = series.stream().anyMatch(s -> s.points().size() > 1);
    return Chart.of(
            "iterations-" + axis,
            "Steps over the " + label,
            "Median over the runs that converged, with quartiles.",
            Axis.log2(label, ""),
            Axis.fitting("steps", "steps", series),
            several ? series : List.of())
        .noting(List.of(groups.note("groups")));
  }

  private Chart depth() {
    List<Series> series = new ArrayList<>();
    cells
        .groups("architecture.depth", "algorithm")
        .forEach((name, group) ->
            series.add(
                Lines.medians(
                    name.isEmpty() ? "median" : name,
                    series.size(),
                    group.along("architecture.depth"),
                    Cells.metric("gradientRatio"))));
    boolean several = series.stream().anyMatch(s -> s.points().size() > 1);
    return Chart.of(
        "gradient-ratio",
        "Gradient of the first block over the last's",
        "At the start, median over the seeds with quartiles: skips keep it from vanishing.",
        Axis.log2("depth", "blocks"),
        Axis.fitting("|g| of the first over the last", "", series),
        several && series.size() <= Bounded.GROUPS ? series : List.of());
  }

  private Chart loss() {
    Bounded<Finished> shown = Bounded.evenly(cells.list(), Bounded.CURVES);
    List<Series> series = new ArrayList<>();
    new Cells(shown.shown())
        .groups(STEP, "width")
        .forEach((name, group) -> {
          int colour = series.isEmpty() ? 0 : series.getLast().colour() + 1;
          for (Finished cell : group.list()) {
            List<Point> points =
                Cells.curve(cell, "t", "loss").stream()
                    .filter(p -> p.x() > 0 && p.y() > 0)
                    .toList();
            series.add(new Series(name.isEmpty() ? "runs" : name, Form.CURVE, colour, points));
          }
        });
    return Chart.of(
            "loss",
            "Loss while training",
            "One line a run.",
            Axis.log("t", "steps"),
            Axis.log("loss", ""),
            series)
        .noting(List.of(shown.note("curves")));
  }
}
