package io.github.widthbench.training;

/**
 * The error allowed in one step: {@code absolute} plus a share of how far the step goes. Measured
 * by what a step moves, and not by y itself, the last digits of a long approach to a limit are as
 * accurate as its beginning.
 *
 * @param relative share of the step's largest displacement
 * @param absolute not below the rounding of y, or the steps become tiny
 */
public record Tolerance(double relative, double absolute) {

  /** Close to what FP64 allows. */
  public static final Tolerance SHARP = new Tolerance(1e-9, 1e-14);

  public Tolerance {
    if (!(relative > 0) || !(absolute > 0)) {
      throw new IllegalArgumentException(
          "tolerances above 0 needed, found " + relative + ", " + absolute);
    }
  }

  double allowed(double[] displacement) {
    return absolute + relative * norm(displacement);
  }

  /** The largest magnitude; NaN if an entry is. */
  static double norm(double[] v) {
    double largest = 0;
    for (double entry : v) {
      largest = Math.max(largest, Math.abs(entry));
    }
    return largest;
  }
}
