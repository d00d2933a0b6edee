package io.github.widthbench.dataset;

import io.github.widthbench.study.Node;
import io.github.widthbench.study.Settings;
import io.github.widthbench.study.StudyException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Reads points and labels that stand in the study itself. */
final class InlineSource {

  private static final String X = "data.x";
  private static final String Y = "data.y";

  private InlineSource() {}

  static Dataset read(Fields fields) {
    Settings settings = fields.settings();
    double[][] x = settings.matrix(X);
    check(settings, X, x);
    Optional<double[][]> y = settings.has(Y) ? Optional.of(targets(settings, x)) : Optional.empty();
    String description =
        String.format(Locale.ROOT, "inline: %d points in %d dimensions", x.length, x[0].length);
    return new Dataset(description, x, y, Optional.empty());
  }

  private static double[][] targets(Settings settings, double[][] x) {
    List<Node> items = items(settings, Y);
    boolean rows = !items.isEmpty() && items.getFirst() instanceof Node.Sequence;
    double[][] y =
        rows
            ? settings.matrix(Y)
            : settings.numbers(Y).stream().map(v -> new double[] {v}).toArray(double[][]::new);
    check(settings, Y, y);
    if (y.length != x.length) {
      throw settings.error(Y, y.length + " labels", x.length + ", one for each row of data.x");
    }
    return y;
  }

  /** Refuses no rows, empty rows, ragged rows and numbers that are not finite. */
  private static void check(Settings settings, String path, double[][] rows) {
    if (rows.length == 0 || rows[0].length == 0) {
      throw settings.error(path, "no numbers", "at least one row of at least one number");
    }
    List<Node> items = items(settings, path);
    for (int i = 0; i < rows.length; i++) {
      String row = "row " + i + " with ";
      if (rows[i].length != rows[0].length) {
        String allowed = rows[0].length + " as in row 0";
        throw new StudyException(
            items.get(i).at(), path, row + rows[i].length + " numbers", allowed);
      }
      if (!Arrays.stream(rows[i]).allMatch(Double::isFinite)) {
        String found = row + Arrays.toString(rows[i]);
        throw new StudyException(items.get(i).at(), path, found, "finite numbers");
      }
    }
  }

  private static List<Node> items(Settings settings, String path) {
    return settings.find(path).orElseThrow() instanceof Node.Sequence sequence
        ? sequence.items()
        : List.of();
  }
}
