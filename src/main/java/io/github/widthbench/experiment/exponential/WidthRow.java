package io.github.widthbench.experiment.exponential;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Replicates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;

/** The replicates of one width in one group of a study: a row of its table. */
record WidthRow(SequencedMap<String, Object> group, int width, Replicates replicates) {

  /** Columns of studies that hold points out, take batches, or have a ridge. */
  private static final List<String> WHERE_MEASURED =
      List.of(
          "lambdaMinRidge",
          "heldOutAccuracy",
          "testLoss",
          "lossGap",
          "distanceToDescent",
          "distanceToFlow");

  List<Finished> cells() {
    return replicates.cells();
  }

  /** The row by column keys, with what a form costs against the exact one. */
  SequencedMap<String, Object> plain(AgainstExact exact) {
    SequencedMap<String, Object> row = new LinkedHashMap<>(group);
    row.put("width", width);
    replicates.putConverged(row);
    if (replicates.converged() < replicates.size()) {
      row.put("ended", endings());
    }
    replicates.putIterations(row);
    row.put("predictedIterations", replicates.median("predictedIterations"));
    row.put("lambdaMin", replicates.median("lambdaMin"));
    row.put("lambdaMinInfinite", replicates.median("lambdaMinInfinite"));
    exact.put(row, replicates);
    for (String metric : WHERE_MEASURED) {
      if (cells().stream().anyMatch(c -> c.outcome().metrics().containsKey(metric))) {
        row.put(metric, replicates.median(metric));
      }
    }
    replicates.putVerdicts(row);
    return row;
  }

  /**
   * How the networks ended that did not converge: the cap, or an overflow; and how far they were.
   */
  private String endings() {
    int overflows = replicates.count(outcome -> Double.isNaN(outcome.number("finalLoss")));
    return String.format(
        Locale.ROOT,
        "%d cap, %d overflow; residual %.3g",
        replicates.size() - replicates.converged() - overflows,
        overflows,
        replicates.median("finalResidual"));
  }
}
