package io.github.widthbench.gate;

import io.github.widthbench.gate.PairJournal.Place;
import io.github.widthbench.measure.Stopwatch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Records series of forks to learn what a gate does on a machine. In a round every benchmark gets
 * two forks of the same build, which take turns as those of a gate do; those of the first take
 * turns with one more for each injected slowdown.
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
        forks(benchmark, series(benchmark.equals(benchmarks.getFirst())), round);
      }
      watcher.progress("round", round + 1, rounds, budgetSeconds - clock.seconds());
    }
  }

  /** The builds of a round by the series that they belong to. */
  private SortedMap<String, Bench> series(boolean injected) {
    SortedMap<String, Bench> series = new TreeMap<>();
    series.put(SAME + " 0", plain);
    series.put(SAME + " 1", plain);
    if (injected) {
      slowed.forEach((size, bench) -> series.put(String.valueOf(size), bench));
    }
    return series;
  }

  private void forks(Benchmark benchmark, SortedMap<String, Bench> series, int round) {
    List<Place> places =
        series.keySet().stream().map(name -> new Place(benchmark, name, round)).toList();
    if (places.stream().anyMatch(place -> journal.at(place).isEmpty())) {
      List<Bench> benches = List.copyOf(series.values());
      List<Fork> forks =
          Alternation.unlessStopped(() -> Turns.measure(benches, benchmark, round), watcher);
      for (int i = 0; i < forks.size(); i++) {
        journal.append(places.get(i), forks.get(i));
      }
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
      return after.logCostOver(before);
    }
  }
}
