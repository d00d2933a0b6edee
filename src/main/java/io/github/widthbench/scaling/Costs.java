package io.github.widthbench.scaling;

import io.github.widthbench.experiment.Fraction;
import io.github.widthbench.experiment.Quantiles;
import io.github.widthbench.experiment.Verdict.Interval;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** What each width costs, how often it converges, and which one is the cheapest. */
final class Costs {

  /** Share of seeds that a width must bring to the tolerance. */
  static final double ENOUGH = 0.95;

  private static final double ALPHA = 0.05;

  private static final Map<String, String> HEADINGS =
      Map.ofEntries(
          Map.entry("width", "width m"),
          Map.entry("converged", "converged"),
          Map.entry("convergedLow", "95 % from"),
          Map.entry("convergedHigh", "to"),
          Map.entry("stepSeconds", "seconds a step"),
          Map.entry("secondsToTolerance", "seconds to tolerance"),
          Map.entry("joulesToTolerance", "joules to tolerance"),
          Map.entry("lambdaMin", "λmin"));

  private final List<Line> lines;

  Costs(List<Trial> trials) {
    SequencedMap<SequencedMap<String, Object>, List<Trial>> rows =
        trials.stream()
            .filter(trial -> trial.width() > 0)
            .collect(
                Collectors.groupingBy(
                    trial -> key(trial), LinkedHashMap::new, Collectors.toList()));
    lines = rows.entrySet().stream().map(row -> new Line(row.getKey(), row.getValue())).toList();
  }

  private static SequencedMap<String, Object> key(Trial trial) {
    SequencedMap<String, Object> key = trial.setting(Trial.WIDTH);
    key.put(Trial.WIDTH, trial.width());
    return key;
  }

  /** Trials of one setting and width. */
  private record Line(SequencedMap<String, Object> key, List<Trial> trials) {

    int converged() {
      return (int) trials.stream().filter(Trial::converged).count();
    }

    double median(ToDoubleFunction<Trial> number) {
      return Quantiles.of(trials.stream().mapToDouble(number).toArray()).median();
    }

    boolean isEnough() {
      return converged() >= ENOUGH * trials.size();
    }

    SequencedMap<String, Object> setting() {
      SequencedMap<String, Object> setting = new LinkedHashMap<>(key);
      setting.remove(Trial.WIDTH);
      return setting;
    }

    void putShare(SequencedMap<String, Object> row) {
      Interval share = Fraction.clopperPearson(converged(), trials.size(), ALPHA);
      row.put("converged", converged() + " of " + trials.size());
      row.put("convergedLow", share.low());
      row.put("convergedHigh", share.high());
    }

    SequencedMap<String, Object> plain() {
      SequencedMap<String, Object> row = new LinkedHashMap<>(key);
      putShare(row);
      row.put("iterations", median(Trial::iterations));
      double lambda = median(trial -> trial.metric("lambdaMin"));
      if (Double.isFinite(lambda)) {
        row.put("lambdaMin", lambda);
      }
      row.put("stepSeconds", median(Trial::stepSeconds));
      putCost(row);
      return row;
    }

    /** Seconds, and joules where every trial tells them: a median of some would favour those. */
    void putCost(SequencedMap<String, Object> row) {
      row.put("secondsToTolerance", median(Trial::secondsToTolerance));
      if (trials.stream().noneMatch(trial -> Double.isNaN(trial.timing().joules()))) {
        row.put("joulesToTolerance", median(Trial::joulesToTolerance));
      }
    }
  }

  Section widths() {
    return Section.of(
        "widths",
        "What each width costs",
        "Medians over the seeds; a seed that did not converge counts as one that takes for ever. Seconds"
            + " are those of a cell, its share of its batch, spectra and judgement included: they depend"
            + " on the machine. "
            + JoulesText.of(lines.stream().flatMap(line -> line.trials().stream()).toList()),
        lines.stream().map(Line::plain).toList(),
        HEADINGS);
  }

  Section cheapest() {
    List<SequencedMap<String, Object>> rows = new ArrayList<>();
    lines.stream()
        .collect(Collectors.groupingBy(Line::setting, LinkedHashMap::new, Collectors.toList()))
        .forEach((setting, same) -> rows.add(cheapest(setting, same)));
    return Section.of(
        "cheapest",
        "The cheapest width",
        "Of the widths at which at least 95 % of the seeds converge, the one with the least median seconds"
            + " to tolerance; with the exact binomial interval of its share.",
        rows,
        HEADINGS);
  }

  private static SequencedMap<String, Object> cheapest(
      SequencedMap<String, Object> setting, List<Line> lines) {
    SequencedMap<String, Object> row = new LinkedHashMap<>(setting);
    Optional<Line> best =
        lines.stream()
            .filter(Line::isEnough)
            .min(Comparator.comparingDouble(line -> line.median(Trial::secondsToTolerance)));
    row.put("width", best.<Object>map(line -> line.key().get(Trial.WIDTH)).orElse("none"));
    best.ifPresent(line -> {
      line.putShare(row);
      line.putCost(row);
    });
    return row;
  }
}
