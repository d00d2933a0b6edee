package io.github.widthbench.dataset;

import io.github.widthbench.study.Position;
import io.github.widthbench.study.StudyException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A CSV file of numbers. The first row is a header if none of its cells reads as a number, so that
 * a mistyped cell in a file without header is an error and not a lost row.
 *
 * @param header column names, or empty
 * @param rows at least one, all of one length, finite but for missing cells
 */
@SuppressWarnings("ArrayRecordComponent") // lives only while a file is read
record Table(List<String> header, double[][] rows) {

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");
  private static final Pattern MISSING = Pattern.compile("|\\?|(?i:na|nan)");
  private static final Pattern NON_FINITE = Pattern.compile("[+-]?(?i:nan|inf|infinity)");

  /**
   * Reads a file.
   *
   * @param gaps whether a cell may be missing: empty, NA, ? or NaN, which become NaN
   * @throws StudyException naming the line and column of what is not a finite number, or the line
   *     of a row of another length
   */
  static Table read(DataFile file, boolean gaps) {
    return parse(file.name(), file.text(), gaps);
  }

  /** The same for a text that errors call {@code source}. */
  static Table parse(String source, String text, boolean gaps) {
    List<Csv.Row> records = Csv.read(source, text);
    boolean named =
        !records.isEmpty() && records.getFirst().cells().stream().noneMatch(Table::readsAsNumber);
    List<String> header = named ? records.getFirst().cells() : List.of();
    List<Csv.Row> body = named ? records.subList(1, records.size()) : records;
    if (body.isEmpty()) {
      throw error(source, 0, "no rows of numbers", "at least one");
    }
    int columns = records.getFirst().cells().size();
    double[][] rows =
        body.stream()
            .map(row -> numbers(source, header, columns, row, gaps))
            .toArray(double[][]::new);
    return new Table(header, rows);
  }

  /** Number of cells in a row. */
  int columns() {
    return rows[0].length;
  }

  private static double[] numbers(
      String source, List<String> header, int columns, Csv.Row row, boolean gaps) {
    List<String> cells = row.cells();
    if (cells.size() != columns) {
      throw error(source, row.line(), cells.size() + " cells", columns + " as in the first row");
    }
    double[] numbers = new double[columns];
    for (int j = 0; j < columns; j++) {
      String cell = cells.get(j);
      numbers[j] = number(cell);
      boolean missing = MISSING.matcher(cell).matches();
      if (!Double.isFinite(numbers[j]) && !(gaps && missing)) {
        String name = header.isEmpty() ? "" : " (" + header.get(j) + ")";
        String found = "\"" + cell + "\" in column " + j + name;
        String allowed = missing ? "a finite number, or any with data.fill" : "a finite number";
        throw error(source, row.line(), found, allowed);
      }
    }
    return numbers;
  }

  /** A decimal number; NaN for anything else. */
  static double number(String word) {
    return NUMBER.matcher(word).matches() ? Double.parseDouble(word) : Double.NaN;
  }

  private static boolean readsAsNumber(String cell) {
    return NUMBER.matcher(cell).matches() || NON_FINITE.matcher(cell).matches();
  }

  private static StudyException error(String source, int line, String found, String allowed) {
    return new StudyException(new Position(source, line), "data.path", found, allowed);
  }
}
