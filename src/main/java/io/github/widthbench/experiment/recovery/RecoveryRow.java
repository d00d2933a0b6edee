package io.github.widthbench.experiment.recovery;

import io.github.widthbench.experiment.Fraction;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Replicates;
import io.github.widthbench.experiment.Verdict.Interval;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * The replicates of one setting: a row of the table.
 *
 * @param shared the values of the axes that are not replicated
 * @param width m
 */
record RecoveryRow(SequencedMap<String, Object> shared, int width, Replicates replicates) {
  private static final double SURE = 0.95;

  /** The row by column keys. */
  SequencedMap<String, Object> plain() {
    SequencedMap<String, Object> row = new LinkedHashMap<>();
    row.put("width", width);
    row.putAll(shared);
    replicates.putConverged(row);
    replicates.putIterations(row);
    int recovered = replicates.count(outcome -> outcome.flag("recovered"));
    double share = (double) recovered / replicates.size();
    Interval interval = Fraction.clopperPearson(recovered, replicates.size(), 1 - SURE);
    row.put("recoveredShare", share);
    row.put("recoveredLow", interval.low());
    row.put("recoveredHigh", interval.high());
    row.put("restarts", restarts(share));
    row.put("rateClass", mostFrequentClass());
    row.put("rateRatio", replicates.quantiles(RecoveryRow::ratio).median());
    row.put("slope", replicates.median("slope"));
    row.put("rank", replicates.median("rank"));
    row.put("testRms", replicates.median("testRms"));
    replicates.putVerdicts(row);
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

  private static double ratio(Outcome outcome) {
    return outcome.flag("converged") && "exponential".equals(outcome.metrics().get("rateClass"))
        ? outcome.number("rate") / outcome.number("ratePredicted")
        : Double.NaN;
  }

  private String mostFrequentClass() {
    return replicates.cells().stream()
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
}
