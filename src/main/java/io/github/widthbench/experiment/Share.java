package io.github.widthbench.experiment;

import io.github.widthbench.experiment.Verdict.Interval;
import io.github.widthbench.experiment.Verdict.Origin;
import io.github.widthbench.experiment.Verdict.Says;

/**
 * Judges a probability by the share of independent trials in which something came about.
 *
 * @param statement name
 * @param origin where the statement comes from
 * @param probability that the statement gives
 */
public record Share(String statement, Origin origin, double probability) {

  /** A probability is called wrong only when chance would show it once in a million studies. */
  private static final double ALARM = 1e-6;

  /** It holds only where the interval is no wider than that to either side. */
  private static final double SHARP = 0.1;

  /** Violated where the probability is excluded, holds where it is in a narrow interval. */
  public Verdict judge(int hits, int trials) {
    if (trials == 0) {
      return Verdict.undecided(statement, origin, "hypothesis: trials, found 0, needed 1");
    }
    double share = (double) hits / trials;
    Interval likely = Fraction.clopperPearson(hits, trials, 0.05);
    boolean excluded = !contains(Fraction.clopperPearson(hits, trials, ALARM));
    boolean holds = contains(likely) && likely.high() - likely.low() <= 2 * SHARP;
    Says says = excluded ? Says.VIOLATED : holds ? Says.HOLDS : Says.UNDECIDED;
    double inside = Math.min(likely.high() - probability, probability - likely.low());
    Double margin = says == Says.UNDECIDED ? null : inside / (likely.high() - likely.low());
    String reason =
        says == Says.HOLDS
            ? null
            : "share %.4f [%.4f, %.4f] of %d, stated %s"
                .formatted(share, likely.low(), likely.high(), trials, probability);
    return new Verdict(statement, says, margin, reason, origin, share, likely, null);
  }

  private boolean contains(Interval interval) {
    return interval.low() <= probability && probability <= interval.high();
  }
}
