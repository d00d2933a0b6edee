package io.github.widthbench.dataset;

import io.github.widthbench.study.Nearest;
import io.github.widthbench.study.Node;
import io.github.widthbench.study.Settings;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/** Reads the points, and the labels if a column is named, from a CSV file. */
final class CsvSource {

  private static final String LABEL = "data.label";

  private CsvSource() {}

  static Dataset read(Fields fields) {
    Settings settings = fields.settings();
    String path = settings.text("data.path");
    Table table = Table.read(DataFile.read(settings, "data.path"), Gaps.allowedIn(settings));
    int label = settings.has(LABEL) ? label(settings, table) : table.columns();
    double[][] x =
        Arrays.stream(table.rows()).map(row -> without(label, row)).toArray(double[][]::new);
    if (x[0].length == 0) {
      throw settings.error(LABEL, "the only column of " + path, "a file with input columns too");
    }
    Optional<double[][]> y =
        Optional.of(table.rows()).filter(_ -> settings.has(LABEL)).map(rows -> column(label, rows));
    String description = String.format(Locale.ROOT, "csv: %d rows of %s", x.length, path);
    return new Dataset(description, x, y, Optional.empty());
  }

  /** The label's column by name or by 0-based number. */
  private static int label(Settings settings, Table table) {
    Object label = settings.find(LABEL).map(Node::plain).orElseThrow();
    int column =
        label instanceof Long number
            ? Math.clamp(number, -1, table.columns())
            : table.header().indexOf(label);
    if (column >= 0 && column < table.columns()) {
      return column;
    }
    String names =
        table.header().isEmpty()
            ? ""
            : " or one of " + Nearest.list(String.valueOf(label), table.header());
    String allowed = "0 to " + (table.columns() - 1) + names;
    throw settings.error(LABEL, String.valueOf(label), allowed);
  }

  private static double[] without(int column, double[] row) {
    return IntStream.range(0, row.length)
        .filter(j -> j != column)
        .mapToDouble(j -> row[j])
        .toArray();
  }

  private static double[][] column(int column, double[][] rows) {
    return Arrays.stream(rows).map(row -> new double[] {row[column]}).toArray(double[][]::new);
  }
}
