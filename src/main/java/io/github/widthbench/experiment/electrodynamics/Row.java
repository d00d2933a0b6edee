package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Verdict.Says;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The replicates of one width in one group of a study: a row of its table. */
record Row(SequencedMap<String, Object> group, int width, List<Finished> cells) {

  int allLearned() {
    return (int) cells.stream().filter(c -> c.outcome().number("learnedShare") == 1).count();
  }

  /** Mean of a metric over the replicates. */
  double mean(String metric) {
    return cells.stream().mapToDouble(c -> c.outcome().number(metric)).average().orElse(Double.NaN);
  }

  /** The row by column keys. */
  SequencedMap<String, Object> plain() {
    SequencedMap<String, Object> row = new LinkedHashMap<>(group);
    row.put("width", width);
    row.put("cells", cells.size());
    row.put("converged", cells.stream().filter(c -> c.outcome().flag("converged")).count());
    row.put("iterations", quantile("iterations", 0.5, Double.POSITIVE_INFINITY));
    row.put("iterationsLow", quantile("iterations", 0.25, Double.POSITIVE_INFINITY));
    row.put("iterationsHigh", quantile("iterations", 0.75, Double.POSITIVE_INFINITY));
    row.put("learnedShare", mean("learnedShare"));
    row.put("allLearned", allLearned());
    row.put("finalLoss", quantile("finalLoss", 0.5, Double.NaN));
    for (StopPoint.Kind kind : StopPoint.Kind.values()) {
      row.put(kind.label(), stopped(kind));
    }
    row.put("antipodal", cells.stream().filter(c -> c.outcome().number("antipodal") > 0).count());
    if (cells.stream().anyMatch(c -> c.outcome().metrics().containsKey("hittingTime"))) {
      row.put("hittingTime", quantile("hittingTime", 0.5, Double.NaN));
      row.put("predictedHittingTime", quantile("predictedHittingTime", 0.5, Double.NaN));
    }
    for (Says says : Says.values()) {
      row.put(says.label(), count(says));
    }
    return row;
  }

  private long stopped(StopPoint.Kind kind) {
    return cells.stream()
        .filter(c -> kind.label().equals(c.outcome().metrics().get("stopPoint")))
        .count();
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
