package io.github.widthbench.report.chart;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.report.chart.Series.Form;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** How the neurons of {@code condensation} turn into few directions, and when. */
final class CondensationCharts {

  private static final String MAP = "cosineMap";
  private static final String SCALE = "initialization.scaled";
  private static final ToDoubleFunction<Finished> DEPTH = Cells.setting("depth");

  private final Cells cells;

  CondensationCharts(Cells cells) {
    this.cells = cells;
  }

  List<Picture> pictures() {
    List<Picture> pictures = new ArrayList<>(cosines());
    pictures.addAll(List.of(escapes(), alignment(), effectiveRank()));
    return pictures;
  }

  /** Before and after, of the deepest and widest network from the smallest start. */
  private List<HeatMap> cosines() {
    Cells mapped = cells.where(c -> c.outcome().curve().stream().anyMatch(p -> p.containsKey(MAP)));
    if (mapped.isEmpty()) {
      return List.of();
    }
    Finished cell =
        mapped.largest(c ->
            1e6 * Cells.setting("width").applyAsDouble(c)
                + 1e3 * DEPTH.applyAsDouble(c)
                - Cells.setting(SCALE).applyAsDouble(c));
    List<? extends Map<String, Object>> looks =
        cell.outcome().curve().stream().filter(p -> p.containsKey(MAP)).toList();
    Map<String, Object> after =
        looks.stream()
            .filter(p -> p.get("events") instanceof List<?> events && events.contains("escape"))
            .<Map<String, Object>>map(p -> p)
            .findFirst()
            .orElse(looks.getLast());
    return List.of(
        cosines("cosines-before", "Cosines between neurons, before", cell, looks.getFirst()),
        cosines("cosines-after", "Cosines between neurons, after condensation", cell, after));
  }

  private static HeatMap cosines(
      String id, String title, Finished cell, Map<String, Object> point) {
    List<List<Double>> values =
        list(point.get(MAP)).stream()
            .map(row -> list(row).stream().map(CondensationCharts::number).toList())
            .toList();
    List<String> neurons =
        IntStream.rangeClosed(1, values.size()).mapToObj(String::valueOf).toList();
    return new HeatMap(
        id,
        title,
        "cos(w_i, w_j) of the input weights, sorted by their angle with the target direction:"
            + " blocks of ±1 once neurons share a few directions.",
        "neuron",
        "neuron",
        neurons,
        neurons,
        values,
        "cosine",
        HeatMap.Range.COSINE,
        Set.of(),
        List.of("the run: " + Cells.name(cell) + "; t = " + Numbers.text(point.get("t"))));
  }

  /** When the plateau was left, each with the interval that was certified from the start alone. */
  private Chart escapes() {
    Cells known =
        cells.where(c ->
            c.outcome().number("escapeTime") > 0
                && c.outcome().number("blowUpLower") > 0
                && Double.isFinite(c.outcome().number("blowUpUpper")));
    Bounded<Finished> shown = Bounded.evenly(known.list(), Bounded.POINTS);
    List<Series> series = new ArrayList<>();
    for (var depth : new Cells(shown.shown()).along(DEPTH).entrySet()) {
      String name = "depth " + Numbers.decimal(depth.getKey());
      series.add(
          new Series(
              name,
              Form.POINTS,
              series.size(),
              depth.getValue().list().stream().map(CondensationCharts::escape).toList()));
    }
    series.add(Lines.diagonal("in the middle", series));
    return Chart.of(
            "escape",
            "Escape from the plateau",
            "One point a network, over the middle of the certified interval for the blow-up, which"
                + " its whisker shows.",
            Axis.log("middle of the certified interval", ""),
            Axis.log("escape time", ""),
            series)
        .noting(List.of(shown.note("points")));
  }

  private static Point escape(Finished cell) {
    double low = cell.outcome().number("blowUpLower");
    double high = cell.outcome().number("blowUpUpper");
    return new Point(
        Math.sqrt(low * high), cell.outcome().number("escapeTime"), low, high, Cells.name(cell));
  }

  private Chart alignment() {
    Bounded<Map.Entry<String, Cells>> groups =
        Bounded.evenly(List.copyOf(cells.groups(SCALE, "width").entrySet()), Bounded.GROUPS);
    List<Series> series = new ArrayList<>();
    groups
        .shown()
        .forEach(group ->
            series.add(
                Lines.medians(
                    group.getKey().isEmpty() ? "median" : group.getKey(),
                    series.size(),
                    group.getValue().along(SCALE),
                    Cells.metric("alignment"))));
    return Chart.of(
            "alignment",
            "Alignment over the scale of the start",
            "The smaller the start, the more the neurons point along one direction when the plateau"
                + " ends. Median over widths and seeds with quartiles.",
            Axis.log("scale of the start", ""),
            Axis.linear("alignment", ""),
            series)
        .noting(List.of(groups.note("groups")));
  }

  private Chart effectiveRank() {
    Cells ranked =
        cells.where(
            c -> c.outcome().curve().stream().anyMatch(p -> p.containsKey("effectiveRank")));
    Bounded<Finished> shown = Bounded.evenly(ranked.list(), Bounded.CURVES);
    SequencedMap<String, Integer> colours = new LinkedHashMap<>();
    List<Series> series = new ArrayList<>();
    for (Finished cell : shown.shown()) {
      String name = Cells.text(cell, "model") + ", depth " + Cells.text(cell, "depth");
      int next = colours.size();
      int colour = colours.computeIfAbsent(name, _ -> next);
      boolean timed = cell.outcome().curve().getLast().containsKey("time");
      List<Point> points =
          Cells.curve(cell, timed ? "time" : "t", "effectiveRank").stream()
              .filter(p -> p.x() > 0)
              .toList();
      series.add(new Series(name, Form.CURVE, colour, points));
    }
    return Chart.of(
            "effective-rank",
            "Effective rank over time",
            "One line a network: the matrix between falls to few directions before it grows.",
            Axis.log("time", ""),
            Axis.linear("effective rank", ""),
            series)
        .noting(List.of(shown.note("curves")));
  }

  private static List<?> list(@Nullable Object value) {
    return value instanceof List<?> list ? list : List.of();
  }

  private static double number(@Nullable Object value) {
    return value instanceof Number number ? number.doubleValue() : Double.NaN;
  }
}
