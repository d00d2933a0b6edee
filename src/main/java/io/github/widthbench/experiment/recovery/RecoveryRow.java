package io.github.widthbench.experiment.recovery;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Fraction;
import io.github.widthbench.experiment.Verdict.Interval;
import io.github.widthbench.experiment.Verdict.Says;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * The replicates of one setting: a row of the table.
 *
 * @param shared the values of the axes that are not replicated
 * @param width m
 */
record RecoveryRow(SequencedMap<String, Object> shared, int width, List<Finished> cells) {
  private static final double SURE = 0.95;

  /** The row by column keys. */
  SequencedMap<String, Object> plain() {
    SequencedMap<String, Object> row = new LinkedHashMap<>();
    row.put("width", width);
    row.putAll(shared);
    row.put("cells", cells.size());
    row.put("converged", count("converged"));
    row.put("iterations", iterations());
    int recovered = count("recovered");
    double share = (double) recovered / cells.size();
    Interval interval = Fraction.clopperPearson(recovered, cells.size(), 1 - SURE);
    row.put("recoveredShare", share);
    row.put("recoveredLow", interval.low());
    row.put("recoveredHigh", interval.high());
    row.put("restarts", restarts(share));
    row.put("rateClass", mostFrequentClass());
    row.put("rateRatio", median(cells.stream().mapToDouble(RecoveryRow::ratio).toArray()));
    row.put("slope", median("slope"));
    row.put("rank", median("rank"));
    row.put("testRms", median("testRms"));
    for (Says says : Says.values()) {
      row.put(says.label(), verdicts(says));
    }
    return row;
  }

  /** Independent starts after which one has recovered with probability 0.95; ∞ where none did. */
  static double restarts(double share) {
    if (share >= SURE) {
      return 1;
    }
    return share == 0
        ? Double.POSITIVE_INFINITY
        : Math.ceil(StrictMath.log1p(-SURE) / StrictMath.log1p(-share));
  }

  /** Median of the steps, where a run that did not converge needs more than it was given. */
  private double iterations() {
    return median(
        cells.stream()
            .mapToDouble(c -> c.outcome().number("iterations"))
            .map(v -> Double.isNaN(v) ? Double.POSITIVE_INFINITY : v)
            .toArray());
  }

  private static double ratio(Finished cell) {
    return cell.outcome().flag("converged")
            && "exponential".equals(cell.outcome().metrics().get("rateClass"))
        ? cell.outcome().number("rate") / cell.outcome().number("ratePredicted")
        : Double.NaN;
  }

  private String mostFrequentClass() {
    return cells.stream()
        .map(c -> String.valueOf(c.outcome().metrics().get("rateClass")))
        .collect(Collectors.groupingBy(label -> label, Collectors.counting()))
        .entrySet()
        .stream()
        .max(
            Map.Entry.<String, Long>comparingByValue()
                .thenComparing(Map.Entry::getKey, Comparator.reverseOrder()))
        .map(Map.Entry::getKey)
        .orElse("none");
  }

  private double median(String metric) {
    return median(cells.stream().mapToDouble(c -> c.outcome().number(metric)).toArray());
  }

  private static double median(double[] values) {
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    int half = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 || sorted[half] == sorted[half - 1]
        ? sorted[half]
        : (sorted[half - 1] + sorted[half]) / 2;
  }

  private int count(String flag) {
    return (int) cells.stream().filter(c -> c.outcome().flag(flag)).count();
  }

  private int verdicts(Says says) {
    return (int)
        cells.stream()
            .flatMap(c -> c.outcome().verdicts().stream())
            .filter(v -> v.says() == says)
            .count();
  }
}
