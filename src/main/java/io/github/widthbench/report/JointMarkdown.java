package io.github.widthbench.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Several runs as one Markdown document; those of one study, and all bench folders, stand side by
 * side.
 */
public final class JointMarkdown {

  private JointMarkdown() {}

  /** The whole document. */
  public static String of(List<StudyReport> reports, List<BenchRun> benches) {
    Map<String, List<StudyReport>> byStudy =
        reports.stream()
            .collect(
                Collectors.groupingBy(
                    report -> report.summary().study(), LinkedHashMap::new, Collectors.toList()));
    int all = reports.size() + benches.size();
    List<String> lines = new ArrayList<>(List.of("# " + all + " runs", ""));
    byStudy.values().forEach(runs -> lines.addAll(section(runs)));
    if (!benches.isEmpty()) {
      lines.addAll(benchmarks(benches));
    }
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
    runs.forEach(run -> lines.add(more(run.summary().folder())));
    lines.add("");
    return lines;
  }

  private static List<String> benchmarks(List<BenchRun> runs) {
    List<String> lines = new ArrayList<>(List.of("## Benchmarks", ""));
    if (runs.size() > 1) {
      BenchComparison comparison = BenchComparison.of(runs);
      for (int i = 0; i < runs.size(); i++) {
        String label = MarkdownText.of(comparison.labels().get(i));
        lines.add("- " + label + ": " + BenchPage.sentence(runs.get(i).report()));
      }
      lines.add("");
      lines.addAll(comparison.facts().markdown());
      comparison.notes().forEach(note -> lines.addAll(List.of("", note)));
      lines.addAll(List.of("", "### Times, medians over the forks", ""));
      lines.addAll(numbers(comparison.times()));
    } else {
      lines.add(BenchPage.sentence(runs.getFirst().report()));
    }
    lines.add("");
    runs.forEach(run -> lines.add(more(run.made().folder())));
    lines.add("");
    return lines;
  }

  private static String more(String folder) {
    return "- more: " + MarkdownText.of(folder) + "/report.md";
  }

  private static List<String> numbers(Table numbers) {
    return numbers.rows().isEmpty() ? List.of("Nothing.") : numbers.markdown();
  }

  private static String sentence(StudyReport report) {
    return report.summary().findings().sentence();
  }
}
