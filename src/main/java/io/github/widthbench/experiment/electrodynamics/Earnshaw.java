package io.github.widthbench.experiment.electrodynamics;

import java.util.Optional;

/**
 * The trace of the loss's Hessian in the place of one electron, two ways: by differences of forces,
 * and from Laplacians. Where ΔΦ = λΦ and the charges are the best ones, the second is −2λ·a²·Φ(0),
 * so that no electron rests stably in free space, as S. Earnshaw found for charges in 1842.
 *
 * @param residual largest difference over electrons, relative to the sum of magnitudes of the terms
 * @param electrons compared; the others are too close to a kink
 */
record Earnshaw(double residual, int electrons) {

  /** Electrons closer to a kink are left out. */
  private static final double LEAST_CLEARANCE = 0.05;

  private static final double STEP = 1e-3;

  /**
   * Compares.
   *
   * @param loss gives the formula
   * @param moving gives the gradients that are differentiated
   */
  static Earnshaw of(Population loss, Landscape moving, Neurons atBest) {
    Curvature curvature = new Curvature(moving, atBest);
    Optional<Double> lambda = loss.potential().harmonicity();
    double worst = 0;
    int compared = 0;
    for (int i = 0; i < atBest.count(); i++) {
      double clearance = loss.clearance(atBest, i);
      double scale = loss.traceScale(atBest, i);
      if (clearance >= LEAST_CLEARANCE && scale > 0) {
        double a = atBest.a()[i];
        double predicted =
            lambda.isPresent()
                ? -2 * lambda.get() * a * a * loss.potential().self(atBest.w()[i])
                : loss.trace(atBest, i);
        double measured = curvature.trace(i, STEP * Math.min(1, clearance));
        worst = Math.max(worst, Math.abs(measured - predicted) / scale);
        compared++;
      }
    }
    return new Earnshaw(worst, compared);
  }
}
