package io.github.widthbench.gate;

import io.github.widthbench.gate.CalibrationSeries.Pair;
import io.github.widthbench.results.GateRecord.Decision;
import io.github.widthbench.results.GateRecord.Timed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Lets the gate judge comparisons that are put together from a recorded series. A comparison takes
 * runs of neighbouring pairs from random places of the series, which is thought of as a ring, so
 * that pairs keep the company they had.
 *
 * @param gate with the noise of the series
 * @param benchmarks that the comparison stands among, for Holm's adjustment
 */
record Trials(TimedGate gate, int benchmarks) {

  /** Neighbouring pairs that stay together. */
  static final int BLOCK = 6;

  /** How one comparison ended. */
  record Ended(Decision decision, boolean fixedRule, boolean welch) {}

  /** Puts {@code count} pairs together. */
  static List<Pair> resampled(List<Pair> series, int count, SplittableRandom random) {
    List<Pair> pairs = new ArrayList<>();
    while (pairs.size() < count) {
      int start = random.nextInt(series.size());
      for (int i = 0; i < BLOCK && pairs.size() < count; i++) {
        pairs.add(series.get((start + i) % series.size()));
      }
    }
    return pairs;
  }

  /** One comparison with all its looks and, after a regression, its confirmation. */
  Ended compare(List<Pair> series, SplittableRandom random) {
    int last = gate.rules().looks() - 1;
    int confirming = gate.rules().pairsAt(0, benchmarks);
    int most = gate.rules().pairsAt(last, benchmarks);
    PairedForks all = forks(resampled(series, most + confirming, random));
    Decision decision = Decision.UNDECIDED;
    int pairs = 0;
    for (int look = 0; look <= last && decision == Decision.UNDECIDED; look++) {
      pairs = gate.rules().pairsAt(look, benchmarks);
      Timed verdict = gate.judgeAmong(all.first(pairs), benchmarks);
      decision =
          verdict.decision() == Decision.REGRESSED
              ? gate.confirm(verdict, from(all, most)).decision()
              : verdict.decision();
    }
    PairedForks judged = all.first(pairs);
    return new Ended(
        decision, judged.alarmsByFixedRule(), judged.alarmsByWelch(gate.rules().alpha()));
  }

  /** Pairs of the same build, each in an order drawn at random: either may be the candidate. */
  static List<Pair> shuffled(List<Pair> series, SplittableRandom random) {
    return series.stream().map(pair -> random.nextBoolean() ? pair : pair.swapped()).toList();
  }

  static TimedGate gate(Rules rules, Benchmark benchmark, List<Pair> same) {
    double noise =
        PairedForks.noise(same.stream().map(pair -> Math.abs(pair.logDifference())).toList());
    return new TimedGate(rules, Map.of(benchmark.label(), noise));
  }

  private static PairedForks forks(List<Pair> pairs) {
    return new PairedForks(
        pairs.getFirst().before().benchmark(),
        pairs.stream().map(Pair::before).toList(),
        pairs.stream().map(Pair::after).toList());
  }

  private static PairedForks from(PairedForks forks, int first) {
    return new PairedForks(
        forks.benchmark(),
        forks.baseline().subList(first, forks.pairs()),
        forks.candidate().subList(first, forks.pairs()));
  }
}
