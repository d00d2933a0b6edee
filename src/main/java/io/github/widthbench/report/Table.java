package io.github.widthbench.report;

import io.github.widthbench.experiment.Findings;
import io.github.widthbench.report.chart.Numbers;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A table as text, numbers to the right.
 *
 * @param headings one a column
 * @param numeric whether every value of a column is a number or missing, one a column
 * @param rows each with one text a column
 */
record Table(List<String> headings, List<Boolean> numeric, List<List<String>> rows) {

  /** A table of nothing. */
  static final Table NONE = new Table(List.of(), List.of(), List.of());

  private static final String GAP = "  ";

  /** Control characters are blanks: a name from a file must not move the cursor of a terminal. */
  Table {
    rows = rows.stream().map(Table::onOneLine).toList();
  }

  /** The table of a study's findings. */
  static Table of(Findings findings) {
    return of(findings.columns(), findings.rows());
  }

  /** A table of rows by column key. */
  static Table of(List<Findings.Column> columns, List<SequencedMap<String, Object>> rows) {
    return new Table(
        columns.stream().map(Findings.Column::heading).toList(),
        columns.stream().map(column -> isNumeric(rows, column.key())).toList(),
        rows.stream()
            .map(row -> columns.stream().map(c -> Numbers.text(row.get(c.key()))).toList())
            .toList());
  }

  /**
   * Facts of several runs, one a row.
   *
   * @param labels of the runs, one a column
   * @param rows by what they are, with one text a run
   */
  static Table beside(
      String heading, List<String> labels, SequencedMap<String, List<String>> rows) {
    List<String> headings = Stream.concat(Stream.of(heading), labels.stream()).toList();
    return new Table(
        headings,
        Collections.nCopies(headings.size(), false),
        rows.entrySet().stream()
            .map(row -> Stream.concat(Stream.of(row.getKey()), row.getValue().stream()).toList())
            .toList());
  }

  /** Lines for a terminal, columns aligned. */
  List<String> aligned() {
    int[] widths =
        IntStream.range(0, headings.size())
            .map(column -> lines().mapToInt(row -> row.get(column).length()).max().orElse(0))
            .toArray();
    return lines().map(row -> align(row, widths).stripTrailing()).toList();
  }

  /** Lines of a Markdown table. */
  List<String> markdown() {
    List<String> lines = new ArrayList<>();
    lines.add(pipes(headings));
    lines.add(pipes(numeric.stream().map(right -> right ? "---:" : "---").toList()));
    rows.forEach(row -> lines.add(pipes(row)));
    return lines;
  }

  private Stream<List<String>> lines() {
    return Stream.concat(Stream.of(headings), rows.stream());
  }

  private String align(List<String> row, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(column -> pad(row.get(column), widths[column], numeric.get(column)))
        .collect(Collectors.joining(GAP));
  }

  private static String pad(String text, int width, boolean right) {
    String space = " ".repeat(width - text.length());
    return right ? space + text : text + space;
  }

  private static List<String> onOneLine(List<String> texts) {
    return texts.stream().map(text -> text.replaceAll("\\p{Cntrl}", " ")).toList();
  }

  private static String pipes(List<String> texts) {
    return texts.stream()
        .map(text -> MarkdownText.of(text).replace("|", "\\|"))
        .collect(Collectors.joining(" | ", "| ", " |"));
  }

  private static boolean isNumeric(List<SequencedMap<String, Object>> rows, String key) {
    return rows.stream()
        .map(row -> row.get(key))
        .allMatch(value -> value == null || value instanceof Number);
  }
}
