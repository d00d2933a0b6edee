package io.github.widthbench.training;

import io.github.widthbench.backend.DescentStretch;
import io.github.widthbench.backend.DescentTrace;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.math.Precision;
import io.github.widthbench.training.GradientDescent.Samples;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Steps of a {@link Recipe}, each one step of the backend's own descent on ½|F − ỹ|². With the
 * labels ỹ = F − ℓ′(F) its gradient is that of any loss ℓ; with the samples of a batch and the step
 * length times n over their number its mean is that of all samples. Step t of a network with seed s
 * takes the samples at places t·size … of an endless row of random orders, whose draws s and their
 * places address. After each step all outputs are computed, so it costs no less than a full one.
 */
public final class RecipeSteps implements GradientDescent.Steps, AutoCloseable {
  private final Ops ops;
  private final TwoLayerBatch net;
  private final Samples samples;
  private final Tensor f;
  private final Recipe recipe;
  private final long[] seeds;
  private final double[][] points;
  private final double[] labels;
  private final Batch batch;
  private final Tensor start;

  /**
   * Steps of {@code net}, whose weights now are those that they decay to.
   *
   * @param f batch × 1 × n, FP64: where outputs are kept
   * @param seeds of the networks
   */
  public RecipeSteps(
      Ops ops, TwoLayerBatch net, Samples samples, Tensor f, Recipe recipe, long... seeds) {
    this.ops = ops;
    this.net = net;
    this.samples = samples;
    this.f = f;
    this.recipe = recipe;
    this.seeds = seeds.clone();
    int d = net.inputDim();
    double[] flat = samples.x().toArray();
    points = new double[flat.length / d][];
    Arrays.setAll(points, i -> Arrays.copyOfRange(flat, i * d, (i + 1) * d));
    labels = samples.y().toArray();
    batch = new Batch();
    start =
        ops.allocate(net.w().precision(), decaysToStart() ? net.w().shape() : new Shape(1, 1, 1));
    if (decaysToStart()) {
      ops.copy(net.w(), start);
    }
  }

  @Override
  public double[] twiceLoss() {
    return recipe.objective().twiceLoss(f.toArray(), labels);
  }

  @Override
  public DescentTrace take(int from, DescentStretch stretch) {
    int replicas = net.replicas();
    double[][] values = new double[replicas][stretch.steps()];
    boolean[] clipped = new boolean[replicas];
    int[] taken = new int[replicas];
    double[] now = twiceLoss();
    for (int step = from; step < from + stretch.steps(); step++) {
      boolean[] active = new boolean[replicas];
      for (int b = 0; b < replicas; b++) {
        active[b] = Double.isFinite(now[b]) && now[b] > stretch.stopBelow()[b];
      }
      DescentTrace trace = step(step, stretch.learningRate(), active);
      now = isPlain() ? last(trace, now) : twiceLoss();
      for (int b = 0; b < replicas; b++) {
        if (active[b]) {
          values[b][taken[b]++] = now[b];
          clipped[b] |= trace.clipped()[b];
        }
      }
    }
    double[][] trace = new double[replicas][];
    Arrays.setAll(trace, b -> Arrays.copyOf(values[b], taken[b]));
    return new DescentTrace(trace, clipped);
  }

  /** One step of the networks marked active. */
  private DescentTrace step(int step, double[] learningRate, boolean[] active) {
    double[] rates = new double[active.length];
    double[] shrink = new double[active.length];
    double[] below = new double[active.length];
    for (int b = 0; b < active.length; b++) {
      shrink[b] = active[b] ? learningRate[b] * recipe.decay() : 0;
      rates[b] = learningRate[b] / (1 - shrink[b]) * (labels.length / (double) recipe.batchSize());
      below[b] = active[b] ? -1 : Double.POSITIVE_INFINITY;
    }
    batch.choose(step);
    DescentTrace trace =
        ops.twoLayerDescend(net, batch.x, batch.y, batch.f, new DescentStretch(1, rates, below));
    if (recipe.decay() > 0) {
      decay(shrink);
    }
    if (!isFull() || recipe.decay() > 0) {
      ops.twoLayerForward(net, samples.x(), f);
    }
    return trace;
  }

  /**
   * W ← (1 − c)W + c·goal. With the step before, longer by 1/(1 − c), a step on loss + l2/2·|W|².
   */
  private void decay(double[] shrink) {
    ops.axpy(Arrays.stream(shrink).map(c -> -c).toArray(), net.w(), net.w());
    if (recipe.toStart()) {
      ops.axpy(shrink, start, net.w());
    }
  }

  private boolean isFull() {
    return recipe.batchSize() == labels.length;
  }

  private boolean decaysToStart() {
    return recipe.decay() > 0 && recipe.toStart();
  }

  /** Whether a step is one of plain descent, which says itself what it came to. */
  private boolean isPlain() {
    return isFull() && recipe.decay() == 0 && recipe.objective().isSquared();
  }

  private static double[] last(DescentTrace trace, double[] before) {
    double[] last = before.clone();
    for (int b = 0; b < last.length; b++) {
      if (trace.steps(b) > 0) {
        last[b] = trace.squaredResiduals()[b][0];
      }
    }
    return last;
  }

  /** What one step looks at: all samples where they are, or some of each network's own. */
  private final class Batch implements AutoCloseable {
    final Tensor x;
    final Tensor y;
    final Tensor f;
    private final boolean own;

    Batch() {
      int size = recipe.batchSize();
      boolean full = size == labels.length;
      boolean relabelled = !recipe.objective().isSquared();
      own = !full || relabelled;
      x =
          full
              ? samples.x()
              : ops.allocate(
                  samples.x().precision(), new Shape(net.replicas(), size, net.inputDim()));
      y = own ? ops.allocate(Precision.FP64, new Shape(net.replicas(), 1, size)) : samples.y();
      f =
          full
              ? RecipeSteps.this.f
              : ops.allocate(Precision.FP64, new Shape(net.replicas(), 1, size));
    }

    /** Brings in the samples of a step. */
    void choose(int step) {
      if (!own) {
        return;
      }
      int size = recipe.batchSize();
      int n = labels.length;
      int d = net.inputDim();
      double[] all = RecipeSteps.this.f.toArray();
      double[] inputs = new double[net.replicas() * size * d];
      double[] targets = new double[net.replicas() * size];
      double[] outputs = new double[targets.length];
      for (int b = 0; b < net.replicas(); b++) {
        int[] indices =
            isFull()
                ? IntStream.range(0, n).toArray()
                : BatchOrder.of(seeds[b], n, (long) step * size, size);
        for (int k = 0; k < size; k++) {
          int i = indices[k];
          int to = b * size + k;
          outputs[to] = all[b * n + i];
          targets[to] = target(outputs[to], labels[i]);
          System.arraycopy(points[i], 0, inputs, to * d, d);
        }
      }
      y.upload(targets);
      if (!isFull()) {
        x.upload(inputs);
        f.upload(outputs);
      }
    }

    private double target(double output, double label) {
      return recipe.objective().isSquared()
          ? label
          : output - recipe.objective().slope(output, label);
    }

    @Override
    public void close() {
      if (!isFull()) {
        x.close();
        f.close();
      }
      if (own) {
        y.close();
      }
    }
  }

  @Override
  public void close() {
    batch.close();
    start.close();
  }
}
