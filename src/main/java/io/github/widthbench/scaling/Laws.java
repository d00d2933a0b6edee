package io.github.widthbench.scaling;

import io.github.widthbench.experiment.PowerLaw;
import io.github.widthbench.experiment.Verdict.Interval;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Exponents of what a study measures over its width, and of what it needs over its samples. */
final class Laws {

  private static final double ALPHA = 0.05;
  private static final int FEWEST = 3;
  private static final String SAMPLES = "data.sampleCount";

  private static final Map<String, String> HEADINGS =
      Map.of(
          "quantity", "quantity",
          "over", "over",
          "exponent", "exponent",
          "exponentLow", "95 % from",
          "exponentHigh", "to",
          "seeds", "seeds");

  private final List<Trial> trials;
  private final List<SequencedMap<String, Object>> rows = new ArrayList<>();

  private Laws(List<Trial> trials) {
    this.trials = trials;
  }

  static Section of(List<Trial> trials) {
    Laws laws = new Laws(trials.stream().filter(trial -> trial.width() > 0).toList());
    laws.add();
    return Section.of(
        "laws",
        "Exponents",
        "q ~ x^p by the mean slope of log q over log x, one slope a seed, with Student's interval. Times and"
            + " joules of the wider half of the widths only: below, a step costs what it costs to begin one. The"
            + " least width m* is that from which on all that were tried converge, the largest step that"
            + " up to which all do; seeds where the study does not show it are left out.",
        laws.rows,
        HEADINGS);
  }

  private void add() {
    overWidth("iterations", trials, Trial::iterations);
    overWidth("λmin", trials, trial -> trial.metric("lambdaMin"));
    List<Trial> wide = widerHalf();
    overWidth("seconds a step", wide, Trial::stepSeconds);
    overWidth("seconds to tolerance", wide, Trial::secondsToTolerance);
    overWidth("joules to tolerance", wide, Trial::joulesToTolerance);
    leastWidth();
    for (String axis : List.of("learningRate.scaled", "learningRate.value", "learningRate")) {
      largestStep(axis);
    }
  }

  private List<Trial> widerHalf() {
    List<Integer> widths = trials.stream().map(Trial::width).distinct().sorted().toList();
    return trials.stream().filter(trial -> trial.width() >= widths.get(widths.size() / 2)).toList();
  }

  private void overWidth(String quantity, List<Trial> of, ToDoubleFunction<Trial> value) {
    settings(of, Trial.WIDTH)
        .forEach((setting, same) -> {
          Map<Object, SortedMap<Integer, Double>> bySeed = new LinkedHashMap<>();
          for (Trial trial : same) {
            bySeed
                .computeIfAbsent(trial.seed(), _ -> new TreeMap<>())
                .put(trial.width(), value.applyAsDouble(trial));
          }
          row(quantity, Trial.WIDTH, setting, bySeed);
        });
  }

  /** m*(n). */
  private void leastWidth() {
    settings(trials, Trial.WIDTH, SAMPLES)
        .forEach((setting, same) -> {
          Map<Object, SortedMap<Integer, Double>> bySeed = new LinkedHashMap<>();
          bySeedAnd(same, SAMPLES)
              .forEach((key, widths) ->
                  key.along()
                      .ifPresent(n -> {
                        SortedMap<Double, Boolean> converged = new TreeMap<>();
                        widths.forEach(t -> converged.put((double) t.width(), t.converged()));
                        put(bySeed, key.seed(), n, Threshold.from(converged));
                      }));
          row("least width m*", SAMPLES, setting, bySeed);
        });
  }

  private void largestStep(String axis) {
    settings(trials, Trial.WIDTH, axis)
        .forEach((setting, same) -> {
          Map<Object, SortedMap<Integer, Double>> bySeed = new LinkedHashMap<>();
          bySeedAnd(same, Trial.WIDTH)
              .forEach((key, steps) ->
                  key.along()
                      .ifPresent(m -> {
                        SortedMap<Double, Boolean> converged = new TreeMap<>();
                        steps.forEach(
                            t -> number(t, axis).ifPresent(c -> converged.put(c, t.converged())));
                        put(bySeed, key.seed(), m, Threshold.upTo(converged));
                      }));
          row("largest step, " + axis, Trial.WIDTH, setting, bySeed);
        });
  }

  private record Key(Object seed, OptionalDouble along) {}

  private static Map<Key, List<Trial>> bySeedAnd(List<Trial> of, String axis) {
    return of.stream()
        .collect(
            Collectors.groupingBy(
                trial -> new Key(trial.seed(), number(trial, axis)),
                LinkedHashMap::new,
                Collectors.toList()));
  }

  private static OptionalDouble number(Trial trial, String axis) {
    Object value = trial.finished().cell().coordinates().get(axis);
    return value == null ? OptionalDouble.empty() : AxisValue.number(value);
  }

  private static void put(
      Map<Object, SortedMap<Integer, Double>> bySeed, Object seed, double x, OptionalDouble y) {
    y.ifPresent(value -> bySeed.computeIfAbsent(seed, _ -> new TreeMap<>()).put((int) x, value));
  }

  private static Map<SequencedMap<String, Object>, List<Trial>> settings(
      List<Trial> of, String... within) {
    return of.stream()
        .collect(
            Collectors.groupingBy(
                trial -> trial.setting(within), LinkedHashMap::new, Collectors.toList()));
  }

  private void row(
      String quantity,
      String over,
      SequencedMap<String, Object> setting,
      Map<Object, SortedMap<Integer, Double>> bySeed) {
    PowerLaw.of(bySeed, FEWEST)
        .ifPresent(law -> {
          SequencedMap<String, Object> row = new LinkedHashMap<>();
          Interval interval = law.interval(ALPHA);
          row.put("quantity", quantity);
          row.put("over", over);
          row.putAll(setting);
          row.put("exponent", law.exponent());
          row.put("exponentLow", interval.low());
          row.put("exponentHigh", interval.high());
          row.put("seeds", law.slopes());
          rows.add(row);
        });
  }
}
