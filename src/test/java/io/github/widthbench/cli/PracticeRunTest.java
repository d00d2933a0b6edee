package io.github.widthbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies beyond the theory through the command line: their mark, and the ways out. */
class PracticeRunTest {

  @TempDir private Path home;

  @Test
  void run_withRidge_isMarkedInRecordsAndReports_andWithoutIsNot() throws IOException {
    Called beyond = run("--set=ridge={scaled: 0.1}", "--set=stop.cap=30");
    assertThat(beyond.exit()).isZero();
    assertThat(beyond.out())
        .contains("Beyond the theory: ridge 0.1·λmax(H∞) (1 of 1 cells).")
        .contains("hypothesis: ridge, found 0.1·λmax(H∞), needed none");
    Path folder = folders().getFirst();
    assertThat(folder.resolve("cells.jsonl"))
        .content()
        .contains("\"beyondTheory\":[\"ridge 0.1·λmax(H∞)\"]");
    assertThat(folder.resolve("report.md"))
        .content()
        .contains("**Beyond the theory:** ridge 0.1·λmax(H∞) (1 of 1 cells).");
    assertThat(folder.resolve("report.html")).content().contains("ridge 0.1·λmax(H∞) (1 of 1");

    assertThat(run("--set=stop.cap=31").out()).doesNotContain("Beyond the theory");
  }

  @Test
  void whatIf_stepTooLarge_saysThatSmallerOnesHelp_andResumes() throws IOException {
    String[] tooLarge = {"--what-if", "--set=learningRate={scaled: 3.0}", "--set=stop.cap=2000"};
    Called called = run(tooLarge);
    assertThat(called.exit()).isZero();
    assertThat(called.out())
        .contains("1 cell did not converge; what helped, and how many: ")
        .contains("step / 2 (1)", "step / 4 (1)")
        .containsPattern("step / 4 +yes +\\d+")
        .containsPattern("as it is +no");
    Path tried = folders().getFirst().resolve("what-if");
    List<String> records = Files.readAllLines(tried.resolve("cells.jsonl"));
    assertThat(records).anyMatch(line -> line.contains("\"whatIf\":\"ridge 0.01\""));
    assertThat(tried.resolve("report.md")).content().contains("what helped");

    assertThat(run(tooLarge).out()).contains("step / 4 (1)");
    assertThat(Files.readAllLines(tried.resolve("cells.jsonl"))).hasSameSizeAs(records);
  }

  @Test
  void whatIf_allConverged_asksNothing() throws IOException {
    Called called = run("--what-if", "--set=stop.cap=2000");
    assertThat(called.err()).contains("Every cell that ran has converged");
    assertThat(folders().getFirst().resolve("what-if")).doesNotExist();
  }

  @Test
  void run_withAFieldOfAnotherExperiment_saysWhereItWorks() {
    Called recovery = Called.with("run", "recovery-quick", "--set=ridge={scaled: 0.1}");
    assertThat(recovery.exit()).isEqualTo(2);
    assertThat(recovery.err()).contains("unknown field", "; ridge is a field of exponential");
    Called momentum = Called.with("run", "momentum-quick", "--set=batchSize=3");
    assertThat(momentum.err()).contains("; batchSize is a field of exponential");
  }

  @Test
  void whatIf_ofAShard_isRefused() {
    Called called = run("--what-if", "--engine=shard:0/2");
    assertThat(called.exit()).isEqualTo(2);
    assertThat(called.err()).contains("--what-if asks about a whole study");
  }

  private Called run(String... more) {
    List<String> arguments =
        Stream.concat(
                Stream.of(
                    "run",
                    "exponential-quick",
                    "--backend=reference",
                    "--out=" + home,
                    "--set=width=64",
                    "--set=seed=0",
                    "--set=initialization=coupled"),
                Stream.of(more))
            .toList();
    return Called.with(arguments.toArray(String[]::new));
  }

  private List<Path> folders() throws IOException {
    try (Stream<Path> folders = Files.list(home)) {
      return folders.sorted().toList();
    }
  }
}
