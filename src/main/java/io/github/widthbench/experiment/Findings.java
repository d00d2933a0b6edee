package io.github.widthbench.experiment;

import io.github.widthbench.experiment.Verdict.Says;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
   * The findings of a table whose columns are the keys of its rows, in the order in which they
   * appear.
   *
   * @param headings of columns by key; a column without one is headed by its key
   */
  public static Findings of(
      List<SequencedMap<String, Object>> rows,
      Map<String, String> headings,
      List<Verdict> verdicts,
      String sentence) {
    List<Column> columns =
        rows.stream()
            .flatMap(row -> row.keySet().stream())
            .distinct()
            .map(key -> new Column(key, headings.getOrDefault(key, key)))
            .toList();
    return new Findings(columns, rows, verdicts, sentence);
  }

  /** How many verdicts there are of each kind, as the end of a sentence. */
  public static String tally(List<Verdict> verdicts) {
    return String.format(
        Locale.ROOT,
        "of %d statements %d hold, %d are violated and %d undecided.",
        verdicts.size(),
        count(verdicts, Says.HOLDS),
        count(verdicts, Says.VIOLATED),
        count(verdicts, Says.UNDECIDED));
  }

  private static long count(List<Verdict> verdicts, Says says) {
    return verdicts.stream().filter(v -> v.says() == says).count();
  }

  /**
   * A column of the table.
   *
   * @param key of the row's entry
   * @param heading for people, with the unit where there is one
   */
  public record Column(String key, String heading) {}
}
