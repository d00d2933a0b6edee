package io.github.widthbench.gate;

import io.github.widthbench.gate.PairJournal.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * Measures two builds in turn, so that whatever the machine does in the meantime is done to both:
 * blocks of four fresh forks, baseline candidate candidate baseline or the other way round. Which
 * way, and the order of the benchmarks, are drawn from the seed.
 *
 * @param journal where forks are kept; those that it holds already are not measured again
 */
record Alternation(
    Bench baseline, Bench candidate, PairJournal journal, long seed, Watcher watcher) {

  static final int PAIRS_OF_A_BLOCK = 2;
  static final int FORKS_OF_A_BLOCK = 4;

  /** The two sides. */
  private enum Role {
    BASELINE,
    CANDIDATE
  }

  /**
   * Measures block {@code block} of {@code benchmark}.
   *
   * @param phase first evidence, or its confirmation
   * @throws ForkFailedException if a fork did not end with a result
   * @throws StoppedException if the watcher stopped it
   */
  void block(Benchmark benchmark, String phase, int block) {
    boolean baselineFirst =
        new SplittableRandom(Objects.hash(seed, benchmark.label(), phase, block)).nextBoolean();
    Role outer = baselineFirst ? Role.BASELINE : Role.CANDIDATE;
    Role inner = baselineFirst ? Role.CANDIDATE : Role.BASELINE;
    fork(benchmark, outer, phase, PAIRS_OF_A_BLOCK * block);
    fork(benchmark, inner, phase, PAIRS_OF_A_BLOCK * block);
    fork(benchmark, inner, phase, PAIRS_OF_A_BLOCK * block + 1);
    fork(benchmark, outer, phase, PAIRS_OF_A_BLOCK * block + 1);
  }

  /** {@code benchmarks} in the order of block {@code block}. */
  List<Benchmark> order(List<Benchmark> benchmarks, int block) {
    List<Benchmark> order = new ArrayList<>();
    SplittableRandom random = new SplittableRandom(Objects.hash(seed, block));
    benchmarks.forEach(benchmark -> order.add(random.nextInt(order.size() + 1), benchmark));
    return order;
  }

  /** The pairs of {@code benchmark} that are complete. */
  PairedForks pairs(Benchmark benchmark, String phase) {
    List<Fork> before = new ArrayList<>();
    List<Fork> after = new ArrayList<>();
    for (int i = 0; has(benchmark, phase, i); i++) {
      before.add(journal.at(place(benchmark, Role.BASELINE, phase, i)).orElseThrow());
      after.add(journal.at(place(benchmark, Role.CANDIDATE, phase, i)).orElseThrow());
    }
    return new PairedForks(benchmark, before, after);
  }

  private boolean has(Benchmark benchmark, String phase, int index) {
    return journal.at(place(benchmark, Role.BASELINE, phase, index)).isPresent()
        && journal.at(place(benchmark, Role.CANDIDATE, phase, index)).isPresent();
  }

  private void fork(Benchmark benchmark, Role role, String phase, int index) {
    Place place = place(benchmark, role, phase, index);
    if (journal.at(place).isEmpty()) {
      Bench bench =
          switch (role) {
            case BASELINE -> baseline;
            case CANDIDATE -> candidate;
          };
      journal.append(place, measured(bench, benchmark, watcher));
    }
  }

  /** A fork, unless the watcher stops before it ends: what stops this stops the fork too. */
  static Fork measured(Bench bench, Benchmark benchmark, Watcher watcher) {
    if (watcher.stopped()) {
      throw new StoppedException();
    }
    try {
      return bench.fork(benchmark);
    } catch (ForkFailedException failed) {
      if (watcher.stopped()) {
        throw new StoppedException();
      }
      throw failed;
    }
  }

  private static Place place(Benchmark benchmark, Role role, String phase, int index) {
    return new Place(benchmark, phase + " " + role.name().toLowerCase(Locale.ROOT), index);
  }
}
