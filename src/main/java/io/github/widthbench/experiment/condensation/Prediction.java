package io.github.widthbench.experiment.condensation;

import io.github.widthbench.experiment.Watch;
import io.github.widthbench.experiment.condensation.EffectivePath.Point;
import java.util.List;
import java.util.NavigableMap;

/**
 * What the effective dynamics says about a network, in the time of training.
 *
 * @param lower at or before the blow-up
 * @param upper at or after it; infinite where there is none
 * @param halfNorm √ρ at half of the blow-up time
 * @param nearNorm √ρ at nine tenths; of two layers, where a hundredth of the best energy is reached
 * @param nearAlignment Σ|w_i||cos(w_i, ẑ)|/Σ|w_i| then
 * @param nearRank effective rank of the last hidden matrix then; NaN where it is too wide
 */
record Prediction(
    double lower,
    double upper,
    double halfNorm,
    double nearNorm,
    double nearAlignment,
    double nearRank) {

  /** Share of the blow-up time at which a network is compared with the effective dynamics. */
  static final double NEAR = 0.9;

  /** Of wider chains the rank is not predicted. */
  private static final int WIDEST_RANK = 64;

  /** Of the best energy of two layers, which until there grow as if alone. */
  private static final double EARLY = 0.01;

  private static final Prediction NONE =
      new Prediction(
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.NaN,
          Double.POSITIVE_INFINITY,
          Double.NaN,
          Double.NaN);

  /** From the start of a network; {@link #isKnown} is false where it does not speak of it. */
  static Prediction of(Problem problem, State start, Watch watch) {
    if (!problem.hasLinearTerm()) {
      return NONE;
    }
    if (start.chain().layers() == 2) {
      return twoLayers(problem, start);
    }
    EffectivePath path =
        new EffectivePath(start, EffectivePath.GAP, EffectivePath.MOST_STEPS, watch);
    double time = path.blowUp().time();
    NavigableMap<Double, Point> points = path.at(List.of(time / 2, NEAR * time), watch);
    if (points.size() < 2) {
      return NONE;
    }
    Point near = points.lastEntry().getValue();
    return new Prediction(
        path.blowUp().lower() / problem.rate(),
        path.blowUp().upper() / problem.rate(),
        Math.sqrt(points.firstEntry().getValue().rho()),
        Math.sqrt(near.rho()),
        path.inputs(near).alignment(),
        start.chain().rows(1) > WIDEST_RANK
            ? Double.NaN
            : path.state(near).singularValues(start.chain().layers() - 1).effectiveRank());
  }

  /** Two layers grow exponentially: near is where a hundredth of the best energy is reached. */
  private static Prediction twoLayers(Problem problem, State start) {
    double time = Neurons.of(start).timeTo(EARLY * problem.best() / problem.gain());
    if (!Double.isFinite(time)) {
      return NONE;
    }
    Neurons then = Neurons.of(start).at(time);
    return new Prediction(
        Double.NaN, Double.POSITIVE_INFINITY, Double.NaN, then.norm(), Double.NaN, Double.NaN);
  }

  boolean isKnown() {
    return Double.isFinite(upper);
  }

  /** T* in the time of training. */
  double time() {
    return lower + (upper - lower) / 2;
  }
}
