package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Replicates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** The replicates of one width in one group of a study: a row of its table. */
record Row(SequencedMap<String, Object> group, int width, Replicates replicates) {

  List<Finished> cells() {
    return replicates.cells();
  }

  int allLearned() {
    return replicates.count(outcome -> outcome.number("learnedShare") == 1);
  }

  /** The row by column keys. */
  SequencedMap<String, Object> plain() {
    SequencedMap<String, Object> row = new LinkedHashMap<>(group);
    row.put("width", width);
    replicates.putConverged(row);
    replicates.putIterations(row);
    if (replicates.count(outcome -> outcome.metrics().containsKey("testError")) > 0) {
      row.put("finalLoss", replicates.median("finalLoss"));
      row.put("testError", replicates.median("testError"));
      row.put("trivialError", replicates.median("trivialError"));
      return row;
    }
    row.put("learnedShare", replicates.mean("learnedShare"));
    row.put("allLearned", allLearned());
    row.put("finalLoss", replicates.median("finalLoss"));
    for (StopPoint.Kind kind : StopPoint.Kind.values()) {
      row.put(
          kind.label(),
          replicates.count(outcome -> kind.label().equals(outcome.metrics().get("stopPoint"))));
    }
    row.put("antipodal", replicates.count(outcome -> outcome.number("antipodal") > 0));
    if (replicates.count(outcome -> outcome.metrics().containsKey("hittingTime")) > 0) {
      row.put("hittingTime", replicates.median("hittingTime"));
      row.put("predictedHittingTime", replicates.median("predictedHittingTime"));
    }
    replicates.putVerdicts(row);
    return row;
  }
}
