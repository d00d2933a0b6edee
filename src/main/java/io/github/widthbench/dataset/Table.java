package io.github.widthbench.dataset;

import io.github.widthbench.study.Position;
import io.github.widthbench.study.StudyException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A CSV file of numbers. The first row is a header if none of its cells reads as a number, so that
 * a mistyped cell in a file without header is an error and not a lost row.
 *
 * @param header column names, or empty
 * @param rows at least one, all of one length, finite
 */
@SuppressWarnings("ArrayRecordComponent") // lives only while a file is read
record Table(List<String> header, double[][] rows) {

  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?");
  private static final Pattern NON_FINITE = Pattern.compile("[+-]?(?i:nan|inf|infinity)");

  /**
   * Reads a file.
   *
   * @throws IOException if it cannot be read
   * @throws StudyException naming the line and column of what is not a finite number, or the line
   *     of a row of another length
   */
  static Table read(Path file) throws IOException {
    try {
      return parse(file.toString(), Files.readString(file));
    } catch (CharacterCodingException _) {
      throw error(file.toString(), 0, "bytes that are not UTF-8", "text in UTF-8");
    }
  }

  /** The same for a text that errors call {@code source}. */
  static Table parse(String source, String text) {
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
        body.stream().map(row -> numbers(source, header, columns, row)).toArray(double[][]::new);
    return new Table(header, rows);
  }

  /** Number of cells in a row. */
  int columns() {
    return rows[0].length;
  }

  private static double[] numbers(String source, List<String> header, int columns, Csv.Row row) {
    List<String> cells = row.cells();
    if (cells.size() != columns) {
      throw error(source, row.line(), cells.size() + " cells", columns + " as in the first row");
    }
    double[] numbers = new double[columns];
    for (int j = 0; j < columns; j++) {
      String cell = cells.get(j);
      numbers[j] = NUMBER.matcher(cell).matches() ? Double.parseDouble(cell) : Double.NaN;
      if (!Double.isFinite(numbers[j])) {
        String name = header.isEmpty() ? "" : " (" + header.get(j) + ")";
        String found = "\"" + cell + "\" in column " + j + name;
        throw error(source, row.line(), found, "a finite number");
      }
    }
    return numbers;
  }

  private static boolean readsAsNumber(String cell) {
    return NUMBER.matcher(cell).matches() || NON_FINITE.matcher(cell).matches();
  }

  private static StudyException error(String source, int line, String found, String allowed) {
    return new StudyException(new Position(source, line), "data.path", found, allowed);
  }
}
