package io.github.widthbench.report.chart;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** How training and the Gram matrix of {@code exponential} depend on the width. */
final class ExponentialCharts {

  private static final String WIDTH = "width";
  private static final String INFINITE = "lambdaMinInfinite";

  /** Curves are shown of so many groups. */
  private static final int LOSS_GROUPS = 2;

  private final List<Verdict> verdicts;
  private final SequencedMap<String, Cells> groups = new LinkedHashMap<>();
  private final List<String> notes = new ArrayList<>();

  ExponentialCharts(Cells cells, List<Verdict> verdicts) {
    this.verdicts = verdicts;
    Bounded<Map.Entry<String, Cells>> shown =
        Bounded.evenly(List.copyOf(cells.groups(WIDTH).entrySet()), Bounded.GROUPS);
    shown.shown().forEach(entry -> groups.put(entry.getKey(), entry.getValue()));
    notes.add(shown.note("groups"));
  }

  List<Picture> pictures() {
    List<Picture> pictures =
        new ArrayList<>(List.of(iterations(), lambda(), lambdaError(), gramDistance()));
    groups.entrySet().stream().limit(LOSS_GROUPS).forEach(group -> pictures.add(loss(group)));
    pictures.add(
        law(
            "movement",
            "How far the farthest neuron moves",
            "The wider the network, the less each neuron has to move: the lazy regime.",
            "max |w(T) − w(0)|",
            "maxMovement",
            "lazy-max-movement"));
    pictures.add(
        law(
            "drift",
            "How far training moves the Gram matrix",
            "|H(T) − H(0)| falls by a power of the width, so that wide networks train as linear"
                + " models do.",
            "|H(T) − H(0)|",
            "drift",
            "lazy-drift"));
    return pictures;
  }

  private Chart iterations() {
    List<Series> series = new ArrayList<>();
    each((name, colour, byWidth) -> {
      series.add(Lines.medians(name, colour, byWidth, ExponentialCharts::iterations));
      series.add(
          Lines.theory(
              named(name, "linear theory"), colour, byWidth, Cells.metric("predictedIterations")));
    });
    return Chart.of(
            "iterations",
            "Iterations over width",
            "Median over the seeds with quartiles. Dashed: the steps that the linear theory of"
                + " infinite width needs from the same start.",
            Axis.width("width m"),
            Axis.fitting("iterations", "steps", series),
            series)
        .noting(notes);
  }

  /** A network that did not converge needs more than it was given. */
  private static double iterations(Finished cell) {
    double steps = cell.outcome().number("iterations");
    return Double.isNaN(steps) ? Double.POSITIVE_INFINITY : steps;
  }

  private Chart lambda() {
    List<Series> series = new ArrayList<>();
    each((name, colour, byWidth) -> {
      series.add(Lines.medians(name, colour, byWidth, Cells.metric("lambdaMin")));
      Series limit =
          Lines.theory(named(name, "infinite width"), colour, byWidth, Cells.metric(INFINITE));
      if (series.stream().noneMatch(other -> other.points().equals(limit.points()))) {
        series.add(limit);
      }
    });
    return Chart.of(
            "lambda",
            "Smallest eigenvalue of the Gram matrix",
            "λmin(H(0)) at the start, median and quartiles, tends to λmin(H∞), dashed.",
            Axis.width("width m"),
            Axis.fitting("λmin", "", series),
            series)
        .noting(notes);
  }

  private Chart lambdaError() {
    List<Series> series = new ArrayList<>();
    List<String> slopes = new ArrayList<>(notes);
    each((name, colour, byWidth) -> {
      Series error =
          Lines.medians(
              name,
              colour,
              byWidth,
              c -> Math.abs(c.outcome().number("lambdaMin") - c.outcome().number(INFINITE)));
      double slope = Lines.slope(error);
      series.add(error);
      if (Double.isFinite(slope)) {
        series.add(Lines.power(named(name, "slope −1/2"), colour, error, -0.5));
        slopes.add("%s: fitted slope %s".formatted(name, slope(slope)));
      }
    });
    return Chart.of(
            "lambda-error",
            "How fast λmin concentrates",
            "|λmin(H(0)) − λmin(H∞)|, median and quartiles. Dashed: slope −1/2, as for means of"
                + " independent neurons.",
            Axis.width("width m"),
            Axis.log("|λmin(H) − λmin(H∞)|", ""),
            series)
        .noting(slopes);
  }

  private Chart gramDistance() {
    return law(
        "concentration",
        "How fast the Gram matrix concentrates",
        "|H(0) − H∞|, median and quartiles; the dashed power law has the slope that was fitted.",
        "|H(0) − H∞|",
        "gramDistance",
        "lazy-gram");
  }

  /** A quantity over the width beside the power law that the study fitted to it. */
  private Chart law(
      String id, String title, String reading, String label, String metric, String statement) {
    List<Series> series = new ArrayList<>();
    List<String> slopes = new ArrayList<>(notes);
    each((name, colour, byWidth) -> {
      Series medians = Lines.medians(name, colour, byWidth, Cells.metric(metric));
      series.add(medians);
      fitted(statement, name)
          .forEach(verdict -> {
            double slope = Objects.requireNonNull(verdict.estimate());
            String text = "slope " + slope(slope);
            series.add(Lines.power(named(name, text), colour, medians, slope));
            slopes.add("%s: %s, %s".formatted(name, text, verdict.says().label()));
          });
    });
    return Chart.of(id, title, reading, Axis.width("width m"), Axis.log(label, ""), series)
        .noting(slopes);
  }

  /** The verdict on a slope of one group; its group is written as {@code axis=value} pairs. */
  private List<Verdict> fitted(String statement, String group) {
    return verdicts.stream()
        .filter(v -> v.statement().equals("exponential." + statement) && v.estimate() != null)
        .filter(v -> groups.size() == 1 || String.valueOf(v.group()).endsWith("=" + group))
        .limit(1)
        .toList();
  }

  /** Loss over the start's, so that one bound holds for all of them. */
  private Chart loss(Map.Entry<String, Cells> group) {
    Cells cells = group.getValue();
    List<Series> series = new ArrayList<>(LossCurves.byWidth(cells, ExponentialCharts::relative));
    series.addAll(bounds(cells));
    String title = "Loss against the bound" + (groups.size() > 1 ? ", " + group.getKey() : "");
    return Chart.of(
            "loss-" + List.copyOf(groups.keySet()).indexOf(group.getKey()),
            title,
            "Loss over that at the start, one line a network, coloured by its width. Dashed: the bound (1 − κλ/2)^t of exponential.rate.",
            Axis.linear("t", "steps"),
            Axis.log("loss(t) / loss(0)", ""),
            series)
        .ramped()
        .noting(List.of(Bounded.evenly(cells.list(), Bounded.CURVES).note("curves")));
  }

  private static List<Point> relative(Finished cell) {
    List<Point> curve = Cells.curve(cell, "t", "loss");
    return curve.stream().map(p -> Point.at(p.x(), p.y() / curve.getFirst().y())).toList();
  }

  /** One dashed line for each rate; κ = c/λmax(H∞) is known where the step is scaled. */
  private static List<Series> bounds(Cells cells) {
    ToDoubleFunction<Finished> scale = Cells.setting("learningRate.scaled");
    SortedMap<Double, Double> steps = new TreeMap<>();
    for (Finished cell : cells.list()) {
      double rate =
          scale.applyAsDouble(cell)
              * cell.outcome().number(INFINITE)
              / cell.outcome().number("lambdaMaxInfinite");
      double last = cell.outcome().number("iterations");
      if (rate > 0 && rate < 1 && last > 0) {
        steps.merge(rate, last, Math::max);
      }
    }
    List<Series> bounds = new ArrayList<>();
    steps.forEach((rate, last) ->
        bounds.add(
            Lines.line("bound", 0, 1, last, StrictMath.exp(last * StrictMath.log1p(-rate / 2)))));
    return bounds;
  }

  @FunctionalInterface
  private interface OfGroup {
    void add(String name, int colour, SortedMap<Double, Cells> byWidth);
  }

  private void each(OfGroup adding) {
    int colour = 0;
    for (Map.Entry<String, Cells> group : groups.entrySet()) {
      String name = group.getKey().isEmpty() ? "median" : group.getKey();
      adding.add(name, colour++, group.getValue().along(WIDTH));
    }
  }

  private static String slope(double value) {
    return String.format(Locale.ROOT, "%.3f", value).replace('-', '−');
  }

  private String named(String group, String what) {
    return groups.size() > 1 ? group + ", " + what : what;
  }
}
