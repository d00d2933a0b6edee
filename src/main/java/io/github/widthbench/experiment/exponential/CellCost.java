package io.github.widthbench.experiment.exponential;

import io.github.widthbench.experiment.Cost;

/**
 * The cost of a cell by counting: two products and one activation a step, spectra at recorded
 * points.
 */
final class CellCost {

  /** Flops of one activation with its derivative, as measured against multiply-adds. */
  private static final double ACTIVATION_FLOPS = 24;

  /** Most n×n sums that a streamed Gram matrix and its spectrum hold. */
  private static final double STREAMED_SUMS = 20;

  private CellCost() {}

  static Cost of(Problem problem, ExponentialCase settings, double steps, boolean predicted) {
    double n = problem.sampleCount();
    double m = settings.width();
    double d = problem.inputDim();
    double size = settings.precision().bytes();
    if (settings.takesNoStep()) {
      double flops = n * m * (d + n / 2) + 4.0 / 3 * n * n * n;
      return new Cost(0, 0, flops, 0, 8 * STREAMED_SUMS * n * n, !predicted);
    }
    double recorded = 2 + Math.log(Math.max(steps, 1)) / Math.log(2) + settings.recordAt().size();
    double runs = Practice.of(settings, problem).hasBatches() ? Companions.RUNS : 1;
    double step = runs * n * m * (4 * d + ACTIVATION_FLOPS);
    double spectra = recorded * (n * n * m + 4.0 / 3 * n * n * n);
    double memory = size * (m * d + n * m) + 8 * (2 * n * n + steps);
    return new Cost(steps, step, spectra + step, 2 * size * m * d, memory, !predicted);
  }
}
