package io.github.widthbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.experiment.Findings;
import io.github.widthbench.experiment.Findings.Column;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Interval;
import io.github.widthbench.experiment.Verdict.Origin;
import io.github.widthbench.experiment.Verdict.Says;
import io.github.widthbench.results.CellRecord.Ran;
import io.github.widthbench.results.Summary;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReportTest {

  private static final StudyReport REPORT =
      new StudyReport(
          "Width | convergence",
          new Summary.OfStudy(
              "exponential-quick",
              "runs/exponential-quick-1234",
              new Summary.Counts(4, 2, 1, 0),
              new Findings(
                  List.of(
                      new Column("width", "width"),
                      new Column("min", "λ min"),
                      new Column("note", "note")),
                  List.of(row(64, 0.0123456, "a|b"), row(4096, null, "short")),
                  List.of(
                      Verdict.atMost("exponential.rate", Origin.ABSTRACT, 1, 2),
                      Verdict.atMost("exponential.positive", Origin.RE_DERIVED, 3, 2),
                      new Verdict(
                          "exponential.lazy-gram",
                          Says.UNDECIDED,
                          null,
                          "hypothesis: widths, found 2, needed 3",
                          Origin.MEMORY,
                          -0.5,
                          new Interval(-0.75, -0.25),
                          null)),
                  "Wider is faster.")),
          List.of("./widthbench run exponential-quick"),
          new LinkedHashMap<>(Map.of("build", "0.1.0")),
          ReportSamples.evidence(0));

  @Test
  void closingReport_alignsColumnsAndSignsVerdicts() {
    assertThat(new ClosingReport(true, false).lines(REPORT))
        .containsExactly(
            "exponential-quick: Width | convergence",
            "",
            "width    λ min  note",
            "   64  0.01235  a|b",
            " 4096        -  short",
            "",
            "✓ exponential.rate       holds      margin 0.5 (from: abstract)",
            "✗ exponential.positive   violated   margin -0.5; observed 3.0, bound 2.0"
                + " (from: re-derived)",
            "? exponential.lazy-gram  undecided  estimate -0.5 in [-0.75, -0.25];"
                + " hypothesis: widths, found 2, needed 3 (from: memory)",
            "",
            "Wider is faster.",
            "4 cells: 2 ok, 1 failed, 1 not run; records and report in "
                + "runs/exponential-quick-1234");
  }

  @Test
  void closingReport_onAsciiTerminal_isAscii() {
    String text = String.join("\n", new ClosingReport(false, false).lines(REPORT));

    assertThat(text).isASCII();
    assertThat(text).contains("+ exponential.rate", "x exponential.positive", "lambda min");
  }

  @Test
  void closingReport_coloured_paintsTheSignsOnly() {
    assertThat(new ClosingReport(true, true).lines(REPORT).get(7))
        .startsWith("\033[31m✗\033[0m exponential.positive ");
  }

  @Test
  void markdownReport_holdsTableVerdictsAndCommands() {
    String text = MarkdownReport.of(REPORT);

    assertThat(text)
        .startsWith("# Width | convergence\n\nWider is faster.\n")
        .contains("| width | λ min | note |\n| ---: | ---: | --- |\n| 64 | 0.01235 | a\\|b |\n")
        .contains("| exponential.positive | violated | margin -0.5; observed 3.0, bound 2.0 |")
        .contains("$ ./widthbench run exponential-quick\n")
        .contains("- build: 0.1.0\n")
        .doesNotContainIgnoringCase("verified");
  }

  @Test
  void markdownReport_ofASoftwareDevice_saysThatNoGpuTookPart() {
    Ran software = new Ran("cuda", "software", "fp64", true);
    Evidence evidence = ReportSamples.evidence(ReportSamples.study("a study"), 0, software);
    StudyReport report = ReportSamples.report(evidence, REPORT.summary().findings(), "1");

    assertThat(MarkdownReport.of(report)).contains("- device: software device, no GPU: software\n");
  }

  private static SequencedMap<String, Object> row(int width, @Nullable Double min, String note) {
    SequencedMap<String, Object> row = new LinkedHashMap<>();
    row.put("width", width);
    if (min != null) {
      row.put("min", min);
    }
    row.put("note", note);
    return row;
  }
}
