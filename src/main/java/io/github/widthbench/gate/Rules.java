package io.github.widthbench.gate;

import io.github.widthbench.gate.statistics.SignedRank;
import io.github.widthbench.results.GateRecord;
import org.jspecify.annotations.Nullable;

/**
 * What is demanded before anything is measured.
 *
 * @param minimumEffect smallest slowdown that matters, as a share
 * @param alpha chance of any false alarm among all benchmarks of a gate
 * @param looks times at which the evidence is judged; alpha is split evenly over them
 */
public record Rules(double minimumEffect, double alpha, int looks) {

  /** Chance to pass a benchmark whose slowdown is just the limit; split over the looks too. */
  static final double PASS_LEVEL = 0.05;

  /** Level at which new forks must show a regression again. */
  static final double CONFIRM_LEVEL = 0.05;

  /** A benchmark whose forks of one build differ by more is not gated. */
  static final double WIDEST_NOISE = 0.1;

  /**
   * The quantile of fork-to-fork changes that limits are derived from: not higher, for the test
   * does not mind a few pairs far out, and one of them would be the 99 % quantile of fifty.
   */
  static final double NOISE_QUANTILE = 0.9;

  /** Of normal changes this limit is 3.9 standard errors of their estimate. */
  private static final double NOISE_FACTOR = 2.4;

  private static final int FEWEST_PAIRS = 12;

  Rules withMinimumEffect(double effect) {
    return new Rules(effect, alpha, looks);
  }

  /**
   * The slowdown to test {@code pairs} pairs against where two forks of one build differ by {@code
   * noise}: above what an estimate from so many shows by chance. The more pairs, the smaller the
   * slowdowns that can be told from it.
   */
  double limit(double noise, int pairs) {
    return Math.max(minimumEffect, NOISE_FACTOR * noise / Math.sqrt(pairs));
  }

  double alphaOfALook() {
    return alpha / looks;
  }

  double passLevelOfALook() {
    return PASS_LEVEL / looks;
  }

  /** Whether {@code pairs} can reject for one of {@code benchmarks} benchmarks at all. */
  boolean canReject(int pairs, int benchmarks) {
    return benchmarks * SignedRank.smallestP(pairs) <= alphaOfALook();
  }

  /** Fewest pairs that can reject for one of {@code benchmarks} benchmarks. */
  int fewestPairs(int benchmarks) {
    return SignedRank.fewestPairs(alphaOfALook() / benchmarks);
  }

  /**
   * Pairs at look {@code look}, from 0: the first at which a test can reject, then twice as many
   * every time, for what the evidence shows grows by its root only. Even, so that half of the pairs
   * run in either order.
   */
  int pairsAt(int look, int benchmarks) {
    int first = even(Math.max(FEWEST_PAIRS, fewestPairs(benchmarks)));
    return first << look;
  }

  GateRecord.Rules described(@Nullable Long seed) {
    return new GateRecord.Rules(minimumEffect, alpha, looks, seed);
  }

  private static int even(int count) {
    return count + count % 2;
  }
}
