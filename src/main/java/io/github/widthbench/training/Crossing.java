package io.github.widthbench.training;

import java.util.function.ToDoubleFunction;

/** When a number that goes with a flow passes 0. */
public final class Crossing {
  private static final double SHARP = 1e-15;
  private static final int MOST_TRIALS = 200;

  private Crossing() {}

  /**
   * The time after {@code start} at which {@code value} changes its sign, by regula falsi with a
   * bisection every third time; the flow is followed anew from {@code start} for each trial.
   *
   * @param length time after which it has changed
   * @param tolerance of the flow, as in {@link DormandPrince}
   */
  public static double time(
      Slope flow,
      double[] start,
      double length,
      double tolerance,
      ToDoubleFunction<double[]> value) {
    double low = 0;
    double high = length;
    double atLow = value.applyAsDouble(start);
    double atHigh = after(flow, start, length, tolerance, value);
    for (int k = 0; k < MOST_TRIALS && high - low > SHARP * length && atHigh != 0; k++) {
      double middle = k % 3 == 2 ? (low + high) / 2 : low + (high - low) * atLow / (atLow - atHigh);
      if (!(middle > low && middle < high)) {
        break;
      }
      double found = after(flow, start, middle, tolerance, value);
      if ((found > 0) == (atLow > 0) && found != 0) {
        low = middle;
        atLow = found;
      } else {
        high = middle;
        atHigh = found;
      }
    }
    return Math.abs(atLow) < Math.abs(atHigh) ? low : high;
  }

  private static double after(
      Slope flow, double[] start, double time, double tolerance, ToDoubleFunction<double[]> value) {
    DormandPrince trial = new DormandPrince(flow, start, tolerance);
    trial.advance(time);
    return value.applyAsDouble(trial.state());
  }
}
