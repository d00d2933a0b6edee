package io.github.widthbench.experiment.momentum;

import io.github.widthbench.math.Precision;

/**
 * How much of a change of E may be rounding: residuals o − y carry errors of a few dozen roundings
 * of |y|, and E = (factor/2)·Σ|o − y|² those times √E.
 *
 * @param factor of the loss
 * @param labels |y|, over all samples and outputs
 */
record Noise(Precision precision, double factor, double labels) {
  private static final double ROUNDINGS = 64;

  /** Largest rounding error of E. */
  double of(double loss) {
    double residual = Math.sqrt(2 * loss / factor);
    double error = ROUNDINGS * precision.unitRoundoff() * (labels + residual);
    return factor * residual * error + factor * error * error;
  }

  /** Largest relative rounding error of |Δw| against |g|. */
  double ofRatio() {
    return 0x1p20 * precision.unitRoundoff();
  }
}
