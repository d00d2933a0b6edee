package io.github.widthbench.gate;

import io.github.widthbench.experiment.Fraction;
import io.github.widthbench.gate.CalibrationSeries.Pair;
import io.github.widthbench.gate.Trials.Ended;
import io.github.widthbench.results.GateCalibration.Injected;
import io.github.widthbench.results.GateCalibration.Noise;
import io.github.widthbench.results.GateCalibration.Rate;
import io.github.widthbench.results.GateCalibration.Same;
import io.github.widthbench.results.GateRecord.Decision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.apache.commons.statistics.descriptive.Quantile;

/**
 * Learns from recorded series what the gate does: comparisons of a build with itself, and with an
 * injected slowdown.
 *
 * <p>Comparisons share forks, so each rate has two bounds: the 95 % quantile of the rate over
 * series that are themselves resampled in blocks, and Clopper and Pearson's for as many comparisons
 * as the series could hold without a shared fork.
 *
 * @param series pairs of the same build, by benchmark
 * @param injected pairs with a slowdown of the first benchmark, by its size
 * @param resampledSeries for the bootstrap
 */
record GateCalibrator(
    Map<Benchmark, List<Pair>> series,
    Map<Double, List<Pair>> injected,
    int resampledSeries,
    long seed) {

  /** Injected slowdowns, smallest first. */
  static final List<Double> SLOWDOWNS = List.of(0.06, 0.1);

  /** The smallest effect that matters where the slowdown of the same place is injected. */
  static final List<Double> EFFECTS = List.of(0.03, 0.05);

  static final int SAME_TRIALS = 300;
  static final int SLOW_TRIALS = 60;

  private static final double BOUND = 0.95;

  /** How much two forks of one build differ, by benchmark. */
  List<Noise> noise() {
    return series.entrySet().stream()
        .map(entry -> {
          double noise = noise(entry.getValue());
          return new Noise(
              entry.getKey().label(), entry.getValue().size(), noise, noise <= Rules.WIDEST_NOISE);
        })
        .toList();
  }

  /** Comparisons of the build with itself at the smallest effect of {@code rules}. */
  Same same(Rules rules) {
    Map<Benchmark, List<Pair>> gateable = new LinkedHashMap<>(series);
    gateable.values().removeIf(pairs -> noise(pairs) > Rules.WIDEST_NOISE);
    if (gateable.isEmpty()) {
      Rate none = new Rate(0, 0, 0, 1);
      return new Same(rules.minimumEffect(), 0, none, none, none, none);
    }
    List<Ended> trials = sameTrials(gateable, rules, new SplittableRandom(seed));
    SplittableRandom random = new SplittableRandom(seed + 1);
    List<List<Ended>> resampled =
        IntStream.range(0, resampledSeries)
            .mapToObj(i -> sameTrials(resampled(gateable, random), rules, random))
            .toList();
    int independent = gateable.values().stream().mapToInt(pairs -> independent(pairs, rules)).sum();
    Function<Predicate<Ended>, Rate> rate =
        which -> rate(trials, resampled, which, BOUND, independent);
    return new Same(
        rules.minimumEffect(),
        independent,
        rate.apply(e -> e.decision() == Decision.REGRESSED),
        rate.apply(e -> e.decision() == Decision.UNDECIDED),
        rate.apply(Ended::fixedRule),
        rate.apply(Ended::welch));
  }

  /** Comparisons with the slowdown {@code size}. */
  Injected slowed(double size, Rules rules) {
    Map.Entry<Benchmark, List<Pair>> first = series.entrySet().iterator().next();
    TimedGate gate = Trials.gate(rules, first.getKey(), first.getValue());
    Trials comparison = new Trials(gate, series.size());
    List<Pair> pairs = injected.getOrDefault(size, List.of());
    List<Ended> trials = slowTrials(comparison, pairs, new SplittableRandom(seed + 2));
    SplittableRandom random = new SplittableRandom(seed + 3);
    List<List<Ended>> resampled =
        IntStream.range(0, resampledSeries)
            .mapToObj(
                i -> slowTrials(comparison, Trials.resampled(pairs, pairs.size(), random), random))
            .toList();
    int independent = independent(pairs, rules);
    Function<Predicate<Ended>, Rate> rate =
        which -> rate(trials, resampled, which, 1 - BOUND, independent);
    return new Injected(
        first.getKey().label(),
        size,
        rules.minimumEffect(),
        rules.limit(noise(first.getValue()), rules.pairsAt(rules.looks() - 1, series.size())),
        independent,
        rate.apply(e -> e.decision() == Decision.REGRESSED),
        rate.apply(Ended::fixedRule),
        rate.apply(Ended::welch));
  }

  private List<Ended> sameTrials(
      Map<Benchmark, List<Pair>> gateable, Rules rules, SplittableRandom random) {
    List<Benchmark> benchmarks = new ArrayList<>(gateable.keySet());
    List<Ended> trials = new ArrayList<>();
    for (int i = 0; i < SAME_TRIALS; i++) {
      Benchmark benchmark = benchmarks.get(i % benchmarks.size());
      List<Pair> pairs = gateable.getOrDefault(benchmark, List.of());
      Trials comparison = new Trials(Trials.gate(rules, benchmark, pairs), series.size());
      trials.add(comparison.compare(Trials.shuffled(pairs, random), random));
    }
    return trials;
  }

  private static List<Ended> slowTrials(
      Trials comparison, List<Pair> pairs, SplittableRandom random) {
    return IntStream.range(0, SLOW_TRIALS)
        .mapToObj(i -> comparison.compare(pairs, random))
        .toList();
  }

  private static Map<Benchmark, List<Pair>> resampled(
      Map<Benchmark, List<Pair>> series, SplittableRandom random) {
    Map<Benchmark, List<Pair>> resampled = new LinkedHashMap<>();
    series.forEach((benchmark, pairs) ->
        resampled.put(benchmark, Trials.resampled(pairs, pairs.size(), random)));
    return resampled;
  }

  /** Comparisons of the first look that share no pair. */
  private int independent(List<Pair> pairs, Rules rules) {
    return pairs.size() / rules.pairsAt(0, series.size());
  }

  /** Counts {@code which}; an upper bound where {@code quantile} is high, else a lower one. */
  private static Rate rate(
      List<Ended> trials,
      List<List<Ended>> resampled,
      Predicate<Ended> which,
      double quantile,
      int independent) {
    double[] shares = resampled.stream().mapToDouble(ended -> share(ended, which)).toArray();
    double share = share(trials, which);
    int hits = (int) Math.round(share * independent);
    var interval = Fraction.clopperPearson(hits, independent, 2 * (1 - BOUND));
    return new Rate(
        (int) trials.stream().filter(which).count(),
        trials.size(),
        Quantile.withDefaults().evaluate(shares, quantile),
        quantile > 0.5 ? interval.high() : interval.low());
  }

  private static double share(List<Ended> ended, Predicate<Ended> which) {
    return (double) ended.stream().filter(which).count() / ended.size();
  }

  private static double noise(List<Pair> pairs) {
    return PairedForks.noise(pairs.stream().map(pair -> Math.abs(pair.logDifference())).toList());
  }
}
