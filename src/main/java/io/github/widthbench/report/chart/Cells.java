package io.github.widthbench.report.chart;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Replicates;
import io.github.widthbench.study.Settings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Cells of one study that ended well, as charts look at them. */
record Cells(List<Finished> list) {

  static Cells ok(List<Finished> finished) {
    return new Cells(
        finished.stream().filter(c -> c.outcome().status() == Outcome.Status.OK).toList());
  }

  /**
   * Cells by the values of all axes but seeds and {@code along}, in study order.
   *
   * @return by a name for people, empty where nothing else varies
   */
  SequencedMap<String, Cells> groups(String... along) {
    Set<String> within = Set.of(along);
    List<String> axes =
        list.stream()
            .flatMap(c -> c.cell().coordinates().keySet().stream())
            .distinct()
            .filter(axis -> !Replicates.SEEDS.contains(axis) && !within.contains(axis))
            .toList();
    SequencedMap<String, List<Finished>> groups = new LinkedHashMap<>();
    for (Finished cell : list) {
      Map<String, Object> at = cell.cell().coordinates();
      String name = axes.stream().map(axis -> named(axis, at)).collect(Collectors.joining(", "));
      groups.computeIfAbsent(name, _ -> new ArrayList<>()).add(cell);
    }
    SequencedMap<String, Cells> named = new LinkedHashMap<>();
    groups.forEach((name, cells) -> named.put(name, new Cells(cells)));
    return named;
  }

  /** Cells by a value, in its order; those without it are left out. */
  SortedMap<Double, Cells> along(ToDoubleFunction<Finished> value) {
    return list.stream()
        .filter(c -> Double.isFinite(value.applyAsDouble(c)))
        .collect(
            Collectors.groupingBy(
                value::applyAsDouble,
                TreeMap::new,
                Collectors.collectingAndThen(Collectors.toList(), Cells::new)));
  }

  /** Cells by the number at a path of their settings. */
  SortedMap<Double, Cells> along(String path) {
    return along(setting(path));
  }

  double[] values(ToDoubleFunction<Finished> value) {
    return list.stream().mapToDouble(value).toArray();
  }

  Cells where(Predicate<Finished> condition) {
    return new Cells(list.stream().filter(condition).toList());
  }

  int count(String flag) {
    return (int) list.stream().filter(c -> c.outcome().flag(flag)).count();
  }

  /** The cell with the largest value; there must be one. */
  Finished largest(ToDoubleFunction<Finished> value) {
    return list.stream().max(Comparator.comparingDouble(value)).orElseThrow();
  }

  boolean isEmpty() {
    return list.isEmpty();
  }

  /** A metric of the outcome, NaN where absent. */
  static ToDoubleFunction<Finished> metric(String name) {
    return cell -> cell.outcome().number(name);
  }

  /** A number of the settings, NaN where absent. */
  static ToDoubleFunction<Finished> setting(String path) {
    return cell -> {
      Settings settings = cell.cell().settings();
      return settings.find(path).map(node -> node.plain()).orElse(null) instanceof Number number
          ? number.doubleValue()
          : Double.NaN;
    };
  }

  /** Which cell it is, for people. */
  static String name(Finished cell) {
    Map<String, Object> at = cell.cell().coordinates();
    return at.keySet().stream().map(axis -> named(axis, at)).collect(Collectors.joining(", "));
  }

  /** The value of one axis or field of the settings, for people. */
  static String text(Finished cell, String path) {
    return Numbers.text(cell.cell().settings().find(path).map(node -> node.plain()).orElse(null));
  }

  /** Points of a curve, by two of its fields; those that lack one are left out. */
  static List<Point> curve(Finished cell, String x, String y) {
    List<Point> points = new ArrayList<>();
    for (Map<String, Object> point : cell.outcome().curve()) {
      if (point.get(x) instanceof Number at && point.get(y) instanceof Number value) {
        points.add(Point.at(at.doubleValue(), value.doubleValue()));
      }
    }
    return points;
  }

  private static String named(String axis, Map<String, Object> coordinates) {
    Object value = coordinates.get(axis);
    String last = axis.substring(axis.lastIndexOf('.') + 1);
    return value instanceof String || value instanceof Map<?, ?>
        ? Numbers.text(value)
        : last + " " + Numbers.text(value);
  }
}
