package io.github.widthbench.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.widthbench.backend.BackendUnavailableException;
import io.github.widthbench.backend.UnfusedOps;
import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.results.CellRecord;
import io.github.widthbench.results.FolderLockedException;
import io.github.widthbench.results.OutputFailedException;
import io.github.widthbench.results.Summary;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Study;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.DoubleAdder;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SweepTest {

  private static final Study STUDY = Probe.study(20, 4, 8, 16);

  @TempDir Path root = Path.of("");

  @Test
  void run_anyThreadsAndShards_giveEqualRecords() {
    List<List<String>> results = new ArrayList<>();
    for (int threads : new int[] {1, 2, 7}) {
      Path out = root.resolve("threads" + threads);
      SweepResult result = Runs.run(out, STUDY, Probe.WELL, SweepOptions.threads(threads));
      assertThat(result.counts()).isEqualTo(new Summary.Counts(60, 60, 0, 0));
      results.add(Runs.deterministic(Runs.folder(out, STUDY).journal()));
    }
    Path out = root.resolve("shards");
    for (int index = 0; index < 3; index++) {
      Runs.run(out, STUDY, Probe.WELL, Runs.shard(index, 3));
    }
    Merge.Merged merged = Merge.into(Runs.folder(out, STUDY), STUDY, List.of());
    assertThat(merged.sentence()).isEqualTo("merged 60 of 60 cells");
    results.add(Runs.deterministic(Runs.folder(out, STUDY).journal()));

    assertThat(new TreeSet<>(results.getFirst())).hasSize(60);
    assertThat(results).allMatch(results.getFirst()::equals);
  }

  @Test
  void run_finishedOutcomes_areInStudyOrderAndTheSameWhenResumed() {
    SweepResult fresh = Runs.run(root, STUDY, Probe.WELL, SweepOptions.threads(2));
    Set<String> ran = new ConcurrentSkipListSet<>();
    SweepResult again =
        Runs.run(
            root,
            STUDY,
            new Probe((cell, backend, watch) -> ran.add(cell.id())),
            SweepOptions.threads(2));

    assertThat(fresh.finished().stream().map(finished -> finished.cell()))
        .containsExactlyElementsOf(STUDY.cells());
    assertThat(again).isEqualTo(fresh);
    assertThat(ran).isEmpty();
  }

  @Test
  void run_poisonCells_failAloneWithTheirReason() {
    Probe poisoned =
        new Probe((cell, backend, watch) -> {
          switch ((int) Probe.seed(cell)) {
            case 3 -> throw new IllegalStateException("seed 3");
            case 5 -> throw new OutOfMemoryError("no heap");
            case 18 -> overflow(0);
            default -> {}
          }
        });
    ProbeBackends backends = new ProbeBackends();
    SweepResult result =
        Sweep.run(Runs.request(root, STUDY, poisoned, SweepOptions.threads(2)), backends);

    assertThat(result.counts()).isEqualTo(new Summary.Counts(60, 51, 9, 0));
    assertThat(reasons(result))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "java.lang.IllegalStateException: seed 3", 3L,
                "java.lang.OutOfMemoryError: no heap", 3L,
                "java.lang.StackOverflowError", 3L));
    assertThat(result.interrupted()).isFalse();
    assertThat(backends.opened()).as("renewed after each failure").hasSizeGreaterThan(2 + 9);
    assertThat(backends.open()).isZero();
  }

  @Test
  void run_failedCells_runAgainOnlyWithRetry() {
    Probe failing =
        new Probe((cell, backend, watch) -> {
          if (Probe.seed(cell) == 1) {
            throw new IllegalStateException("no");
          }
        });
    SweepOptions retry = new SweepOptions(1, Optional.empty(), true, OptionalDouble.empty(), false);
    Runs.run(root, STUDY, failing, SweepOptions.threads(1));

    assertThat(Runs.run(root, STUDY, Probe.WELL, SweepOptions.threads(1)).counts().failed())
        .isEqualTo(3);
    assertThat(Runs.run(root, STUDY, failing, retry).counts().failed()).isEqualTo(3);
    assertThat(Runs.run(root, STUDY, Probe.WELL, retry).counts())
        .isEqualTo(new Summary.Counts(60, 60, 0, 0));
    assertThat(Runs.records(Runs.folder(root, STUDY).journal()))
        .filteredOn(record -> Objects.equals(record.cell().get("seed"), 1))
        .extracting(CellRecord::attempt)
        .containsExactly(0, 0, 0, 1, 1, 1, 2, 2, 2);
  }

  @Test
  void run_cellOverItsTimeLimit_failsAndOthersDoNot() {
    Probe slow =
        new Probe((cell, backend, watch) -> {
          while (Probe.seed(cell) == 2) {
            watch.check();
            Thread.onSpinWait();
          }
        });
    SweepOptions limited =
        new SweepOptions(1, Optional.empty(), false, OptionalDouble.of(0.05), false);
    SweepResult result = Runs.run(root, Probe.study(4, 2), slow, limited);

    assertThat(result.counts()).isEqualTo(new Summary.Counts(4, 3, 1, 0));
    assertThat(reasons(result)).containsExactly(Map.entry("time limit of 0.05 s reached", 1L));
  }

  @Test
  void run_interrupted_keepsWhatFinishedAndResumes() {
    AtomicInteger heard = new AtomicInteger();
    SweepRequest plain = Runs.request(root, STUDY, Probe.WELL, SweepOptions.threads(2));
    SweepRequest request =
        new SweepRequest(
            STUDY,
            Probe.WELL,
            plain.backend(),
            plain.folder(),
            plain.options(),
            plain.prepare(),
            () -> heard.get() >= 5,
            progress -> heard.set(progress.done()));
    ProbeBackends backends = new ProbeBackends();
    SweepResult stopped = Sweep.run(request, backends);

    assertThat(stopped.interrupted()).isTrue();
    assertThat(stopped.counts().ok()).isBetween(5, 59);
    assertThat(stopped.counts().missing()).isEqualTo(60 - stopped.counts().ok());
    assertThat(backends.open()).isZero();
    SweepResult resumed = Runs.run(root, STUDY, Probe.WELL, SweepOptions.threads(2));
    assertThat(resumed.interrupted()).isFalse();
    assertThat(resumed.counts().ok()).isEqualTo(60);
    assertThat(Runs.records(plain.journal())).hasSize(60);
  }

  @Test
  void run_progress_countsEveryCellOnce() {
    List<SweepListener.Progress> heard = new ArrayList<>();
    SweepRequest plain = Runs.request(root, STUDY, Probe.WELL, SweepOptions.threads(3));
    Sweep.run(
        new SweepRequest(
            STUDY,
            Probe.WELL,
            plain.backend(),
            plain.folder(),
            plain.options(),
            plain.prepare(),
            plain.interrupted(),
            heard::add),
        new ProbeBackends());

    assertThat(heard).extracting(SweepListener.Progress::total).containsOnly(60);
    assertThat(heard)
        .extracting(SweepListener.Progress::done)
        .containsExactlyElementsOf(IntStream.rangeClosed(1, 60).boxed().toList());
    assertThat(heard).allSatisfy(at -> assertThat(at.seconds()).isNotNegative());
    SweepListener.Progress half = heard.get(29); // these cells cost nothing but their record
    assertThat(half.secondsLeft()).isCloseTo(half.seconds(), Offset.offset(1e-9));
    assertThat(heard.getLast().secondsLeft()).isZero();
  }

  @Test
  void run_secondRunMeanwhile_isRefused() {
    Probe nested =
        new Probe((cell, backend, watch) ->
            assertThatThrownBy(() -> Runs.run(root, STUDY, Probe.WELL, SweepOptions.threads(1)))
                .isInstanceOf(FolderLockedException.class));

    assertThat(Runs.run(root, STUDY, nested, SweepOptions.threads(1)).counts().ok()).isEqualTo(60);
  }

  @Test
  void run_diskFull_endsWithPathAndCause() throws IOException {
    Path full = Path.of("/dev/full");
    assumeTrue(Files.exists(full), "needs /dev/full");
    Path journal = Runs.folder(root, STUDY).journal();
    Files.createSymbolicLink(journal, full);

    assertThatThrownBy(() -> Runs.run(root, STUDY, Probe.WELL, SweepOptions.threads(2)))
        .isInstanceOf(OutputFailedException.class)
        .hasMessageContaining(journal.toString());
    Files.delete(journal);
    assertThat(Runs.run(root, STUDY, Probe.WELL, SweepOptions.threads(2)).counts().ok())
        .isEqualTo(60);
  }

  @Test
  void run_backendThatDoesNotOpen_endsTheRunAndFailsNoCell() {
    SweepRequest request = Runs.request(root, STUDY, Probe.WELL, SweepOptions.threads(2));

    assertThatThrownBy(() ->
            Sweep.run(
                request,
                (kind, threads, worker) -> {
                  throw new BackendUnavailableException("gone");
                }))
        .isInstanceOf(BackendUnavailableException.class);
    assertThat(Runs.records(request.journal())).isEmpty();
  }

  @Test
  void run_unfused_leavesFusedPassesOut() {
    SweepOptions unfused =
        new SweepOptions(1, Optional.empty(), false, OptionalDouble.empty(), true);
    List<Boolean> seen = new ArrayList<>();
    Probe probe =
        new Probe((cell, backend, watch) -> seen.add(backend.ops() instanceof UnfusedOps));
    Study study = Probe.study(2, 2);
    Runs.run(root.resolve("unfused"), study, probe, unfused);
    Runs.run(root.resolve("fused"), study, probe, SweepOptions.threads(1));

    assertThat(seen).containsExactly(true, true, false, false);
    assertThat(Runs.records(Runs.folder(root.resolve("unfused"), study).journal()))
        .extracting(record -> record.backend().fused())
        .containsOnly(false);
    assertThat(Runs.records(Runs.folder(root.resolve("fused"), study).journal()))
        .extracting(record -> record.backend().fused())
        .containsOnly(true);
  }

  @Test
  void run_severalWorkers_markTheirTimesAsContended() {
    Runs.run(root, STUDY, Probe.WELL, SweepOptions.threads(2));

    assertThat(Runs.records(Runs.folder(root, STUDY).journal()))
        .allSatisfy(record -> {
          assertThat(record.timing().contended()).isTrue();
          assertThat(record.timing().seconds()).isPositive();
          assertThat(record.timing().batch()).isIn(16, 4);
          assertThat(record.backend().used()).isEqualTo("reference");
          assertThat(record.attempt()).isZero();
        });
  }

  /** A cell takes its width times one more than its seed, which a counter of the device counts. */
  @Test
  void run_onADeviceWithACounter_sharesItsJoulesAmongTheCellsOfABatch() {
    DoubleAdder counter = new DoubleAdder();
    Probe hungry =
        new Probe((cell, backend, watch) ->
            counter.add((1.0 + Probe.seed(cell)) * cell.settings().integer("width")));
    Study study = Probe.study(3, 4, 8);
    SweepResult one =
        Sweep.run(
            Runs.request(root.resolve("one"), study, hungry, SweepOptions.threads(1)),
            new ProbeBackends(counter::sum));
    SweepResult two =
        Sweep.run(
            Runs.request(root.resolve("two"), study, hungry, SweepOptions.threads(2)),
            new ProbeBackends(counter::sum));
    SweepResult none = Runs.run(root.resolve("none"), study, hungry, SweepOptions.threads(1));

    assertThat(one.records())
        .extracting(record -> record.timing().joules())
        .containsExactly(8.0, 8.0, 8.0, 16.0, 16.0, 16.0);
    assertThat(one.finished()).extracting(Finished::joules).startsWith(8.0).endsWith(16.0);
    assertThat(two.records())
        .extracting(record -> record.timing().noJoules())
        .as("the other batch takes some too")
        .containsOnly(
            "other batches ran on the device at the same time; run with --threads 1 to have joules");
    assertThat(none.records())
        .extracting(record -> record.timing().noJoules())
        .containsOnly("backend reference has no energy counter");
    assertThat(deterministic(one)).isEqualTo(deterministic(two)).isEqualTo(deterministic(none));
  }

  @Test
  void company_ofAsManyDevicesAsWorkers_sharesNone() {
    assertThat(Company.of(2, 1, false)).isEqualTo(new Company(true, true));
    assertThat(Company.of(2, 2, false)).isEqualTo(new Company(true, false));
    assertThat(Company.of(1, 1, true)).isEqualTo(new Company(true, false));
    assertThat(Company.of(1, 2, false)).isEqualTo(new Company(false, false));
  }

  private static List<String> deterministic(SweepResult result) {
    return result.records().stream().map(CellRecord::deterministic).toList();
  }

  @Test
  void run_oneCell_hasAllThreads() {
    ProbeBackends backends = new ProbeBackends();
    Study one = Probe.study(1, 2);
    Sweep.run(Runs.request(root, one, Probe.WELL, SweepOptions.threads(5)), backends);

    assertThat(backends.opened()).containsExactly(1, 5); // the first one only plans
    assertThat(Runs.records(Runs.folder(root, one).journal()))
        .extracting(record -> record.timing().batch())
        .containsExactly(1);
  }

  @Test
  void run_pointsWithEqualSettings_runOnceAndCountTwice() {
    Cell cell = Probe.cell(4, 0);
    Study twice = new Study("probe", "probe", "", STUDY.fixed(), STUDY.axes(), List.of(cell, cell));
    SweepResult result = Runs.run(root, twice, Probe.WELL, SweepOptions.threads(1));

    assertThat(result.counts()).isEqualTo(new Summary.Counts(2, 2, 0, 0));
    assertThat(result.interrupted()).isFalse();
    assertThat(Runs.records(Runs.folder(root, twice).journal())).hasSize(1);
  }

  @Test
  void run_tornJournal_saysSoAndCompletes() throws IOException {
    Runs.run(root, STUDY, Probe.WELL, SweepOptions.threads(1));
    Path journal = Runs.folder(root, STUDY).journal();
    List<String> whole = Runs.deterministic(journal);
    byte[] bytes = Files.readAllBytes(journal);
    Files.write(journal, Arrays.copyOf(bytes, bytes.length - 100));
    SweepResult result = Runs.run(root, STUDY, Probe.WELL, SweepOptions.threads(1));

    assertThat(result.messages()).singleElement().asString().contains("torn last line");
    assertThat(Runs.deterministic(journal)).isEqualTo(whole);
  }

  private static int overflow(int depth) {
    return depth < Integer.MAX_VALUE ? overflow(depth + 1) + depth : 0;
  }

  private static Map<String, Long> reasons(SweepResult result) {
    return result.finished().stream()
        .map(finished -> finished.outcome())
        .filter(outcome -> outcome.status() == Outcome.Status.FAILED)
        .collect(
            Collectors.groupingBy(
                outcome -> String.valueOf(outcome.reason()), Collectors.counting()));
  }
}
