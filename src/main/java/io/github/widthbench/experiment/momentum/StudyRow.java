package io.github.widthbench.experiment.momentum;

import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Quantiles;
import io.github.widthbench.experiment.Replicates;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The replicates of one setting: a row of the table.
 *
 * @param shared the values of the axes that are not replicated
 * @param width m
 * @param plain iterations of plain descent where all else is equal; NaN where the study has none
 */
record StudyRow(
    SequencedMap<String, Object> shared, int width, Replicates replicates, double plain) {

  /** Metrics shown by their median where the cells have them. */
  private static final List<String> MEDIANS =
      List.of(
          "finalLoss",
          "increases",
          "certificate",
          "lipschitzStart",
          "lipschitz",
          "stepLow",
          "stepHigh",
          "gradientRatio",
          "weightCount",
          "meanSquare",
          "psnr",
          "ssim",
          "heldOutPsnr",
          "heldOutSsim",
          "bestLinearPsnr");

  /** Of the steps, where a run that did not converge needs more than it was given. */
  double iterations() {
    return replicates.iterations().median();
  }

  /** The row by column keys. */
  SequencedMap<String, Object> plainRow() {
    Outcome first = replicates.cells().getFirst().outcome();
    SequencedMap<String, Object> row = new LinkedHashMap<>();
    row.put("width", width);
    row.putAll(shared);
    replicates.putConverged(row);
    row.put("iterations", iterations());
    if (!Double.isNaN(plain)) {
      row.put("speedUp", plain / iterations());
    }
    first.list("iterationsToLoss").stream()
        .map(entry -> entry.get("tolerance"))
        .forEach(tolerance -> row.put("to loss " + tolerance, toLoss(tolerance)));
    for (String metric : MEDIANS) {
      if (first.metrics().containsKey(metric)) {
        row.put(metric, replicates.median(metric));
      }
    }
    row.put("sumShare", replicates.quantiles(StudyRow::sumShare).median());
    replicates.putVerdicts(row);
    return row;
  }

  /** Σ|g|² over its bound; NaN where there is none. */
  private static double sumShare(Outcome outcome) {
    return outcome.number("sumSquaredGradients") / outcome.number("sumBound");
  }

  private double toLoss(@Nullable Object tolerance) {
    double[] steps =
        replicates.cells().stream()
            .flatMap(c -> c.outcome().list("iterationsToLoss").stream())
            .filter(entry -> Objects.equals(entry.get("tolerance"), tolerance))
            .mapToDouble(entry -> steps(entry.get("iterations")))
            .toArray();
    return Quantiles.of(steps).median();
  }

  /** A count of steps; where there is none, more than the run was given. */
  private static double steps(@Nullable Object count) {
    return count instanceof Number number && !Double.isNaN(number.doubleValue())
        ? number.doubleValue()
        : Double.POSITIVE_INFINITY;
  }
}
