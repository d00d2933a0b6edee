package io.github.widthbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Several studies as one Markdown document; runs of one study stand side by side. */
public final class JointMarkdown {

  private JointMarkdown() {}

  /** The whole document. */
  public static String of(List<StudyReport> reports) {
    Map<String, List<StudyReport>> byStudy =
        reports.stream()
            .collect(
                Collectors.groupingBy(
                    report -> report.summary().study(), LinkedHashMap::new, Collectors.toList()));
    List<String> lines = new ArrayList<>(List.of("# " + reports.size() + " runs", ""));
    byStudy.values().forEach(runs -> lines.addAll(section(runs)));
    return String.join("\n", lines) + "\n";
  }

  private static List<String> section(List<StudyReport> runs) {
    List<String> lines =
        new ArrayList<>(List.of("## " + MarkdownText.of(runs.getFirst().title()), ""));
    if (runs.size() > 1) {
      Comparison comparison = Comparison.of(runs);
      for (int i = 0; i < runs.size(); i++) {
        lines.add(
            "- " + MarkdownText.of(comparison.labels().get(i)) + ": " + sentence(runs.get(i)));
      }
      lines.add("");
      lines.addAll(comparison.facts().markdown());
      comparison.notes().forEach(note -> lines.addAll(List.of("", MarkdownText.of(note) + ".")));
      lines.addAll(List.of("", "### Verdicts", ""));
      lines.addAll(comparison.verdicts().markdown());
      lines.addAll(List.of("", "### What differs in the tables", ""));
      lines.addAll(numbers(comparison.numbers()));
    } else {
      lines.add(sentence(runs.getFirst()));
    }
    lines.add("");
    runs.forEach(
        run -> lines.add("- more: " + MarkdownText.of(run.summary().folder()) + "/report.md"));
    lines.add("");
    return lines;
  }

  private static List<String> numbers(Table numbers) {
    return numbers.rows().isEmpty() ? List.of("Nothing.") : numbers.markdown();
  }

  private static String sentence(StudyReport report) {
    return report.summary().findings().sentence();
  }
}
