package io.github.widthbench.gate;

import io.github.widthbench.gate.PairJournal.Place;
import io.github.widthbench.measure.Stopwatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Records series of forks to learn what a gate does on a machine. In a round every benchmark gets
 * two forks of the same build one after the other; the first also gets, before and after them, one
 * with each injected slowdown, so that all pairs are neighbours in time. Every other round runs
 * backwards.
 *
 * @param slowed the build with each slowdown, smallest first: exactly two
 */
record CalibrationSeries(
    Bench plain, Map<Double, Bench> slowed, PairJournal journal, Watcher watcher) {

  static final String SAME = "same";

  /**
   * Measures until every benchmark has {@code rounds} rounds, those in the journal included, or the
   * time is used up; a round that has begun is ended.
   */
  void record(List<Benchmark> benchmarks, int rounds, double budgetSeconds) {
    Stopwatch clock = Stopwatch.start();
    for (int round = 0; round < rounds && clock.seconds() < budgetSeconds; round++) {
      for (Benchmark benchmark : benchmarks) {
        boolean injected = benchmark.equals(benchmarks.getFirst());
        List<String> order = order(injected);
        for (String series : round % 2 == 0 ? order : order.reversed()) {
          fork(benchmark, series, round);
        }
      }
      watcher.progress("round", round + 1, rounds, budgetSeconds - clock.seconds());
    }
  }

  /** Such as 0.06, same, same again, 0.1. */
  private List<String> order(boolean injected) {
    List<String> order = new ArrayList<>(List.of(SAME + " 0", SAME + " 1"));
    if (injected) {
      List<String> sizes = slowed.keySet().stream().map(String::valueOf).toList();
      order.addFirst(sizes.getFirst());
      order.addLast(sizes.getLast());
    }
    return order;
  }

  private void fork(Benchmark benchmark, String series, int round) {
    Place place = new Place(benchmark, series, round);
    if (journal.at(place).isEmpty()) {
      Bench bench = series.startsWith(SAME) ? plain : slowed.get(Double.valueOf(series));
      if (bench == null) {
        throw new IllegalStateException("no build with slowdown " + series);
      }
      journal.append(place, Alternation.measured(bench, benchmark, watcher));
    }
  }

  /**
   * Pairs of {@code benchmark}, neighbours in time, one a round: the same build twice, or with the
   * slowdown {@code series}.
   */
  static List<Pair> pairs(PairJournal journal, Benchmark benchmark, String series) {
    List<Pair> pairs = new ArrayList<>();
    for (int round = 0; ; round++) {
      boolean early = series.equals(SAME);
      Place first = new Place(benchmark, SAME + " " + (early ? 0 : neighbour(series)), round);
      Place second = new Place(benchmark, early ? SAME + " 1" : series, round);
      if (journal.at(first).isEmpty() || journal.at(second).isEmpty()) {
        return pairs;
      }
      pairs.add(new Pair(journal.at(first).orElseThrow(), journal.at(second).orElseThrow()));
    }
  }

  /**
   * The smaller slowdown stands beside the first of the two forks, the larger beside the second.
   */
  private static int neighbour(String series) {
    return Double.parseDouble(series) <= GateCalibrator.SLOWDOWNS.getFirst() ? 0 : 1;
  }

  /** Two forks of one round. */
  record Pair(Fork before, Fork after) {

    Pair swapped() {
      return new Pair(after, before);
    }

    double logDifference() {
      return after.logCost() - before.logCost();
    }
  }
}
