package io.github.widthbench.experiment.exponential;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Quantiles;
import io.github.widthbench.experiment.Replicates;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.ToDoubleBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a form of the exponential costs: each cell beside the one of the same settings, seed among
 * them, that computes e^z itself in FP64. Says nothing in a study without forms.
 */
final class AgainstExact {

  private final Map<Object, Finished> exact = new HashMap<>();
  private boolean hasForms;

  AgainstExact(List<Finished> cells) {
    for (Finished cell : cells) {
      Forms forms = ExponentialCase.of(cell.cell()).forms();
      hasForms |= forms.areNamed();
      if (forms.areExact()) {
        exact.putIfAbsent(key(cell), cell);
      }
    }
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
                .filter(cell -> exact.containsKey(key(cell)))
                .mapToDouble(cell -> comparison.applyAsDouble(cell, exact.get(key(cell))))
                .toArray())
        .median();
  }

  /** Of a network that converged; another may have stood still. */
  private static double stepMicroseconds(Finished cell) {
    return 1e6 * cell.seconds() / number(cell, "iterations");
  }

  private static double number(@Nullable Finished cell, String metric) {
    return cell == null ? Double.NaN : cell.outcome().number(metric);
  }

  /** The settings but for what makes the form. */
  private static Object key(Finished cell) {
    Map<String, @Nullable Object> settings = new HashMap<>();
    cell.cell()
        .settings()
        .root()
        .entries()
        .forEach((name, node) -> settings.put(name, node.plain()));
    settings.keySet().removeAll(List.of(Forms.EXPONENT, Forms.STORAGE, "clip"));
    return settings;
  }
}
