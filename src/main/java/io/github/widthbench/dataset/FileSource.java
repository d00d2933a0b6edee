package io.github.widthbench.dataset;

import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;
import io.github.widthbench.study.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Reads points and labels from files: all rows in their order, or as many as are asked for, chosen
 * by a permutation that {@code data.seed} fixes.
 */
final class FileSource {

  private static final String PATH = "data.path";
  private static final String LABELS = "data.labelPath";
  private static final String POSITIVE = "data.positive";

  private FileSource() {}

  /** The points of {@code data.path}; with {@code data.positive} labels are 1 and −1. */
  static Dataset read(String kind, Fields fields) {
    Settings settings = fields.settings();
    Dataset rows =
        switch (kind) {
          case "csv" -> CsvSource.read(fields);
          case "npy", "idx" -> arrays(kind, settings);
          case "libsvm" -> libsvm(fields);
          default -> throw new IllegalArgumentException("no kind of file: " + kind);
        };
    rows.targets().ifPresent(labels -> checkComplete(settings, labels));
    return chosen(fields, settings.has(POSITIVE) ? twoClasses(settings, rows) : rows);
  }

  private static Dataset arrays(String kind, Settings settings) {
    double[][] x = array(kind, settings, PATH, Gaps.allowedIn(settings));
    Optional<double[][]> y =
        settings.has(LABELS) ? Optional.of(array(kind, settings, LABELS, false)) : Optional.empty();
    y.filter(labels -> labels.length != x.length || labels[0].length != 1)
        .ifPresent(labels -> {
          throw settings.error(
              LABELS,
              labels.length + "×" + labels[0].length + " numbers",
              x.length + ", one for each row of " + settings.text(PATH));
        });
    return dataset(kind, settings, x, y);
  }

  private static double[][] array(String kind, Settings settings, String field, boolean gaps) {
    DataFile file = DataFile.read(settings, field);
    return kind.equals("npy") ? Npy.read(file, gaps) : Idx.read(file, gaps);
  }

  private static Dataset libsvm(Fields fields) {
    Settings settings = fields.settings();
    int inputDim = settings.has("data.inputDim") ? fields.inputDim() : 0;
    double[][] rows = Libsvm.read(DataFile.read(settings, PATH), inputDim);
    int d = rows[0].length - 1;
    double[][] x = Arrays.stream(rows).map(row -> Arrays.copyOf(row, d)).toArray(double[][]::new);
    double[][] y = Arrays.stream(rows).map(row -> new double[] {row[d]}).toArray(double[][]::new);
    return dataset("libsvm", settings, x, Optional.of(y));
  }

  private static Dataset dataset(
      String kind, Settings settings, double[][] x, Optional<double[][]> y) {
    String description =
        String.format(Locale.ROOT, "%s: %d rows of %s", kind, x.length, settings.text(PATH));
    return new Dataset(description, x, y, Optional.empty());
  }

  private static void checkComplete(Settings settings, double[][] labels) {
    for (int i = 0; i < labels.length; i++) {
      if (!Gaps.isComplete(new double[][] {labels[i]})) {
        throw settings.error(PATH, "row " + i + " without a label", "a label in every row");
      }
    }
  }

  private static Dataset twoClasses(Settings settings, Dataset data) {
    List<Double> positive = settings.numbers(POSITIVE);
    return data.withTargets(
        data.targets()
            .map(rows ->
                Arrays.stream(rows)
                    .map(row -> new double[] {positive.contains(row[0] + 0.0) ? 1 : -1})
                    .toArray(double[][]::new)));
  }

  private static Dataset chosen(Fields fields, Dataset all) {
    Settings settings = fields.settings();
    int held = fields.heldOut();
    if (!settings.has("data.sampleCount") && held == 0) {
      return all;
    }
    int rows = all.sampleCount();
    long wanted =
        settings.has("data.sampleCount") ? fields.sampleCount() : Math.max(rows - held, 1);
    if (wanted + held > rows) {
      throw settings.error(
          wanted > rows ? "data.sampleCount" : "data.heldOut",
          wanted + " + " + held + " held out",
          "at most " + rows + " in all");
    }
    int count = (int) wanted;
    int[] order = new Draws(fields.seed(), Stream.SPLIT).permutation(rows);
    Optional<Dataset> heldOut =
        held == 0
            ? Optional.empty()
            : Optional.of(all.only(Arrays.copyOfRange(order, count, count + held)));
    return all.only(Arrays.copyOf(order, count)).withHeldOut(heldOut);
  }
}
