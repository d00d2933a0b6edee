package io.github.widthbench.gate;

import static io.github.widthbench.gate.SampleForks.bench;
import static io.github.widthbench.gate.SampleForks.benchmark;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.widthbench.results.FolderLockedException;
import io.github.widthbench.results.GateRecord.Decision;
import io.github.widthbench.results.GateRecord.Timed;
import io.github.widthbench.results.RefusedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GateRunTest {

  private static final List<Benchmark> BENCHMARKS = List.of(benchmark("one"), benchmark("two"));
  private static final Rules RULES = new Rules(0.05, 0.01, 3);
  private static final GateRun.Limits LIMITS = new GateRun.Limits(600, 0.001, 0);

  @TempDir private Path folder;
  private final List<String> damage = new ArrayList<>();

  @Test
  void judge_sameBuild_passesAtTheFirstLook() {
    Random random = new Random(1);

    List<Timed> verdicts =
        run(bench(20, 0.005, BENCHMARKS, random), bench(20, 0.005, BENCHMARKS, random), 1000);

    assertThat(verdicts).allMatch(v -> v.decision() == Decision.PASS && v.pairs() == 12);
  }

  @Test
  void judge_slowerBuild_regressesAndIsConfirmed() {
    Random random = new Random(1);

    List<Timed> verdicts =
        run(bench(20, 0.005, BENCHMARKS, random), bench(23, 0.005, BENCHMARKS, random), 1000);

    assertThat(verdicts).allMatch(v -> v.decision() == Decision.REGRESSED);
    assertThat(verdicts).allMatch(v -> Boolean.TRUE.equals(v.confirmed()));
  }

  @Test
  void judge_slowdownNearTheLimit_takesAllLooksAndStaysUndecided() {
    Random random = new Random(1);

    List<Timed> verdicts =
        run(bench(20, 0.008, BENCHMARKS, random), bench(21, 0.008, BENCHMARKS, random), 1000);

    assertThat(verdicts).allMatch(v -> v.decision() == Decision.UNDECIDED && v.pairs() == 48);
  }

  @Test
  void judge_failingFork_isUndecidedWithItsReason() {
    Random random = new Random(1);
    Bench failing =
        new Bench() {
          @Override
          public List<Benchmark> list() {
            return BENCHMARKS;
          }

          @Override
          public boolean takesTurns() {
            return false;
          }

          @Override
          public Fork fork(Benchmark benchmark, @Nullable Path turns) {
            throw new ForkFailedException("no such device");
          }
        };

    List<Timed> verdicts = run(bench(20, 0.005, BENCHMARKS, random), failing, 1000);

    assertThat(verdicts).allMatch(v -> v.decision() == Decision.UNDECIDED);
    assertThat(verdicts.getFirst().reason()).isEqualTo("no such device");
  }

  @Test
  void judge_stoppedAndContinued_measuresEachForkOnce() throws IOException {
    Random random = new Random(1);
    List<String> order = new ArrayList<>();
    Bench before = logged(order, "A", bench(20, 0.005, BENCHMARKS, random));
    Bench after = logged(order, "B", bench(20, 0.005, BENCHMARKS, random));

    assertThatThrownBy(() -> run(before, after, 21)).isInstanceOf(StoppedException.class);
    assertThat(order).hasSize(21);
    tear(folder.resolve("forks.jsonl"));
    List<Timed> verdicts = run(before, after, 1000);

    assertThat(verdicts).allMatch(v -> v.decision() == Decision.PASS && v.pairs() == 12);
    assertThat(order).hasSize(2 * 2 * 12 + 1); // the torn one again
  }

  @Test
  void judge_aDamagedFork_isNamedAndMeasuredAgain() throws IOException {
    Random random = new Random(1);
    List<String> order = new ArrayList<>();
    Bench before = logged(order, "A", bench(20, 0.005, BENCHMARKS, random));
    Bench after = logged(order, "B", bench(20, 0.005, BENCHMARKS, random));
    run(before, after, 1000);
    Path file = folder.resolve("forks.jsonl");
    List<String> lines = new ArrayList<>(Files.readAllLines(file));
    lines.set(4, lines.get(4).replaceFirst("\"samples\":\\[", "$01"));
    lines.add(8, lines.get(7)); // twice the same
    Files.write(file, lines);

    run(before, after, 1000);

    assertThat(damage).singleElement().asString().contains("forks.jsonl: line 5 is skipped");
    assertThat(order).hasSize(2 * 2 * 12 + 1);
  }

  @Test
  void open_asASecondWriter_isRefused() {
    Path file = folder.resolve("forks.jsonl");
    try (PairJournal _ = PairJournal.open(file, new TreeMap<>(), damage::add)) {
      assertThatThrownBy(() -> PairJournal.open(file, new TreeMap<>(), damage::add))
          .isInstanceOf(FolderLockedException.class);
    }
  }

  @Test
  void open_withoutItsFirstLine_isRefused() throws IOException {
    Random random = new Random(1);
    run(bench(20, 0.005, BENCHMARKS, random), bench(20, 0.005, BENCHMARKS, random), 1000);
    Path file = folder.resolve("forks.jsonl");
    List<String> lines = Files.readAllLines(file);
    Files.write(file, lines.subList(1, lines.size()));

    assertThatThrownBy(
            () -> PairJournal.open(file, new TreeMap<>(Map.of("commit", "c")), damage::add))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void block_anySeed_isAbbaOrBaab() {
    List<String> order = new ArrayList<>();
    Random random = new Random(1);
    run(
        logged(order, "A", bench(20, 0.005, BENCHMARKS, random)),
        logged(order, "B", bench(20, 0.005, BENCHMARKS, random)),
        1000);

    List<String> blocks = new ArrayList<>();
    for (int i = 0; i < order.size(); i += 4) {
      blocks.add(String.join("", order.subList(i, i + 4)));
    }
    assertThat(blocks).hasSize(12).containsOnly("ABBA", "BAAB").contains("ABBA", "BAAB");
  }

  @Test
  void open_forksOfAnotherMeasurement_isRefused() {
    Random random = new Random(1);
    run(bench(20, 0.005, BENCHMARKS, random), bench(20, 0.005, BENCHMARKS, random), 1000);

    assertThatThrownBy(() ->
            PairJournal.open(
                folder.resolve("forks.jsonl"),
                new TreeMap<>(Map.of("commit", "another")),
                damage::add))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("another measurement");
  }

  @Test
  void affordable_shortBudget_leavesBenchmarksOut() {
    GateRun.Limits minute = new GateRun.Limits(240, 3, 0);

    assertThat(GateRun.affordable(8, RULES, minute)).isEqualTo(3); // 3 * 12 pairs * 2 * 3 s
    assertThat(GateRun.affordable(2, RULES, minute)).isEqualTo(2);
    assertThat(GateRun.affordable(5, RULES, new GateRun.Limits(1, 3, 0))).isEqualTo(1);
  }

  /** Stops before fork {@code most}. */
  private List<Timed> run(Bench before, Bench after, int most) {
    int[] begun = {0};
    Watcher watcher =
        new Watcher() {
          @Override
          public void say(String message) {}

          @Override
          public void progress(String what, int done, int planned, double secondsLeft) {}

          @Override
          public boolean stopped() {
            return begun[0]++ >= most;
          }
        };
    try (PairJournal journal =
        PairJournal.open(
            folder.resolve("forks.jsonl"), new TreeMap<>(Map.of("commit", "c")), damage::add)) {
      Alternation alternation = new Alternation(before, after, journal, 7, watcher);
      TreeMap<String, Double> noise = new TreeMap<>();
      BENCHMARKS.forEach(benchmark -> noise.put(benchmark.label(), 0.02));
      return new GateRun(alternation, new TimedGate(RULES, noise), LIMITS).judge(BENCHMARKS);
    }
  }

  private static Bench logged(List<String> order, String name, Bench bench) {
    return new Bench() {
      @Override
      public List<Benchmark> list() {
        return bench.list();
      }

      @Override
      public boolean takesTurns() {
        return bench.takesTurns();
      }

      @Override
      public Fork fork(Benchmark benchmark, @Nullable Path turns) {
        order.add(name);
        return bench.fork(benchmark, turns);
      }
    };
  }

  private static void tear(Path file) throws IOException {
    String text = Files.readString(file);
    Files.writeString(file, text.substring(0, text.length() - 20));
  }
}
