package io.github.widthbench.experiment;

import java.util.List;
import java.util.SequencedMap;

/**
 * What a whole study says.
 *
 * @param columns of the table
 * @param rows of the table, by column key
 * @param verdicts one a statement: cell verdicts gathered, and fitted ones
 * @param sentence the sum of it, for people
 */
public record Findings(
    List<Column> columns,
    List<SequencedMap<String, Object>> rows,
    List<Verdict> verdicts,
    String sentence) {

  public Findings {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
    verdicts = List.copyOf(verdicts);
  }

  /**
   * A column of the table.
   *
   * @param key of the row's entry
   * @param heading for people, with the unit where there is one
   */
  public record Column(String key, String heading) {}
}
