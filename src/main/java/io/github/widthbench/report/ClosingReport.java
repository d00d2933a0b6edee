package io.github.widthbench.report;

import io.github.widthbench.experiment.Verdict;
import java.util.ArrayList;
import java.util.List;

/**
 * What a run prints at its end: the table, the verdicts, the sentence, where the files are.
 *
 * @param unicode whether signs beyond ASCII may be printed
 * @param colour whether terminal escapes may be printed
 */
public record ClosingReport(boolean unicode, boolean colour) {

  private static final int MOST_REASONS = 3;

  private static final String GREEN = "\033[32m";
  private static final String RED = "\033[31m";
  private static final String YELLOW = "\033[33m";
  private static final String PLAIN = "\033[0m";

  /** The report as lines. */
  public List<String> lines(StudyReport report) {
    List<String> lines = new ArrayList<>();
    String study = report.summary().study();
    lines.add(study.equals(report.title()) ? study : study + ": " + report.title());
    lines.add("");
    if (!report.summary().findings().rows().isEmpty()) {
      lines.addAll(Table.of(report.summary().findings()).aligned());
      lines.add("");
    }
    if (!report.summary().findings().verdicts().isEmpty()) {
      lines.addAll(verdicts(report.summary().findings().verdicts()));
      lines.add("");
    }
    lines.add(report.summary().findings().sentence());
    TrustText.beyondTheory(report.evidence().records())
        .ifPresent(text -> lines.add("Beyond the theory: " + text + "."));
    report.reasons().stream()
        .limit(MOST_REASONS)
        .map(reason -> reason.replaceAll("\\p{Cntrl}", " "))
        .forEach(lines::add);
    lines.add(report.cellCounts() + "; records and report in " + report.summary().folder());
    return lines.stream().map(this::printable).toList();
  }

  private List<String> verdicts(List<Verdict> verdicts) {
    int longest = verdicts.stream().mapToInt(v -> v.statement().length()).max().orElse(0);
    String row = "%s %-" + longest + "s  %-9s  %s (from: %s)";
    return verdicts.stream()
        .map(v ->
            row.formatted(
                sign(v.says()),
                v.statement(),
                v.says().label(),
                VerdictText.evidence(v),
                v.origin().label()))
        .toList();
  }

  private String sign(Verdict.Says says) {
    return switch (says) {
      case HOLDS -> paint(GREEN, unicode ? "✓" : "+");
      case VIOLATED -> paint(RED, unicode ? "✗" : "x");
      case UNDECIDED -> paint(YELLOW, "?");
    };
  }

  private String paint(String escape, String text) {
    return colour ? escape + text + PLAIN : text;
  }

  /** Headings and sentences may hold Greek letters and signs; ASCII terminals get a likeness. */
  private String printable(String line) {
    return unicode ? line : AsciiText.of(line);
  }
}
