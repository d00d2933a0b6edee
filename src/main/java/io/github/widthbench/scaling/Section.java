package io.github.widthbench.scaling;

import io.github.widthbench.experiment.Findings;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * A part of the analysis.
 *
 * @param key for scripts
 * @param reading how to read it, one or more sentences
 * @param rows by column key; may be empty where the study cannot tell
 */
public record Section(
    String key,
    String title,
    String reading,
    List<Findings.Column> columns,
    List<SequencedMap<String, Object>> rows) {

  public Section {
    columns = List.copyOf(columns);
    rows = List.copyOf(rows);
  }

  static Section of(
      String key,
      String title,
      String reading,
      List<SequencedMap<String, Object>> rows,
      Map<String, String> headings) {
    Findings table = Findings.of(rows, headings, List.of(), reading);
    return new Section(key, title, reading, table.columns(), table.rows());
  }
}
