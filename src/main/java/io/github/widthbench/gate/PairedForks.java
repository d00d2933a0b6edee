package io.github.widthbench.gate;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.Quantile;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.TTest;

/**
 * Forks of both builds; the k-th of one and the k-th of the other are a pair.
 *
 * @param baseline as many as of the candidate
 */
record PairedForks(Benchmark benchmark, List<Fork> baseline, List<Fork> candidate) {

  private static final double FIXED_RULE = Math.log1p(0.05);

  /** Pairs as many as both sides have. */
  PairedForks {
    int pairs = Math.min(baseline.size(), candidate.size());
    baseline = List.copyOf(baseline.subList(0, pairs));
    candidate = List.copyOf(candidate.subList(0, pairs));
  }

  int pairs() {
    return baseline.size();
  }

  PairedForks first(int pairs) {
    return new PairedForks(benchmark, baseline.subList(0, pairs), candidate.subList(0, pairs));
  }

  PairedForks atMost(int pairs) {
    return first(Math.min(pairs, pairs()));
  }

  /** What two measurements have in common, in the order of the baseline. */
  static List<PairedForks> match(List<Fork> baseline, List<Fork> candidate) {
    return baseline.stream()
        .map(Fork::benchmark)
        .distinct()
        .map(benchmark ->
            new PairedForks(benchmark, of(benchmark, baseline), of(benchmark, candidate)))
        .toList();
  }

  /** Logarithms of the slowdown, one a pair. */
  double[] differences() {
    return IntStream.range(0, pairs())
        .mapToDouble(i -> candidate.get(i).logCost() - baseline.get(i).logCost())
        .toArray();
  }

  /**
   * How far pairs stray, as a share: a high quantile of the distance of their differences from the
   * median one, which is what the builds themselves differ by; NaN below two pairs.
   */
  double noise() {
    if (pairs() < 2) {
      return Double.NaN;
    }
    double[] differences = differences();
    double middle = Median.withDefaults().evaluate(differences);
    return noise(Arrays.stream(differences).map(d -> Math.abs(d - middle)).boxed().toList());
  }

  /** The same of logarithmic differences that were recorded elsewhere. */
  static double noise(List<Double> sizes) {
    return sizes.isEmpty()
        ? Double.NaN
        : Math.expm1(
            Quantile.withDefaults()
                .evaluate(
                    sizes.stream().mapToDouble(Double::doubleValue).toArray(),
                    Rules.NOISE_QUANTILE));
  }

  /** Whether the first fork of the candidate alone is more than 5 % slower than the baseline's. */
  boolean alarmsByFixedRule() {
    return pairs() > 0
        && candidate.getFirst().logMeanCost() - baseline.getFirst().logMeanCost() > FIXED_RULE;
  }

  /** Whether Welch's t-test over the iterations of all forks finds the candidate slower. */
  boolean alarmsByWelch(double alpha) {
    double[] before = costs(baseline);
    double[] after = costs(candidate);
    return before.length > 1
        && after.length > 1
        && DoubleStream.concat(DoubleStream.of(before), DoubleStream.of(after)).distinct().count()
            > 1
        && TTest.withDefaults()
            .with(AlternativeHypothesis.GREATER_THAN)
            .test(after, before)
            .reject(alpha);
  }

  private static double[] costs(List<Fork> forks) {
    return forks.stream()
        .flatMap(fork -> fork.costs().stream())
        .mapToDouble(Double::doubleValue)
        .toArray();
  }

  private static List<Fork> of(Benchmark benchmark, List<Fork> forks) {
    Stream<Fork> all = forks.stream().filter(fork -> fork.benchmark().equals(benchmark));
    return Collections.unmodifiableList(all.toList());
  }
}
