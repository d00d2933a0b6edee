package io.github.widthbench.scaling;

import io.github.widthbench.experiment.PowerLaw;
import io.github.widthbench.experiment.Verdict.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What iterations do when one axis changes and the others stay: for a number the mean slope of log
 * iterations over its logarithm, for a word the ratio to the study's first. One value a seed, the
 * mean over the settings of the other axes; cells that did not converge are left out.
 */
final class Sensitivities {

  private static final double ALPHA = 0.05;

  private static final Map<String, String> HEADINGS =
      Map.of(
          "axis", "axis",
          "change", "change",
          "factor", "iterations times",
          "factorLow", "95 % from",
          "factorHigh", "to",
          "elasticity", "elasticity",
          "seeds", "seeds");

  private final List<Trial> trials;

  private Sensitivities(List<Trial> trials) {
    this.trials =
        trials.stream().filter(trial -> trial.iterations() > 0 && trial.converged()).toList();
  }

  static Section of(List<Trial> trials) {
    return Section.of(
        "sensitivity",
        "What iterations do when one thing changes",
        "From the axes of this study, all else equal: the factor on the iterations when a number doubles"
            + " (2 to the power of the elasticity, the mean slope over the whole axis) or a word takes the"
            + " place of the first. One value a seed; without an interval there is one seed only.",
        new Sensitivities(trials).rows(),
        HEADINGS);
  }

  private List<SequencedMap<String, Object>> rows() {
    List<SequencedMap<String, Object>> rows = new ArrayList<>();
    List<String> axes =
        trials.stream().flatMap(trial -> trial.setting().keySet().stream()).distinct().toList();
    for (String axis : axes) {
      List<Object> values = values(axis);
      if (values.size() > 1 && AxisValue.arePositive(values)) {
        row(axis, "doubled", slopes(axis), true, rows);
      } else {
        for (Object value : values.subList(Math.min(1, values.size()), values.size())) {
          row(
              axis,
              values.getFirst() + " to " + value,
              ratios(axis, values.getFirst(), value),
              false,
              rows);
        }
      }
    }
    return rows;
  }

  /** Adds a row; {@code exponents} are logarithms to the base 2 of factors, by seed. */
  private static void row(
      String axis,
      String change,
      Map<Object, List<Double>> exponents,
      boolean isElasticity,
      List<SequencedMap<String, Object>> rows) {
    List<Double> means =
        exponents.values().stream()
            .map(of -> of.stream().mapToDouble(Double::doubleValue).average().orElseThrow())
            .toList();
    PowerLaw.ofSlopes(means)
        .ifPresent(law -> {
          SequencedMap<String, Object> row = new LinkedHashMap<>();
          Interval interval = law.interval(ALPHA);
          row.put("axis", axis);
          row.put("change", change);
          row.put("factor", Math.pow(2, law.exponent()));
          row.put("factorLow", Math.pow(2, interval.low()));
          row.put("factorHigh", Math.pow(2, interval.high()));
          if (isElasticity) {
            row.put("elasticity", law.exponent());
          }
          row.put("seeds", law.slopes());
          rows.add(row);
        });
  }

  private List<Object> values(String axis) {
    return trials.stream()
        .map(trial -> trial.finished().cell().coordinates().get(axis))
        .map(value -> value == null ? "" : value)
        .distinct()
        .toList();
  }

  /** Slopes over {@code axis} in every setting of the others, by seed. */
  private Map<Object, List<Double>> slopes(String axis) {
    Map<Object, List<Double>> slopes = new LinkedHashMap<>();
    others(axis)
        .values()
        .forEach(same -> {
          SortedMap<Double, Double> iterations = new TreeMap<>();
          same.forEach(trial ->
              iterations.put(
                  AxisValue.number(value(trial, axis)).orElseThrow(), trial.iterations()));
          if (iterations.size() > 1) {
            add(slopes, same.getFirst(), PowerLaw.slope(iterations));
          }
        });
    return slopes;
  }

  private Map<Object, List<Double>> ratios(String axis, Object first, Object other) {
    Map<Object, List<Double>> ratios = new LinkedHashMap<>();
    others(axis)
        .values()
        .forEach(same -> {
          Map<Object, Double> iterations = new LinkedHashMap<>();
          same.forEach(trial -> iterations.put(value(trial, axis), trial.iterations()));
          Double from = iterations.get(first);
          Double to = iterations.get(other);
          if (from != null && to != null) {
            add(ratios, same.getFirst(), Math.log(to / from) / Math.log(2));
          }
        });
    return ratios;
  }

  private static void add(Map<Object, List<Double>> bySeed, Trial trial, double value) {
    bySeed.computeIfAbsent(trial.seed(), _ -> new ArrayList<>()).add(value);
  }

  private static Object value(Trial trial, String axis) {
    Object value = trial.finished().cell().coordinates().get(axis);
    return value == null ? "" : value;
  }

  /** Trials that differ in {@code axis} only. */
  private Map<Object, List<Trial>> others(String axis) {
    return trials.stream()
        .collect(
            Collectors.groupingBy(
                trial -> trial.without(List.of(axis)), LinkedHashMap::new, Collectors.toList()));
  }
}
