package io.github.widthbench.report;

import io.github.widthbench.experiment.Findings;
import io.github.widthbench.experiment.Findings.Column;
import io.github.widthbench.report.chart.Numbers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The tables of several runs joined row by row: rows are the same where the axes of the study are;
 * only columns that differ somewhere are shown, one after the other for each run.
 */
record NumbersSideBySide(List<StudyReport> runs, List<String> labels) {

  Table table() {
    Set<String> axes = axes();
    List<Column> keys = columns().stream().filter(column -> axes.contains(column.key())).toList();
    List<Map<Map<String, Object>, Map<String, Object>>> tables =
        runs.stream().map(run -> byKeys(run.summary().findings(), keys)).toList();
    Set<Map<String, Object>> shared = new LinkedHashSet<>(tables.getFirst().keySet());
    tables.forEach(table -> shared.retainAll(table.keySet()));
    List<Column> differing =
        columns().stream()
            .filter(column -> !axes.contains(column.key()))
            .filter(column -> shared.stream().anyMatch(row -> differs(column, row, tables)))
            .toList();
    return join(keys, differing, shared, tables);
  }

  private Table join(
      List<Column> keys,
      List<Column> differing,
      Set<Map<String, Object>> shared,
      List<Map<Map<String, Object>, Map<String, Object>>> tables) {
    List<String> headings = new ArrayList<>(keys.stream().map(Column::heading).toList());
    List<Boolean> numeric = new ArrayList<>(keys.stream().map(k -> isNumber(k, shared)).toList());
    for (Column column : differing) {
      for (String label : labels) {
        headings.add(column.heading() + ", " + label);
        numeric.add(true);
      }
    }
    List<List<String>> rows = new ArrayList<>();
    for (Map<String, Object> key : shared) {
      List<String> row =
          new ArrayList<>(keys.stream().map(k -> Numbers.text(key.get(k.key()))).toList());
      for (Column column : differing) {
        tables.forEach(table -> row.add(Numbers.text(value(column, key, table))));
      }
      rows.add(row);
    }
    return new Table(headings, numeric, differing.isEmpty() ? List.of() : rows);
  }

  private List<Column> columns() {
    return runs.getFirst().summary().findings().columns();
  }

  /** Paths of the axes, which name a row; and the width, which may be no axis. */
  private Set<String> axes() {
    Set<String> axes =
        runs.getFirst().evidence().study().axes().stream()
            .map(axis -> axis.path())
            .collect(Collectors.toSet());
    axes.add("width");
    axes.remove("precision");
    return axes;
  }

  private static Map<Map<String, Object>, Map<String, Object>> byKeys(
      Findings findings, List<Column> keys) {
    Map<Map<String, Object>, Map<String, Object>> rows = new LinkedHashMap<>();
    for (Map<String, Object> row : findings.rows()) {
      Map<String, Object> key = new LinkedHashMap<>();
      keys.forEach(column -> {
        Object value = row.get(column.key());
        if (value != null) {
          key.put(column.key(), value);
        }
      });
      rows.put(key, row);
    }
    return rows;
  }

  private static boolean differs(
      Column column,
      Map<String, Object> key,
      List<Map<Map<String, Object>, Map<String, Object>>> tables) {
    return tables.stream().map(table -> Numbers.text(value(column, key, table))).distinct().count()
        > 1;
  }

  private static @Nullable Object value(
      Column column, Map<String, Object> key, Map<Map<String, Object>, Map<String, Object>> table) {
    return Objects.requireNonNull(table.get(key)).get(column.key());
  }

  private static boolean isNumber(Column column, Set<Map<String, Object>> rows) {
    return rows.stream().allMatch(row -> row.get(column.key()) instanceof Number);
  }
}
