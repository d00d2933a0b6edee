package io.github.widthbench.experiment.exponential;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Quantiles;
import io.github.widthbench.experiment.Replicates;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.ToDoubleBiFunction;

/**
 * What a form of the exponential costs: each cell beside the one of the same settings, seed among
 * them, that computes e^z itself in FP64. Says nothing in a study without forms.
 */
final class AgainstExact {

  private final Alike exact;
  private final boolean hasForms;

  AgainstExact(List<Finished> cells) {
    exact =
        new Alike(
            cells, List.of(Forms.EXPONENT, Forms.STORAGE, "clip"), cell -> forms(cell).areExact());
    hasForms = cells.stream().anyMatch(cell -> forms(cell).areNamed());
  }

  private static Forms forms(Finished cell) {
    return ExponentialCase.of(cell.cell()).forms();
  }

  /** Adds the columns to the row of these cells. */
  void put(SequencedMap<String, Object> row, Replicates replicates) {
    if (!hasForms) {
      return;
    }
    row.put(
        "lambdaDrift",
        median(
            replicates,
            (cell, reference) -> number(cell, "lambdaMin") / number(reference, "lambdaMin") - 1));
    row.put(
        "extraIterations",
        median(
            replicates,
            (cell, reference) -> number(cell, "iterations") - number(reference, "iterations")));
    row.put("stepMicroseconds", median(replicates, (cell, _) -> stepMicroseconds(cell)));
  }

  private double median(Replicates replicates, ToDoubleBiFunction<Finished, Finished> comparison) {
    return Quantiles.of(
            replicates.cells().stream()
                .flatMapToDouble(cell ->
                    exact.to(cell).stream()
                        .mapToDouble(beside -> comparison.applyAsDouble(cell, beside)))
                .toArray())
        .median();
  }

  /** Of a network that converged; another may have stood still. */
  private static double stepMicroseconds(Finished cell) {
    return 1e6 * cell.seconds() / number(cell, "iterations");
  }

  private static double number(Finished cell, String metric) {
    return cell.outcome().number(metric);
  }
}
