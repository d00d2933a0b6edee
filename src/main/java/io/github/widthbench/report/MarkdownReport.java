package io.github.widthbench.report;

import io.github.widthbench.experiment.Replicates;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.report.chart.Numbers;
import io.github.widthbench.report.chart.PhaseDiagram;
import io.github.widthbench.results.CellRecord;
import io.github.widthbench.scaling.Section;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The report of a study as Markdown, for people who read it without the tool. */
public final class MarkdownReport {

  private static final List<String> VERDICT_HEADINGS =
      List.of("statement", "says", "found", "statement from");
  private static final List<Boolean> TEXT_ONLY = List.of(false, false, false, false);

  private MarkdownReport() {}

  /** The whole document. */
  public static String of(StudyReport report) {
    List<String> lines = new ArrayList<>();
    lines.addAll(
        List.of(
            "# " + MarkdownText.of(report.title()),
            "",
            report.summary().findings().sentence(),
            ""));
    TrustText.beyondTheory(report.evidence().records())
        .ifPresent(text ->
            lines.addAll(List.of("**Beyond the theory:** " + MarkdownText.of(text) + ".", "")));
    if (!report.summary().findings().rows().isEmpty()) {
      lines.addAll(Table.of(report.summary().findings()).markdown());
      lines.add("");
    }
    PhaseDiagram.of(report.evidence().finished()).forEach(phase -> lines.addAll(phases(phase)));
    lines.addAll(List.of("## Verdicts", ""));
    lines.addAll(verdicts(report.summary().findings().verdicts()));
    report.scaling().forEach(section -> lines.addAll(section(section)));
    lines.addAll(List.of("", "## Cells", "", report.cellCounts() + ".", ""));
    lines.addAll(trust(report.evidence().records()));
    lines.addAll(List.of("## The same again", "", "```console"));
    report.commands().forEach(command -> lines.add("$ " + command));
    lines.addAll(List.of("```", "", "## Made by", ""));
    report.madeBy().forEach((what, text) -> lines.add("- " + what + ": " + MarkdownText.of(text)));
    lines.add("- device: " + MarkdownText.of(RanText.devices(report.evidence().records())));
    return String.join("\n", lines) + "\n";
  }

  private static List<String> section(Section section) {
    List<String> lines =
        new ArrayList<>(List.of("", "## " + section.title(), "", section.reading(), ""));
    lines.addAll(Table.of(section.columns(), section.rows()).markdown());
    return lines;
  }

  /** A grid: of each place the share of seeds that converged, and their median iterations. */
  private static List<String> phases(PhaseDiagram phase) {
    List<String> headings = new ArrayList<>(List.of("start \\ step"));
    headings.addAll(phase.steps());
    List<Boolean> numeric = new ArrayList<>(Collections.nCopies(headings.size(), true));
    numeric.set(0, false);
    List<List<String>> rows = new ArrayList<>();
    for (int i = 0; i < phase.starts().size(); i++) {
      List<String> row = new ArrayList<>(List.of(phase.starts().get(i)));
      phase.cells().get(i).forEach(cells -> row.add(place(cells)));
      rows.add(row);
    }
    String setting = phase.setting().isEmpty() ? "" : ", " + phase.setting();
    List<String> lines =
        new ArrayList<>(List.of("## Share converged: median iterations" + setting, ""));
    lines.addAll(new Table(headings, numeric, rows).markdown());
    lines.add("");
    return lines;
  }

  private static String place(Replicates cells) {
    return cells.size() == 0
        ? "-"
        : Numbers.decimal(100 * PhaseDiagram.converged(cells))
            + " %: "
            + Numbers.decimal(PhaseDiagram.iterations(cells));
  }

  /** Checks and cautions as a list, where there are any. */
  private static List<String> trust(List<CellRecord> records) {
    List<String> lines = new ArrayList<>();
    TrustText.checks(records).ifPresent(text -> lines.add("- Checks: " + text));
    TrustText.cautions(records).forEach(text -> lines.add("- Caution: " + MarkdownText.of(text)));
    if (!lines.isEmpty()) {
      lines.add("");
    }
    return lines;
  }

  private static List<String> verdicts(List<Verdict> verdicts) {
    if (verdicts.isEmpty()) {
      return List.of("No statement was judged.");
    }
    List<List<String>> rows =
        verdicts.stream()
            .map(v ->
                List.of(
                    v.statement(), v.says().label(), VerdictText.evidence(v), v.origin().label()))
            .toList();
    List<String> lines =
        new ArrayList<>(
            List.of("What this run says about each statement; it proves none of them.", ""));
    lines.addAll(new Table(VERDICT_HEADINGS, TEXT_ONLY, rows).markdown());
    return lines;
  }
}
