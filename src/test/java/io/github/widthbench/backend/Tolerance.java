package io.github.widthbench.backend;

import io.github.widthbench.math.Precision;

/** The one place where tests get their tolerances from. */
public final class Tolerance {

  /** Eight standard deviations, so that a sound backend does not fail by chance. */
  private static final double DEVIATIONS = 8;

  private Tolerance() {}

  /**
   * Allowed error of a sum of {@code terms} products of random sign, each about {@code magnitude}.
   * The sum itself grows like √k·magnitude, and the rounding of its partial sums like √k·ε of that:
   * 8·√k·ε of √k·magnitude.
   */
  public static double ofSum(int terms, double magnitude, Precision precision) {
    double root = Math.sqrt(terms);
    return DEVIATIONS * root * precision.unitRoundoff() * root * magnitude;
  }

  /** Allowed relative error of one activation: 8 roundings. */
  public static double ofActivation(Precision precision) {
    return DEVIATIONS * precision.unitRoundoff();
  }
}
