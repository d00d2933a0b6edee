package io.github.widthbench.experiment.condensation;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Replicates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The replicates of one width in one group of a study: a row of its table. */
record Row(SequencedMap<String, Object> group, int width, Replicates replicates) {

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

  List<Finished> cells() {
    return replicates.cells();
  }

  /** The row by column keys. */
  SequencedMap<String, Object> plain() {
    SequencedMap<String, Object> row = new LinkedHashMap<>(group);
    row.put("width", width);
    replicates.putConverged(row);
    replicates.putIterations(row);
    row.put("blowUp", replicates.median("blowUpLower"));
    for (String metric : MEDIANS) {
      double median = replicates.median(metric);
      if (!Double.isNaN(median)) {
        row.put(metric, median);
      }
    }
    replicates.putVerdicts(row);
    return row;
  }
}
