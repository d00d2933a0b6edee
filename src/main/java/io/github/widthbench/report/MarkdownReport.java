package io.github.widthbench.report;

import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.results.CellRecord;
import io.github.widthbench.scaling.Section;
import java.util.ArrayList;
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
    lines.addAll(List.of("# " + report.title(), "", report.summary().findings().sentence(), ""));
    if (!report.summary().findings().rows().isEmpty()) {
      lines.addAll(Table.of(report.summary().findings()).markdown());
      lines.add("");
    }
    lines.addAll(List.of("## Verdicts", ""));
    lines.addAll(verdicts(report.summary().findings().verdicts()));
    report.scaling().forEach(section -> lines.addAll(section(section)));
    lines.addAll(List.of("", "## Cells", "", report.cellCounts() + ".", ""));
    lines.addAll(trust(report.evidence().records()));
    lines.addAll(List.of("## The same again", "", "```console"));
    report.commands().forEach(command -> lines.add("$ " + command));
    lines.addAll(List.of("```", "", "## Made by", ""));
    report.madeBy().forEach((what, text) -> lines.add("- " + what + ": " + text));
    return String.join("\n", lines) + "\n";
  }

  private static List<String> section(Section section) {
    List<String> lines =
        new ArrayList<>(List.of("", "## " + section.title(), "", section.reading(), ""));
    lines.addAll(Table.of(section.columns(), section.rows()).markdown());
    return lines;
  }

  /** Checks and cautions as a list, where there are any. */
  private static List<String> trust(List<CellRecord> records) {
    List<String> lines = new ArrayList<>();
    TrustText.checks(records).ifPresent(text -> lines.add("- Checks: " + text));
    TrustText.cautions(records).forEach(text -> lines.add("- Caution: " + text));
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
