package io.github.widthbench.report.chart;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.report.chart.Series.Form;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which protons the electrons of {@code electrodynamics} find, and on which way. */
final class ElectrodynamicsCharts {

  private static final String SHARE = "learnedShare";

  private final Cells cells;
  private final SequencedMap<String, Cells> groups = new LinkedHashMap<>();
  private final List<String> notes;

  ElectrodynamicsCharts(Cells cells) {
    this.cells = cells;
    Bounded<Map.Entry<String, Cells>> shown =
        Bounded.evenly(
            List.copyOf(cells.groups("width", "teacherWidth").entrySet()), Bounded.GROUPS);
    shown.shown().forEach(entry -> groups.put(entry.getKey(), entry.getValue()));
    notes = List.of(shown.note("groups"));
  }

  List<Picture> pictures() {
    List<Picture> pictures = new ArrayList<>(List.of(success(), potentials()));
    new ElectronPaths(cells).picture().ifPresent(pictures::add);
    pictures.addAll(List.of(iterations(), hittingTimes(), equivalence()));
    return pictures;
  }

  private Chart success() {
    List<Series> series = new ArrayList<>();
    groups.forEach((name, group) ->
        series.add(
            Lines.shares(
                named(name),
                series.size(),
                group.along(ElectrodynamicsCharts::protons),
                c -> c.outcome().number(SHARE) == 1)));
    return Chart.of(
            "success",
            "Success over the number of protons",
            "Share of the seeds in which every proton is learned, with its exact 95 % interval.",
            Axis.count("protons k"),
            Axis.linear("share of runs", ""),
            series)
        .noting(notes);
  }

  /** k; as many as electrons where the study does not say. */
  private static double protons(Finished cell) {
    double named = Cells.setting("teacherWidth").applyAsDouble(cell);
    return Double.isNaN(named) ? Cells.setting("width").applyAsDouble(cell) : named;
  }

  private Chart potentials() {
    SequencedMap<String, Series> byPotential = new LinkedHashMap<>();
    String label = "";
    for (Finished cell : cells.list()) {
      if (cell.outcome().metrics().get("potential") instanceof Map<?, ?> profile) {
        String name = Cells.text(cell, "potential");
        label = String.valueOf(profile.get("over"));
        byPotential.computeIfAbsent(
            name, _ -> new Series(name, Form.LINE, byPotential.size(), points(profile)));
      }
    }
    Bounded<Series> shown = Bounded.evenly(List.copyOf(byPotential.values()), Bounded.GROUPS);
    return Chart.of(
            "potentials",
            "Potentials",
            "Φ of two neurons over their " + label + ": the energy an electron feels by a proton.",
            Axis.linear(label, label.equals("angle") ? "radians" : ""),
            Axis.linear("Φ", ""),
            shown.shown())
        .noting(List.of(shown.note("potentials")));
  }

  private static List<Point> points(Map<?, ?> profile) {
    List<Point> points = new ArrayList<>();
    if (profile.get("at") instanceof List<?> at && profile.get("value") instanceof List<?> value) {
      for (int i = 0; i < at.size(); i++) {
        points.add(Point.at(number(at.get(i)), number(value.get(i))));
      }
    }
    return points;
  }

  static double number(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  private Chart iterations() {
    List<Series> series = new ArrayList<>();
    groups.forEach((name, group) ->
        series.add(
            Lines.medians(
                named(name),
                series.size(),
                group.where(c -> c.outcome().flag("converged")).along("width"),
                Cells.metric("iterations"))));
    boolean several = series.stream().anyMatch(s -> s.points().size() > 1);
    return Chart.of(
            "iterations",
            "Steps over the number of electrons",
            "Median over the runs that converged, with quartiles.",
            Axis.log2("electrons K", ""),
            Axis.fitting("steps", "steps", series),
            several ? series : List.of())
        .noting(notes);
  }

  private Chart hittingTimes() {
    List<Series> series = new ArrayList<>();
    Bounded<Finished> shown =
        Bounded.evenly(
            cells.where(c -> c.outcome().number("hittingTime") > 0).list(), Bounded.POINTS);
    new Cells(shown.shown())
        .groups("width", "teacherWidth", "inputDim")
        .forEach((name, group) ->
            series.add(
                new Series(
                    named(name),
                    Form.POINTS,
                    series.size(),
                    group.list().stream().map(ElectrodynamicsCharts::hit).toList())));
    series.add(Lines.diagonal("as predicted", series));
    return Chart.of(
            "hitting-time",
            "Time to reach the proton against its prediction",
            "One point a run of one electron and one proton. On the dashed line it reaches an"
                + " overlap of 0.9 when the gradient flow does.",
            Axis.log("time of the flow", ""),
            Axis.log("time measured", ""),
            series)
        .noting(List.of(shown.note("points")));
  }

  private static Point hit(Finished cell) {
    return Point.at(
        cell.outcome().number("predictedHittingTime"),
        cell.outcome().number("hittingTime"),
        Cells.name(cell));
  }

  /** The error of the sampled gradient over the number of samples. */
  private Chart equivalence() {
    List<Series> series = new ArrayList<>();
    groups.forEach((name, group) -> {
      SortedMap<Double, List<Double>> errors = new TreeMap<>();
      for (Finished cell : group.list()) {
        for (Map<String, Object> entry : cell.outcome().list("gradientErrors")) {
          errors
              .computeIfAbsent(number(entry.get("samples")), _ -> new ArrayList<>())
              .add(number(entry.get("error")));
        }
      }
      List<Point> points = new ArrayList<>();
      errors.forEach((samples, all) ->
          points.add(Quartiles.of(all.stream().mapToDouble(v -> v).toArray()).at(samples)));
      Series medians = new Series(named(name), Form.LINE, series.size() / 2, points);
      series.add(medians);
      series.add(Lines.power(named(name) + ", slope −1/2", series.size() / 2, medians, -0.5));
    });
    return Chart.of(
            "equivalence",
            "The sampled gradient tends to the force",
            "|sampled gradient − force| at the start, median and quartiles. Dashed: slope −1/2.",
            Axis.log2("samples N", ""),
            Axis.log("|gradient − force|", ""),
            series)
        .noting(notes);
  }

  private static String named(String group) {
    return group.isEmpty() ? "all" : group;
  }
}
