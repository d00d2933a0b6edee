package io.github.widthbench.experiment.condensation;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Verdict.Says;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The replicates of one width in one group of a study: a row of its table. */
record Row(SequencedMap<String, Object> group, int width, List<Finished> cells) {

  /** Medians that a row shows where its cells have them, in this order. */
  private static final List<String> MEDIANS =
      List.of(
          "escapeTime",
          "escapeRatio",
          "alignment",
          "effectiveRank",
          "effectiveNeurons",
          "testError",
          "mergedParameters",
          "mergedError");

  /** The row by column keys. */
  SequencedMap<String, Object> plain() {
    SequencedMap<String, Object> row = new LinkedHashMap<>(group);
    row.put("width", width);
    row.put("cells", cells.size());
    row.put("converged", cells.stream().filter(c -> c.outcome().flag("converged")).count());
    row.put("iterations", quantile("iterations", 0.5, Double.POSITIVE_INFINITY));
    row.put("iterationsLow", quantile("iterations", 0.25, Double.POSITIVE_INFINITY));
    row.put("iterationsHigh", quantile("iterations", 0.75, Double.POSITIVE_INFINITY));
    row.put("blowUp", median("blowUpLower"));
    for (String metric : MEDIANS) {
      double median = median(metric);
      if (!Double.isNaN(median)) {
        row.put(metric, median);
      }
    }
    for (Says says : Says.values()) {
      row.put(says.label(), count(says));
    }
    return row;
  }

  double median(String metric) {
    return quantile(metric, 0.5, Double.NaN);
  }

  private long count(Says says) {
    return cells.stream()
        .flatMap(c -> c.outcome().verdicts().stream())
        .filter(verdict -> verdict.says() == says)
        .count();
  }

  /**
   * Linear interpolation between order statistics.
   *
   * @param missing what a cell without the metric counts as; with NaN it is left out
   */
  private double quantile(String metric, double share, double missing) {
    double[] sorted =
        cells.stream()
            .mapToDouble(c -> c.outcome().number(metric))
            .map(v -> Double.isNaN(v) ? missing : v)
            .filter(v -> !Double.isNaN(v))
            .sorted()
            .toArray();
    if (sorted.length == 0) {
      return Double.NaN;
    }
    double position = share * (sorted.length - 1);
    double below = sorted[(int) position];
    double above = sorted[(int) Math.ceil(position)];
    return below == above ? below : below + (position - (int) position) * (above - below);
  }
}
