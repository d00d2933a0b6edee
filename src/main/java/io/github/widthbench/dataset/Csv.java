package io.github.widthbench.dataset;

import io.github.widthbench.study.Position;
import io.github.widthbench.study.StudyException;
import java.util.ArrayList;
import java.util.List;

/**
 * A reader of comma-separated values (RFC 4180): quoted cells may hold commas, line ends and
 * doubled quotes; lines end in LF, CRLF or CR. Empty lines are skipped.
 */
final class Csv {

  /**
   * One record.
   *
   * @param line 1-based line it starts on
   */
  record Row(int line, List<String> cells) {}

  private final String source;
  private final String text;
  private int at;
  private int line = 1;

  private Csv(String source, String text) {
    this.source = source;
    this.text = text;
    // a byte order mark is no part of the first cell
    this.at = text.startsWith("\uFEFF") ? 1 : 0;
  }

  /**
   * All records of a text.
   *
   * @param source what errors call it
   * @throws StudyException naming the line of a quote that is not closed or closed too early
   */
  static List<Row> read(String source, String text) {
    return new Csv(source, text).rows();
  }

  private List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    while (at < text.length()) {
      Row row = row();
      if (!row.cells().equals(List.of(""))) {
        rows.add(row);
      }
    }
    return rows;
  }

  private Row row() {
    int start = line;
    List<String> cells = new ArrayList<>();
    cells.add(cell());
    while (at < text.length() && text.charAt(at) == ',') {
      at++;
      cells.add(cell());
    }
    endLine();
    return new Row(start, List.copyOf(cells));
  }

  private String cell() {
    if (at < text.length() && text.charAt(at) == '"') {
      return quoted();
    }
    int start = at;
    while (!atCellEnd()) {
      at++;
    }
    return text.substring(start, at).strip();
  }

  private String quoted() {
    int opened = line;
    StringBuilder cell = new StringBuilder();
    for (at++; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c != '"') {
        line += c == '\n' ? 1 : 0;
        cell.append(c);
      } else if (text.startsWith("\"\"", at)) {
        cell.append(c);
        at++;
      } else {
        at++;
        return closed(cell.toString());
      }
    }
    throw new StudyException(
        new Position(source, opened),
        "data.path",
        "a quote that is never closed",
        "a pair of quotes");
  }

  private String closed(String cell) {
    if (!atCellEnd()) {
      throw new StudyException(
          new Position(source, line),
          "data.path",
          "text after the closing quote of \"" + cell + "\"",
          "a comma or the end of the line");
    }
    return cell;
  }

  private boolean atCellEnd() {
    return at == text.length() || ",\r\n".indexOf(text.charAt(at)) >= 0;
  }

  private void endLine() {
    if (text.startsWith("\r\n", at)) {
      at++;
    }
    at++;
    line++;
  }
}
