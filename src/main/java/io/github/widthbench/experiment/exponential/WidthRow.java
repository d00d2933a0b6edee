package io.github.widthbench.experiment.exponential;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Verdict.Says;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/** The replicates of one width in one group of a study: a row of its table. */
record WidthRow(SequencedMap<String, Object> group, int width, List<Finished> cells) {

  int converged() {
    return (int) cells.stream().filter(c -> c.outcome().flag("converged")).count();
  }

  Quantiles iterations() {
    return Quantiles.ofIterations(cells);
  }

  /** Median of a metric over the replicates. */
  double median(String metric) {
    return Quantiles.of(cells, metric).median();
  }

  /** The row by column keys. */
  SequencedMap<String, Object> plain() {
    SequencedMap<String, Object> row = new LinkedHashMap<>(group);
    row.put("width", width);
    row.put("cells", cells.size());
    row.put("converged", converged());
    if (converged() < cells.size()) {
      row.put("ended", endings());
    }
    Quantiles iterations = iterations();
    row.put("iterations", iterations.median());
    row.put("iterationsLow", iterations.low());
    row.put("iterationsHigh", iterations.high());
    row.put("predictedIterations", median("predictedIterations"));
    row.put("lambdaMin", median("lambdaMin"));
    row.put("lambdaMinInfinite", median("lambdaMinInfinite"));
    Outcome first = cells.getFirst().outcome();
    if (first.metrics().containsKey("heldOutAccuracy")) {
      row.put("heldOutAccuracy", median("heldOutAccuracy"));
    }
    for (Says says : Says.values()) {
      row.put(says.label(), count(says));
    }
    return row;
  }

  /**
   * How the networks ended that did not converge: the cap, or an overflow; and how far they were.
   */
  private String endings() {
    long overflows =
        cells.stream().filter(c -> Double.isNaN(c.outcome().number("finalLoss"))).count();
    return String.format(
        Locale.ROOT,
        "%d cap, %d overflow; residual %.3g",
        cells.size() - converged() - overflows,
        overflows,
        median("finalResidual"));
  }

  private int count(Says says) {
    return (int)
        cells.stream()
            .flatMap(c -> c.outcome().verdicts().stream())
            .filter(verdict -> verdict.says() == says)
            .count();
  }
}
