package io.github.widthbench.experiment.exponential;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Replicates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

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

  /** How the networks ended that did not converge, and how far they were. */
  private String endings() {
    Replicates others =
        new Replicates(cells().stream().filter(c -> !c.outcome().flag("converged")).toList());
    SortedMap<String, Integer> ways = new TreeMap<>();
    others.cells().forEach(cell -> ways.merge(ending(cell.outcome()), 1, Integer::sum));
    String counts =
        ways.entrySet().stream()
            .map(way -> way.getValue() + " " + way.getKey())
            .collect(Collectors.joining(", "));
    double residual = others.median("finalResidual");
    return Double.isNaN(residual)
        ? counts
        : String.format(Locale.ROOT, "%s; residual %.3g", counts, residual);
  }

  /** A monitor by its name, an overflow, or the cap. */
  private static String ending(Outcome outcome) {
    Object monitor = outcome.metrics().get("stoppedBy");
    String without = Double.isNaN(outcome.number("finalLoss")) ? "overflow" : "cap";
    return monitor instanceof String name ? name : without;
  }
}
