package io.github.widthbench.gate;

import io.github.widthbench.gate.PairJournal.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/**
 * Measures two builds side by side, so that whatever the machine does in the meantime is done to
 * both: pairs of fresh forks that run their iterations in turn. Builds too old to take turns are
 * measured in blocks of four forks, baseline candidate candidate baseline or the other way round.
 * All orders are drawn from the seed.
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
    if (baseline.takesTurns() && candidate.takesTurns()) {
      pair(benchmark, phase, PAIRS_OF_A_BLOCK * block);
      pair(benchmark, phase, PAIRS_OF_A_BLOCK * block + 1);
      return;
    }
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

  private void pair(Benchmark benchmark, String phase, int index) {
    if (!has(benchmark, phase, index)) {
      long order = Objects.hash(seed, benchmark.label(), phase, index);
      List<Fork> forks =
          unlessStopped(
              () -> Turns.measure(List.of(baseline, candidate), benchmark, order), watcher);
      journal.append(place(benchmark, Role.BASELINE, phase, index), forks.getFirst());
      journal.append(place(benchmark, Role.CANDIDATE, phase, index), forks.getLast());
    }
  }

  private void fork(Benchmark benchmark, Role role, String phase, int index) {
    Place place = place(benchmark, role, phase, index);
    if (journal.at(place).isEmpty()) {
      Bench bench =
          switch (role) {
            case BASELINE -> baseline;
            case CANDIDATE -> candidate;
          };
      journal.append(place, unlessStopped(() -> bench.fork(benchmark, null), watcher));
    }
  }

  /** What forks measured, unless the watcher stops first: what stops this stops them too. */
  static <T> T unlessStopped(Supplier<T> forks, Watcher watcher) {
    if (watcher.stopped()) {
      throw new StoppedException();
    }
    try {
      return forks.get();
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
