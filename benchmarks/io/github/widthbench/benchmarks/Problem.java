package io.github.widthbench.benchmarks;

import io.github.widthbench.backend.DescentStretch;
import io.github.widthbench.backend.DescentTrace;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Precision;
import java.util.Arrays;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;

/**
 * Two-layer networks on one device with samples and labels, and the passes that are measured.
 *
 * <p>The step length is far below the stability limit and the stop value below every squared
 * residual: weights neither overflow nor reach numbers that are slow to compute with, and every
 * call takes all its steps.
 */
final class Problem {

  private static final double RATE_TIMES_WIDTH = 1e-4;
  private static final double NEVER = -1;

  private final Ops ops;
  private final TwoLayerBatch net;
  private final Tensor x;
  private final Tensor y;
  private final Tensor f;
  private final Tensor start;
  private final Tensor gram;

  Problem(Ops ops, Activation activation, Precision precision, Sizes sizes) {
    this.ops = ops;
    int replicas = sizes.replicas();
    int n = sizes.sampleCount();
    Draws points = new Draws(0, Draws.Stream.POINTS);
    double norm = 2 * Math.sqrt(sizes.inputDim()); // inputs of length about one half
    x = filled(precision, new Shape(1, n, sizes.inputDim()), i -> points.normal(i) / norm);
    y = filled(Precision.FP64, new Shape(1, 1, n), new Draws(0, Draws.Stream.LABELS)::sign);
    f = ops.allocate(Precision.FP64, new Shape(replicas, 1, n));
    gram = ops.allocate(Precision.FP64, new Shape(replicas, n, n));
    Shape weights = new Shape(replicas, sizes.inputDim(), sizes.width());
    start = filled(precision, weights, new Draws(0, Draws.Stream.WEIGHTS)::normal);
    net =
        new TwoLayerBatch(
            activation,
            TwoLayerBatch.Form.PLAIN,
            1,
            ops.allocate(precision, weights),
            filled(
                precision, new Shape(1, 1, sizes.width()), new Draws(0, Draws.Stream.SIGNS)::sign),
            Double.POSITIVE_INFINITY);
    reset();
  }

  /** Back to the initial weights, and the outputs that belong to them. */
  void reset() {
    copyWeights();
    forward();
  }

  /** W ← the initial weights: as much memory traffic as there is in this problem. */
  Tensor copyWeights() {
    ops.copy(start, net.w());
    ops.synchronize();
    return net.w();
  }

  /** Outputs of every network on every sample. */
  Tensor forward() {
    return forward(1);
  }

  /** The same {@code times} times in a row, waited for once. */
  Tensor forward(int times) {
    for (int i = 0; i < times; i++) {
      ops.twoLayerForward(net, x, f);
    }
    ops.synchronize();
    return f;
  }

  /** {@code steps} steps of descent in one call. */
  DescentTrace descend(int steps) {
    double[] rates = new double[net.replicas()];
    Arrays.fill(rates, RATE_TIMES_WIDTH / net.width());
    double[] never = new double[net.replicas()];
    Arrays.fill(never, NEVER);
    DescentTrace trace = ops.twoLayerDescend(net, x, y, f, new DescentStretch(steps, rates, never));
    if (trace.steps(0) != steps) {
      throw new IllegalStateException(
          "took %d steps of %d: the residual is no longer finite".formatted(trace.steps(0), steps));
    }
    return trace;
  }

  /** {@code steps} steps of every network, one network after the other. */
  DescentTrace descendOneByOne(int steps) {
    DescentTrace last = new DescentTrace(new double[0][], new boolean[0]);
    for (int b = 0; b < net.replicas(); b++) {
      DescentStretch stretch =
          new DescentStretch(
              steps, new double[] {RATE_TIMES_WIDTH / net.width()}, new double[] {NEVER});
      last = ops.twoLayerDescend(net.replicas(b, b + 1), x, y, f.replicas(b, b + 1), stretch);
    }
    return last;
  }

  /** Empirical Gram matrices of every network. */
  Tensor gram() {
    ops.twoLayerGram(net, x, gram);
    ops.synchronize();
    return gram;
  }

  private Tensor filled(Precision precision, Shape shape, LongToDoubleFunction entry) {
    Tensor tensor = ops.allocate(precision, shape);
    tensor.upload(LongStream.range(0, shape.size()).mapToDouble(entry).toArray());
    return tensor;
  }
}
