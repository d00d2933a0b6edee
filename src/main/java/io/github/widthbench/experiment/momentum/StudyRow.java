package io.github.widthbench.experiment.momentum;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Verdict.Says;
import java.util.Arrays;
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
    SequencedMap<String, Object> shared, int width, List<Finished> cells, double plain) {

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

  /** The row by column keys. */
  SequencedMap<String, Object> plainRow() {
    SequencedMap<String, Object> row = new LinkedHashMap<>();
    row.put("width", width);
    row.putAll(shared);
    row.put("cells", cells.size());
    row.put("converged", converged());
    row.put("iterations", iterations());
    if (!Double.isNaN(plain)) {
      row.put("speedUp", plain / iterations());
    }
    cells.getFirst().outcome().list("iterationsToLoss").stream()
        .map(entry -> entry.get("tolerance"))
        .forEach(tolerance -> row.put("to loss " + tolerance, toLoss(tolerance)));
    for (String metric : MEDIANS) {
      if (cells.getFirst().outcome().metrics().containsKey(metric)) {
        row.put(metric, median(metric));
      }
    }
    row.put("sumShare", median(cells.stream().mapToDouble(StudyRow::sumShare).toArray()));
    for (Says says : Says.values()) {
      row.put(says.label(), verdicts(says));
    }
    return row;
  }

  /** Σ|g|² over its bound; NaN where there is none. */
  private static double sumShare(Finished cell) {
    return cell.outcome().number("sumSquaredGradients") / cell.outcome().number("sumBound");
  }

  int converged() {
    return (int) cells.stream().filter(c -> c.outcome().flag("converged")).count();
  }

  /** Median of the steps, where a run that did not converge needs more than it was given. */
  double iterations() {
    return median(
        cells.stream().mapToDouble(c -> endless(c.outcome().number("iterations"))).toArray());
  }

  private double toLoss(@Nullable Object tolerance) {
    return median(
        cells.stream()
            .flatMap(c -> c.outcome().list("iterationsToLoss").stream())
            .filter(entry -> Objects.equals(entry.get("tolerance"), tolerance))
            .mapToDouble(entry -> endless(entry.get("iterations")))
            .toArray());
  }

  private static double endless(@Nullable Object steps) {
    return steps instanceof Number number
        ? endless(number.doubleValue())
        : Double.POSITIVE_INFINITY;
  }

  private static double endless(double steps) {
    return Double.isNaN(steps) ? Double.POSITIVE_INFINITY : steps;
  }

  private double median(String metric) {
    return median(cells.stream().mapToDouble(c -> c.outcome().number(metric)).toArray());
  }

  private static double median(double[] values) {
    double[] sorted = Arrays.stream(values).filter(v -> !Double.isNaN(v)).sorted().toArray();
    int half = sorted.length / 2;
    if (sorted.length == 0) {
      return Double.NaN;
    }
    return sorted.length % 2 == 1 || sorted[half] == sorted[half - 1]
        ? sorted[half]
        : (sorted[half - 1] + sorted[half]) / 2;
  }

  private int verdicts(Says says) {
    return (int)
        cells.stream()
            .flatMap(c -> c.outcome().verdicts().stream())
            .filter(v -> v.says() == says)
            .count();
  }
}
