package io.github.widthbench.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.results.CellRecord;
import io.github.widthbench.results.GateRecord;
import io.github.widthbench.results.GateRecord.Decision;
import io.github.widthbench.results.Journal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Reads run folders as runs leave them. */
class SideTest {

  private static final int CAP = 500;

  @TempDir private Path root;

  @Test
  void read_runFolder_namesCellsByStudyAndAxes() throws IOException {
    Side side = Side.read(run("a/lazy-0123456789ab", "reference", 3, 100));

    assertThat(side.exact().values())
        .hasSize(3)
        .containsEntry("lazy/seed=1,width=64", "101 iterations; 0.1: 7")
        .containsKey("lazy/seed=2,width=64");
    assertThat(side.facts()).containsEntry("computed by", "reference").containsEntry("cores", "2");
    assertThat(side.runs()).contains(new SeedRun("lazy/width=64", 1, 101, true));
  }

  @Test
  void compare_foldersOfTwoBuilds_findsSlowerConvergenceThoughAccepted() throws IOException {
    run("a/lazy-0123456789ab", "reference", 20, 100);
    run("b/lazy-ba9876543210", "reference", 20, 150);
    Gate gate = new Gate(new Rules(0.05, 0.01, 3), Acceptance.of(List.of("lazy/*"), null), null);

    GateRecord record = gate.compare(root.resolve("a"), root.resolve("b"));

    assertThat(record.exact().changed()).hasSize(20);
    assertThat(record.exact().unaccepted()).isEmpty();
    assertThat(record.convergence().getFirst().decision()).isEqualTo(Decision.REGRESSED);
    assertThat(record.exit()).isEqualTo(1);
  }

  @Test
  void compare_censoredRuns_areKept() throws IOException {
    Path before = run("a/lazy-0123456789ab", "reference", 20, 100);
    Path after = run("b/lazy-0123456789ab", "reference", 20, CAP - 5);

    GateRecord.Convergence group =
        new Gate(new Rules(0.05, 0.01, 3), Acceptance.of(List.of(), null), null)
            .compare(before, after)
            .convergence()
            .getFirst();

    assertThat(group.method()).isEqualTo("log-rank");
    assertThat(group.ended()).containsExactly(20, 5);
    assertThat(group.seeds()).isEqualTo(20);
  }

  @Test
  void compare_otherBackend_isRefused() throws IOException {
    Path before = run("a/lazy-0123456789ab", "reference", 3, 100);
    Path after = run("b/lazy-0123456789ab", "cpu", 3, 100);

    GateRecord record =
        new Gate(new Rules(0.05, 0.01, 3), Acceptance.of(List.of(), null), null)
            .compare(before, after);

    assertThat(record.exit()).isEqualTo(4);
    assertThat(record.differences())
        .contains(new GateRecord.Difference("computed by", "reference", "cpu on a device"));
  }

  /** A run folder whose seed s took {@code iterations} + s, unless that is more than the cap. */
  private Path run(String name, String backend, int seeds, int iterations) throws IOException {
    Path folder = Files.createDirectories(root.resolve(name));
    try (Journal journal = Journal.open(folder.resolve("cells.jsonl"))) {
      for (int seed = 0; seed < seeds; seed++) {
        journal.append(record(seed, iterations + seed, backend));
      }
    }
    Files.writeString(
        folder.resolve("provenance.json"),
        "{\"host\": {\"cores\": 2}, \"backend\": {\"used\": \"%s\"}, \"found\": []}"
            .formatted(backend));
    return folder;
  }

  private static CellRecord record(int seed, int iterations, String backend) {
    boolean converged = iterations < CAP;
    SequencedMap<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("converged", converged);
    if (converged) {
      metrics.put("iterations", iterations);
    }
    metrics.put("iterationsTo", List.of(Map.of("tolerance", 0.1, "iterations", 7)));
    Outcome outcome =
        new Outcome(Outcome.Status.OK, null, metrics, new LinkedHashMap<>(), List.of(), List.of());
    return new CellRecord(
        "%016x".formatted(seed),
        "exponential",
        new LinkedHashMap<>(Map.of("seed", seed, "width", 64)),
        outcome,
        new CellRecord.Timing(0.1, 1, false),
        new CellRecord.Ran(backend, "a device", "fp64", true),
        0);
  }
}
