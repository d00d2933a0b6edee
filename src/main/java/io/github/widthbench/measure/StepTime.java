package io.github.widthbench.measure;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.DescentStretch;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;

/** How fast a backend takes a training step, by short trials. */
final class StepTime {

  private static final int SAMPLES = 32;
  private static final int INPUTS = 8;
  private static final int STEPS = 8;

  private static final double LONGEST_SECONDS = 6;
  private static final double IMPROVEMENT = 0.95;

  private StepTime() {}

  /**
   * Multiply-adds of two products, and an activation with its derivative, as costs count them: of a
   * step of {@link #secondsPerStep}.
   */
  static double flops(int width) {
    return (double) SAMPLES * width * (4 * INPUTS + 24);
  }

  /**
   * Time of a training step of one network, the fastest of trials.
   *
   * @param settledSeconds trials go on until they have been no faster for so long
   */
  static double secondsPerStep(
      Backend backend, Precision precision, int width, double settledSeconds) {
    Precision stored = precision == Precision.FP64 ? Precision.FP64 : Precision.FP32;
    Ops ops = backend.ops();
    try (Tensor w = ops.allocate(stored, new Shape(1, INPUTS, width));
        Tensor a = ops.allocate(stored, new Shape(1, 1, width));
        Tensor x = ops.allocate(stored, new Shape(1, SAMPLES, INPUTS));
        Tensor y = ops.allocate(Precision.FP64, new Shape(1, 1, SAMPLES));
        Tensor f = ops.allocate(Precision.FP64, new Shape(1, 1, SAMPLES))) {
      ops.fill(1, a);
      ops.fill(1.0 / INPUTS, x);
      TwoLayerBatch net =
          new TwoLayerBatch(
              Activation.EXP,
              TwoLayerBatch.Form.PLAIN,
              1.0 / width,
              w,
              a,
              Double.POSITIVE_INFINITY);
      ops.twoLayerForward(net, x, f);
      DescentStretch stretch = new DescentStretch(STEPS, new double[] {1e-9}, new double[] {-1});
      return fastest(() -> ops.twoLayerDescend(net, x, y, f, stretch), settledSeconds) / STEPS;
    }
  }

  private static double fastest(Runnable trial, double settledSeconds) {
    Stopwatch all = Stopwatch.start();
    double fastest = Double.POSITIVE_INFINITY;
    double improved = 0;
    while (all.seconds() < LONGEST_SECONDS && all.seconds() - improved < settledSeconds) {
      Stopwatch one = Stopwatch.start();
      trial.run();
      double seconds = one.seconds();
      if (seconds < IMPROVEMENT * fastest) {
        improved = all.seconds();
      }
      fastest = Math.min(fastest, seconds);
    }
    return fastest;
  }
}
