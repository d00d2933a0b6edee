package io.github.widthbench.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.results.CellRecord;
import io.github.widthbench.results.FolderLockedException;
import io.github.widthbench.results.Journal;
import io.github.widthbench.results.Records;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrashTest {

  @TempDir Path root = Path.of("");
  private Path journal = Path.of("");

  @BeforeEach
  void journal() {
    journal = Runs.folder(root, CrashChild.STUDY).journal();
  }

  @Test
  void run_killedAtRandomMoments_losesNothingAndRepeatsNothing() throws Exception {
    killAndResume(5, 30, 1);
  }

  @Test
  @Tag("slow")
  void run_killedAtRandomMomentsOftenEnough_losesNothingAndRepeatsNothing() throws Exception {
    for (int seed = 2; seed < 22; seed++) {
      Files.deleteIfExists(journal);
      killAndResume(5, 30, seed);
    }
  }

  @Test
  void run_fileSizeLimit_failsAndResumes() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "needs bash");
    List<String> limited = List.of("/bin/bash", "-c", "ulimit -f 10; exec \"$@\"", "run");
    Process child = child(limited);
    acknowledged(child, Integer.MAX_VALUE);

    assertThat(child.waitFor()).isEqualTo(CrashChild.OUTPUT_FAILED);
    assertThat(Files.size(journal)).isBetween(8L << 10, 10L << 10);
    assertThat(Runs.records(journal)).isNotEmpty();
    assertResumes();
  }

  @Test
  void run_aCellThatFillsTheHeap_failsAloneAndTheRestRuns() throws Exception {
    Process child = child(List.of(), "greedy");
    acknowledged(child, Integer.MAX_VALUE);

    assertThat(child.waitFor()).isZero();
    assertThat(Runs.records(journal))
        .hasSize(CrashChild.STUDY.cells().size())
        .filteredOn(record -> record.outcome().status() == Outcome.Status.FAILED)
        .hasSize(2)
        .allSatisfy(record -> {
          assertThat(record.cell()).containsEntry("seed", (int) CrashChild.GREEDY_SEED);
          assertThat(record.outcome().reason())
              .isEqualTo("java.lang.OutOfMemoryError: Java heap space");
        });
  }

  @Test
  void open_otherProcessWrites_isRefusedWithItsId() throws Exception {
    Process child = child(List.of());
    try {
      acknowledged(child, 1);
      assertThatThrownBy(() -> Journal.open(journal))
          .isInstanceOf(FolderLockedException.class)
          .hasMessageContaining("process " + child.pid());
    } finally {
      kill(child);
    }
    Journal.open(journal).close();
  }

  private void killAndResume(int kills, int mostCells, int seed) throws Exception {
    Random random = new Random(seed);
    for (int kill = 0; kill < kills; kill++) {
      Process child = child(List.of());
      int before = Records.read(List.of(journal)).byId().size();
      int seen = acknowledged(child, before + 1 + random.nextInt(mostCells));
      LockSupport.parkNanos(random.nextInt(3_000_000));
      kill(child);
      seen = Math.max(seen, acknowledged(child, Integer.MAX_VALUE));

      List<CellRecord> records = new ArrayList<>();
      assertThat(Journal.read(journal, records::add)).as("seed %s", seed).hasSizeLessThan(2);
      assertThat(records).as("seed %s", seed).hasSizeGreaterThanOrEqualTo(seen);
    }
    assertResumes();
  }

  /** Goes on in this process and compares with a run that nothing disturbed. */
  private void assertResumes() {
    SweepResult result = Runs.run(root, CrashChild.STUDY, Probe.WELL, SweepOptions.threads(2));
    Path undisturbed = root.resolve("undisturbed");
    Runs.run(undisturbed, CrashChild.STUDY, Probe.WELL, SweepOptions.threads(1));

    assertThat(result.counts().ok()).isEqualTo(CrashChild.STUDY.cells().size());
    assertThat(Runs.records(journal))
        .extracting(CellRecord::id)
        .hasSize(CrashChild.STUDY.cells().size())
        .doesNotHaveDuplicates();
    assertThat(Runs.deterministic(journal))
        .isEqualTo(Runs.deterministic(Runs.folder(undisturbed, CrashChild.STUDY).journal()));
  }

  /** Reads what the child says until {@code cells} are recorded; gives how many were. */
  private static int acknowledged(Process child, int cells) throws IOException {
    BufferedReader words = child.inputReader();
    int seen = 0;
    String word = words.readLine();
    while (word != null) {
      seen = Integer.parseInt(word);
      if (seen >= cells) {
        return seen;
      }
      word = words.readLine();
    }
    return seen;
  }

  /** SIGKILL; by the handle, since {@link Process#destroyForcibly} would lose the last words. */
  private static void kill(Process child) throws InterruptedException {
    assertThat(child.toHandle().destroyForcibly()).isTrue();
    child.waitFor();
  }

  private Process child(List<String> prefix, String... more) throws IOException {
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-Xshare:auto", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-XX:-UsePerfData", "-cp", System.getProperty("java.class.path")));
    command.addAll(List.of(CrashChild.class.getName(), root.toString()));
    command.addAll(List.of(more));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
