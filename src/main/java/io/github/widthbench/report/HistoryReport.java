package io.github.widthbench.report;

import io.github.widthbench.report.chart.Numbers;
import io.github.widthbench.results.GateHistory;
import io.github.widthbench.results.GateHistory.Series;
import io.github.widthbench.results.GateHistory.Step;
import java.util.ArrayList;
import java.util.List;

/** Steps in the history of benchmarks, for people. */
public final class HistoryReport {

  private static final List<String> HEADINGS =
      List.of("benchmark", "step at", "points", "change", "p of the series", "accepted by");
  private static final List<Boolean> NUMERIC = List.of(false, false, true, true, true, false);

  private HistoryReport() {}

  /** Lines for a terminal. */
  public static List<String> lines(GateHistory history) {
    List<String> lines = new ArrayList<>(table(history).aligned());
    lines.add("");
    lines.add(history.sentence());
    return lines;
  }

  /** A Markdown document. */
  public static String markdown(GateHistory history) {
    List<String> lines = new ArrayList<>(List.of("## " + history.sentence(), ""));
    lines.addAll(table(history).markdown());
    return String.join("\n", lines) + "\n";
  }

  private static Table table(GateHistory history) {
    List<List<String>> rows = new ArrayList<>();
    for (Series series : history.series()) {
      if (series.steps().isEmpty()) {
        rows.add(row(series, "none", "-", "-"));
      }
      for (Step step : series.steps()) {
        String accepted = step.acceptedBy().isEmpty() ? "-" : step.acceptedBy();
        rows.add(row(series, step.at(), GateReport.percent(step.change()), accepted));
      }
    }
    return new Table(HEADINGS, NUMERIC, rows);
  }

  private static List<String> row(Series series, String at, String change, String accepted) {
    return List.of(
        series.benchmark(),
        at,
        Integer.toString(series.points()),
        change,
        Numbers.decimal(series.adjusted()),
        accepted);
  }
}
