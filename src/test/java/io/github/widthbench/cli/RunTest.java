package io.github.widthbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.backend.Backends;
import io.github.widthbench.math.Precision;
import io.github.widthbench.results.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whole runs of a small study: records, resuming, shards, reports. */
class RunTest {

  @TempDir private Path out;

  @Test
  void run_ofASmallStudy_writesItsFolderAndPrintsItsReport() throws IOException {
    Called called = run();

    assertThat(called.exit()).isZero();
    assertThat(called.out())
        .contains("exponential-quick: ", "exponential.rate", "4 cells: 4 ok", folder().toString());
    assertThat(called.err()).contains("4 cells on backend reference", "4 of 4 cells");
    assertThat(folder())
        .isDirectoryContaining("glob:**/{study.yaml,provenance.json,cells.jsonl,report.md}");
    assertThat(Files.readAllLines(folder().resolve("cells.jsonl"))).hasSize(4);
    assertThat(folder().resolve("report.md"))
        .content()
        .contains("./widthbench run exponential-quick --out " + out, "## Verdicts");
  }

  @Test
  void run_again_runsNothingAndSaysTheSame() throws IOException {
    String first = run("--json", "--quiet").out();
    String records = Files.readString(folder().resolve("cells.jsonl"));

    assertThat(run("--json", "--quiet").out()).isEqualTo(first);
    assertThat(folder().resolve("cells.jsonl")).content().isEqualTo(records);
  }

  @Test
  void run_quiet_saysNothingOnStderr() {
    assertThat(run("--quiet").err()).isEmpty();
  }

  @Test
  void run_withJson_printsTheSummaryOnly() throws IOException {
    Called called = run("--json");

    assertThat(called.json().at("/exit").asInt()).isZero();
    assertThat(called.json().at("/studies/0/cells/ok").asInt()).isEqualTo(4);
    assertThat(folder().resolve("summary.json")).content().isEqualTo(called.out());
  }

  @Test
  void run_withJsonCells_printsTheRecordsInOrderOfTheStudy() throws IOException {
    List<String> lines = run("--json=cells").out().lines().toList();

    assertThat(lines)
        .containsExactlyInAnyOrderElementsOf(Files.readAllLines(folder().resolve("cells.jsonl")));
    assertThat(lines.getFirst()).contains("\"width\":64", "\"seed\":0");
    assertThat(lines.getLast()).contains("\"width\":128", "\"seed\":1");
  }

  @Test
  void run_ofFailedCells_saysWhyAtItsEnd() {
    Called called = run("--time-limit", "1e-9", "--quiet", "--set", "stop.residual=1e-300");

    assertThat(called.out())
        .contains("\n4 cells failed: time limit of ", "\n4 cells: 0 ok, 4 failed; records");
  }

  @Test
  void run_beyondItsTimeLimit_hasFailedCellsAndExits1() {
    Called called = run("--time-limit", "1e-9", "--json", "--set", "stop.residual=1e-300");

    assertThat(called.exit()).isEqualTo(1);
    assertThat(called.json().at("/studies/0/cells/failed").asInt()).isEqualTo(4);
  }

  @Test
  void run_intoAFolderInUse_isRefused() throws Exception {
    run("--quiet");
    try (Journal _ = Journal.open(folder().resolve("cells.jsonl"))) {
      Called called = run("--quiet");

      assertThat(called.exit()).isEqualTo(2);
      assertThat(called.err()).contains("is being written by");
    }
  }

  @Test
  void run_whereNothingCanBeWritten_exits5() throws IOException {
    Path file = Files.writeString(out.resolve("file"), "");

    assertThat(Called.with("run", "exponential-quick", "--out", file.toString()).exit())
        .isEqualTo(5);
  }

  @Test
  void run_withoutANamedBackend_saysWhyInTheOutputAndInEachRecord() {
    String why = Backends.choose(Optional.empty(), Precision.FP64).why();
    Called called =
        Called.with(
            ("run exponential-quick --set width=64 --set seed=0 --json=cells --out " + out)
                .split(" "));

    assertThat(called.err()).contains("(" + why + ")");
    JsonMapper mapper = JsonMapper.builder().build();
    assertThat(called.out().lines().map(mapper::readTree))
        .hasSize(2)
        .allSatisfy(record -> assertThat(record.at("/backend/why").asString()).isEqualTo(why));
  }

  @Test
  void shards_merged_sayWhatTheWholeSays() throws IOException {
    String whole = run("--json", "--quiet").out();
    Files.move(folder(), out.resolve("kept"));

    assertThat(run("--engine", "shard:0/2", "--quiet").exit()).isZero();
    Called half = Called.with("merge", folder().toString());
    assertThat(half.exit()).as("a shard is missing").isEqualTo(1);
    assertThat(half.err()).contains("merged 2 of 4 cells");
    run("--engine", "shard:1/2", "--quiet");
    Called merged = Called.with("merge", "--json", folder().toString());

    assertThat(merged.exit()).isZero();
    assertThat(merged.out()).isEqualTo(whole);
  }

  @Test
  void report_ofAFolder_judgesItsRecordsAgain() throws IOException {
    String ran = run("--quiet").out();
    Files.delete(folder().resolve("report.md"));

    Called called = Called.with("report", folder().toString());

    assertThat(called.out()).isEqualTo(ran);
    assertThat(folder().resolve("report.md")).exists();
  }

  @Test
  void report_ofNoRunFolder_isRefused() {
    Called called = Called.with("report", out.toString());

    assertThat(called.exit()).isEqualTo(2);
    assertThat(called.err()).contains("holds no study.yaml").doesNotContain("in it");
  }

  @Test
  void report_ofTheFolderOfRunFolders_namesThem() throws IOException {
    Files.createDirectories(out.resolve("a-0123456789ab"));
    Files.writeString(out.resolve("a-0123456789ab/study.yaml"), "");

    assertThat(Called.with("report", out.toString()).err())
        .contains("the run folders in it are " + out.resolve("*"));
  }

  @Test
  void plan_countsCellsAndSeconds_andRunsNothing() {
    JsonNode plan =
        Called.with("plan", "exponential-quick", "--json", "--backend", "reference")
            .json()
            .at("/plans/0");

    assertThat(plan.at("/cells").asInt()).isEqualTo(280);
    double seconds = plan.at("/seconds/value").asDouble();
    assertThat(seconds).isBetween(1e-3, 1e3);
    assertThat(seconds)
        .isBetween(plan.at("/seconds/low").asDouble(), plan.at("/seconds/high").asDouble());
    assertThat(plan.at("/iterations/value").asDouble()).isBetween(280 * 50.0, 280 * 500.0);
    assertThat(out).isEmptyDirectory();
  }

  @Test
  void plan_ofWhatCannotFit_isRefusedAndNamesWhatDoes() {
    Called called = Called.with("plan", "exponential-quick", "--set", "width=1073741824");

    assertThat(called.err()).contains("the largest width that fits is");
  }

  private Called run(String... more) {
    List<String> arguments =
        List.of(
            "run",
            "exponential-quick",
            "--out",
            out.toString(),
            "--backend",
            "reference",
            "--set",
            "width=[64, 128]",
            "--set",
            "seed={count: 2}",
            "--set",
            "initialization=coupled");
    return Called.with(Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new));
  }

  private Path folder() throws IOException {
    try (Stream<Path> folders = Files.list(out)) {
      return folders.filter(folder -> !folder.endsWith("kept")).findFirst().orElseThrow();
    }
  }
}
