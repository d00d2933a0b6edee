package io.github.widthbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.experiment.Findings;
import io.github.widthbench.experiment.Findings.Column;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.results.CellRecord.Ran;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ComparisonTest {

  private static final StudyReport CPU = report("cpu", "a chip", "fp64", 180, 0);
  private static final StudyReport GPU = report("cuda", "NVIDIA H200", "fp32", 181, 1);

  private static StudyReport report(
      String used, String device, String precision, int iterations, int more) {
    SequencedMap<String, Object> row = new LinkedHashMap<>();
    row.put("width", 64);
    row.put("iterations", iterations);
    row.put("lambdaMin", 0.5);
    Findings findings =
        new Findings(
            List.of(
                new Column("width", "width m"),
                new Column("iterations", "iterations"),
                new Column("lambdaMin", "λmin")),
            List.of(row),
            List.of(Verdict.atMost("exponential.rate", Verdict.Origin.MEMORY, more, 0.5)),
            "Said.");
    Ran ran = new Ran(used, device, precision, true);
    Evidence evidence = ReportSamples.evidence(ReportSamples.study("a study"), more, ran);
    return ReportSamples.report(evidence, findings, "widthbench 0.1, commit abcdef1234567");
  }

  @Test
  void comparison_ofTwoDevices_showsWhatDiffers() {
    Comparison comparison = Comparison.of(List.of(CPU, GPU));

    assertThat(comparison.labels()).containsExactly("CPU", "GPU");
    assertThat(comparison.numbers().headings())
        .containsExactly("width m", "iterations, CPU", "iterations, GPU");
    assertThat(comparison.numbers().rows()).containsExactly(List.of("64", "180", "181"));
    assertThat(comparison.verdicts().rows())
        .containsExactly(List.of("exponential.rate", "holds", "violated"));
    assertThat(comparison.notes().getFirst())
        .endsWith("12 cells in both, of which 0 have the same record bit for bit");
  }

  @Test
  void comparison_ofOneRunWithItself_findsTheSameRecords() {
    Comparison comparison = Comparison.of(List.of(CPU, CPU));

    assertThat(comparison.numbers().rows()).isEmpty();
    assertThat(comparison.notes().getFirst()).contains("12 cells in both, of which 12 have");
  }

  @Test
  void comparison_ofRunsThatNothingTellsApart_namesTheirFolders() {
    assertThat(Comparison.of(List.of(CPU, CPU)).labels())
        .allMatch(label -> label.startsWith("test-"))
        .doesNotHaveDuplicates();
  }

  @Test
  void comparison_ofBenchFolders_pairsTheCasesThatDifferOnlyInTheirBackend() {
    BenchComparison comparison =
        BenchComparison.of(List.of(PageSamples.run("cpu", 1), PageSamples.run("cuda", 2)));

    assertThat(comparison.labels()).containsExactly("cpu", "cuda");
    assertThat(comparison.times().headings())
        .containsExactly("case", "unit", "cpu", "cuda", "cuda / cpu");
    assertThat(comparison.times().rows())
        .hasSize(28)
        .contains(
            List.of(
                "DescentBenchmark.step precision=fp64 width=1024",
                "us/op",
                "67.47",
                "33.73",
                "0.5"));
    assertThat(comparison.notes()).contains("cuda: 28 cases, of which 28 are in all runs");
  }

  @Test
  void comparison_ofBenchFoldersOfOneBackend_namesWhatTellsThemApart() {
    BenchRun cpu = PageSamples.run("cpu", 1);
    BenchRun other =
        new BenchRun(
            cpu.report(),
            new MadeOf(
                "elsewhere/bench-b",
                List.of(),
                new TreeMap<>(Map.of("processor", "Other, 4 cores, Linux", "build", "2"))));

    assertThat(BenchComparison.of(List.of(cpu, other)).labels()).containsExactly("-", "Other");
    assertThat(BenchComparison.of(List.of(cpu, cpu)).labels())
        .containsExactly("bench-cpu (1)", "bench-cpu (2)");
  }

  @Test
  void jointMarkdown_ofBenchFolders_holdsTheirTimes() {
    List<BenchRun> benches = List.of(PageSamples.run("cpu", 1), PageSamples.run("cuda", 2));

    assertThat(JointMarkdown.of(List.of(CPU), benches))
        .startsWith("# 3 runs\n")
        .contains("- cuda: Measured 28 cases of 4 benchmarks.")
        .contains("| case | unit | cpu | cuda | cuda / cpu |", "| backend | cpu | cuda |")
        .contains("- more: runs/bench-cuda/report.md");
  }

  @Test
  void jointMarkdown_holdsBothSentencesAndTheTables() {
    assertThat(JointMarkdown.of(List.of(CPU, GPU), List.of()))
        .contains("- CPU: Said.", "| exponential.rate | holds | violated |")
        .contains("| 64 | 180 | 181 |");
  }
}
