package io.github.widthbench.pilot;

import java.util.List;
import org.apache.commons.statistics.distribution.BetaDistribution;

/** Shares of cells that converge. */
final class Shares {

  private static final double BEYOND = 0.05;

  private Shares() {}

  /**
   * The share that converged, with the 90 % interval of Jeffreys (Brown, Cai, DasGupta 2001), which
   * reaches to 1 where none failed and to 0 where all did. Without cells nothing is known.
   */
  static Estimate of(List<Tried> cells) {
    int n = cells.size();
    int x = (int) cells.stream().filter(Tried::converged).count();
    if (n == 0) {
      return new Estimate(0, 1, 1);
    }
    BetaDistribution share = BetaDistribution.of(x + 0.5, n - x + 0.5);
    return new Estimate(
        x == 0 ? 0 : share.inverseCumulativeProbability(BEYOND),
        (double) x / n,
        x == n ? 1 : share.inverseSurvivalProbability(BEYOND));
  }
}
