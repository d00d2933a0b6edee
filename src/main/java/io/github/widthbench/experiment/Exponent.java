package io.github.widthbench.experiment;

import io.github.widthbench.experiment.Verdict.Interval;
import io.github.widthbench.experiment.Verdict.Origin;
import io.github.widthbench.experiment.Verdict.Says;
import java.util.Map;
import java.util.SortedMap;

/**
 * Judges a power law in the width, or in another positive number, q ~ m^theory, by the slope of log
 * q over log m. Each seed gives a slope of its own; seeds are independent, so the mean slope has a
 * Student interval that needs no assumption on the spread at one width.
 *
 * @param tolerance distance from the theory within which the law holds
 * @param allowance distance that finite widths and logarithms may cause; beyond it the law is
 *     violated
 */
public record Exponent(
    String statement, Origin origin, double theory, double tolerance, double allowance) {

  /** Values of m that a slope needs. */
  public static final int FEWEST_WIDTHS = 3;

  private static final int FEWEST_SEEDS = 5;
  private static final double CONFIDENCE = 0.95;

  /** An exponent is called wrong only when chance would show it once in a million studies. */
  private static final double ALARM = 1e-6;

  /**
   * Judges the values of a quantity.
   *
   * @param values quantity by seed, then by width; zero, negative and non-finite values are left
   *     out
   */
  public <N extends Number> Verdict judge(Map<Long, SortedMap<N, Double>> values) {
    PowerLaw law =
        PowerLaw.of(values, FEWEST_WIDTHS).orElse(new PowerLaw(Double.NaN, Double.NaN, 0));
    if (law.slopes() < FEWEST_SEEDS) {
      return Verdict.undecided(
          statement,
          origin,
          "hypothesis: seeds with at least %d widths, found %d, needed %d"
              .formatted(FEWEST_WIDTHS, law.slopes(), FEWEST_SEEDS));
    }
    double mean = law.exponent();
    Interval interval = law.interval(1 - CONFIDENCE);
    double distance = Math.abs(mean - theory);
    Interval certain = law.interval(ALARM);
    boolean excluded = certain.low() > theory + allowance || certain.high() < theory - allowance;
    boolean sharp = interval.high() - interval.low() <= 2 * tolerance;
    Says says =
        excluded ? Says.VIOLATED : sharp && distance <= tolerance ? Says.HOLDS : Says.UNDECIDED;
    String reason =
        says == Says.HOLDS
            ? null
            : "hypothesis: exponent %s ± %s, found %.3f in [%.3f, %.3f], needed %s"
                .formatted(
                    theory,
                    tolerance,
                    mean,
                    interval.low(),
                    interval.high(),
                    excluded
                        ? "at most " + allowance + " away"
                        : "an interval no wider, within it");
    double limit = says == Says.HOLDS ? tolerance : allowance;
    Double margin = says == Says.UNDECIDED ? null : (limit - distance) / limit;
    return new Verdict(statement, says, margin, reason, origin, mean, interval, null);
  }
}
