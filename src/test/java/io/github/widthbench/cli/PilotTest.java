package io.github.widthbench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.results.PublishedSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A run that begins with a pilot. */
class PilotTest {

  private static final int CELLS = 5 * 20;

  @TempDir private Path out;

  @Test
  void run_withAGoalThatWillBeMet_goesOnInTheSameJournal() throws IOException {
    Called called = run("{converged: 0.95, seconds: 600}");

    assertThat(called.exit()).isZero();
    assertThat(called.out()).contains("after a pilot", "GO", CELLS + " cells: " + CELLS + " ok");
    assertThat(records()).hasSize(CELLS);
    assertThat(records().stream().map(line -> line.substring(0, 60)).distinct()).hasSize(CELLS);
  }

  @Test
  void run_withTooLittleTime_stopsAfterItsPilotAndResumesWithout() throws IOException {
    Called called = run("{seconds: 1e-6}");

    assertThat(called.exit()).isEqualTo(1);
    assertThat(called.out()).contains("STOP", "missed").doesNotContain("exponential.rate");
    assertThat(records()).hasSizeBetween(20, CELLS - 20);
    List<String> kept = records();

    assertThat(Called.with("run", study(), "--out", out.toString()).exit()).isZero();
    assertThat(records()).hasSize(CELLS).containsAll(kept);
  }

  @Test
  void run_withAShareThatTheseSeedsCannotTell_saysSo() throws IOException {
    Called called = run("{converged: 0.9999}", "--set", "seed={count: 60}");

    assertThat(called.exit()).isEqualTo(4);
    assertThat(called.out()).contains("UNCLEAR", "not told by the interval");
    PublishedSchema.PILOT.accepts(Files.readString(folder().resolve("pilot.json")));
  }

  @Test
  void run_withCapsThatAreTooLow_stops() throws IOException {
    Called called = run("{converged: 0.95}", "--set", "stop.cap=5", "--json");

    assertThat(called.exit()).isEqualTo(1);
    assertThat(called.json().at("/says").asString()).isEqualTo("stop");
    PublishedSchema.PILOT.accepts(called.out());
  }

  @Test
  void run_ofAShard_isRefused() throws IOException {
    Called called = run("{seconds: 600}", "--engine", "shard:0/2");

    assertThat(called.exit()).isEqualTo(2);
    assertThat(called.err()).contains("a pilot speaks of the whole study");
  }

  @Test
  void run_withAMisspeltGoal_isRefused() throws IOException {
    Called called = run("{converge: 0.9}");

    assertThat(called.exit()).isEqualTo(2);
    assertThat(called.err()).contains("goal.converge", "converged");
  }

  @Test
  void plan_ofPointsThatNearlyAgree_saysWhyTheStepsAreUnknownAndWhatToDo() throws IOException {
    Called stuck = plan("[[0.5, 0.1], [0.5001, 0.1], [-0.3, 0.4]]");

    assertThat(stuck.exit()).isZero();
    assertThat(stuck.out())
        .containsPattern("unknown +\\d+ of the \\d+ cells tried belong to settings where none")
        .contains("points that nearly agree train slowly", "--what-if");
    assertThat(plan("[[0.5, 0.1], [-0.4, 0.3], [0.1, -0.5]]").out())
        .contains("steps")
        .doesNotContain("unknown");
  }

  private Called plan(String points) throws IOException {
    Path file = out.resolve("planned.yaml");
    Files.writeString(
        file,
        """
        experiment: exponential
        axes: {width: [8, 16], seed: {count: 2}}
        fixed:
          data: {kind: inline, x: %s, y: [1, -1, 1]}
          stop: {residual: 1e-3, cap: 3000}
        """
            .formatted(points));
    return Called.with("plan", file.toString(), "--threads", "1");
  }

  private Called run(String goal, String... more) throws IOException {
    Files.writeString(
        Path.of(study()),
        """
        experiment: exponential
        goal: %s
        axes: {width: {pow2: [5, 9]}, seed: {count: 20}}
        fixed:
          data: {kind: inline, x: [[0.3, 0.4], [-0.4, 0.3], [0.5, 0]], y: [1, -1, 1]}
        """
            .formatted(goal));
    List<String> arguments = List.of("run", study(), "--pilot", "--out", out.toString());
    return Called.with(Stream.concat(arguments.stream(), Stream.of(more)).toArray(String[]::new));
  }

  private String study() {
    return out.resolve("piloted.yaml").toString();
  }

  private List<String> records() throws IOException {
    return Files.readAllLines(folder().resolve("cells.jsonl"));
  }

  private Path folder() throws IOException {
    try (Stream<Path> folders = Files.list(out)) {
      return folders.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }
}
