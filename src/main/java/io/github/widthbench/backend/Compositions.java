package io.github.widthbench.backend;

import io.github.widthbench.backend.TwoLayerBatch.Form;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Precision;
import java.util.Arrays;

/**
 * Default bodies of the compositions of {@link Ops}: the readable form of each pass, over
 * primitives only. Neurons go through in blocks, so that memory stays O(n·block) at any width; the
 * block depends on n alone, and so does the order of every sum.
 */
final class Compositions {

  /** Most neurons whose draws the host holds. */
  private static final int DRAWN_UNITS = 1 << 16;

  private Compositions() {}

  static void normals(long[] seeds, Draws.Stream stream, long from, double scale, Tensor x) {
    Checks.require(
        seeds.length == x.shape().batch(), "%d seeds for tensor %s", seeds.length, x.shape());
    int d = x.shape().rows();
    int m = x.shape().columns();
    double[] drawn = new double[d * Math.min(m, DRAWN_UNITS)];
    for (int b = 0; b < seeds.length; b++) {
      Draws draws = new Draws(seeds[b], stream);
      for (int at = 0; at < m; at += DRAWN_UNITS) {
        int count = Math.min(m - at, DRAWN_UNITS);
        draws.normals((from + at) * d, drawn);
        double[] weights = new double[d * count];
        for (int j = 0; j < count; j++) {
          for (int k = 0; k < d; k++) {
            weights[k * count + j] = scale * drawn[j * d + k];
          }
        }
        x.replicas(b, b + 1).columns(at, at + count).upload(weights);
      }
    }
  }

  static double[] dot(Tensor x, Tensor y) {
    Checks.requireShape("y", y, x.shape());
    int batch = x.shape().batch();
    double[] left = x.toArray();
    double[] right = y.toArray();
    int each = left.length / batch;
    double[] sums = new double[batch];
    for (int i = 0; i < left.length; i++) {
      sums[i / each] += left[i] * right[i];
    }
    return sums;
  }

  static void secondDerivative(Activation s, Tensor z, Tensor y) {
    Checks.requireShape("y", y, z.shape());
    double[] values = z.toArray();
    Arrays.setAll(values, i -> s.secondDerivative(values[i]));
    y.upload(values);
  }

  static void blockForward(Ops ops, BlockForward block) {
    double kept = 0;
    for (BlockForward.Link link : block.links()) {
      ops.gemm(Transpose.NO, Transpose.YES, 1, link.input(), link.weight(), kept, block.z());
      kept = 1;
    }
    Activation s = block.activation();
    if (s != null) {
      Tensor slope = block.slope();
      if (slope != null) {
        ops.derivative(s, block.z(), slope);
      }
      ops.activate(s, block.z(), block.x());
    }
  }

  static void blockBackward(Ops ops, BlockBackward block) {
    Tensor slope = block.slope();
    if (slope != null) {
      ops.copy(block.error(), block.delta());
      ops.hadamard(slope, block.delta());
    }
    for (BlockBackward.Link link : block.links()) {
      Tensor delta = block.delta();
      Tensor error = link.inputError();
      if (error != null) {
        ops.gemm(Transpose.NO, Transpose.NO, 1, delta, link.weight(), link.adds() ? 1 : 0, error);
      }
      double kept = link.gradient() == null ? 1 : 0;
      ops.gemm(Transpose.YES, Transpose.NO, 1, delta, link.input(), kept, link.target());
    }
  }

  static void twoLayerForward(Ops ops, TwoLayerBatch net, Tensor x, Tensor f) {
    Checks.requireInputs(net, x);
    Checks.requireOutputs(net, x, f);
    try (NeuronBlocks pass = new NeuronBlocks(ops, net, x)) {
      forward(pass, f);
    }
  }

  private static void forward(NeuronBlocks pass, Tensor f) {
    TwoLayerBatch net = pass.net;
    for (int from = 0; from < net.units(); from += pass.block) {
      pass.enter(from);
      pass.values();
      pass.ops.weightedSum(net.scale(), pass.y, pass.a, from == 0 ? 0 : 1, f);
    }
  }

  static DescentTrace twoLayerDescend(
      Ops ops, TwoLayerBatch net, Tensor x, Tensor y, Tensor f, DescentStretch stretch) {
    Checks.requireInputs(net, x);
    Checks.requireOutputs(net, x, f);
    Checks.requireStretch(net, stretch);
    int replicas = net.replicas();
    Recording recording = new Recording(replicas, stretch.steps());
    try (Tensor residual = ops.allocate(Precision.FP64, f.shape());
        NeuronBlocks pass = new NeuronBlocks(ops, net, x)) {
      double[] squared = squaredResiduals(ops, y, f, residual);
      for (int step = 0; step < stretch.steps(); step++) {
        boolean[] active = active(squared, stretch.stopBelow());
        if (noneOf(active)) {
          break;
        }
        Arrays.fill(pass.clipped, false);
        update(pass, residual, rates(stretch.learningRate(), active));
        forward(pass, f);
        squared = squaredResiduals(ops, y, f, residual);
        recording.add(active, squared, pass.clipped);
      }
    }
    return recording.trace();
  }

  /** What each replica did in the steps that it took. */
  private static final class Recording {
    private final double[][] squaredResiduals;
    private final int[] taken;
    private final boolean[] clipped;

    Recording(int replicas, int steps) {
      squaredResiduals = new double[replicas][steps];
      taken = new int[replicas];
      clipped = new boolean[replicas];
    }

    void add(boolean[] active, double[] squared, boolean[] above) {
      for (int b = 0; b < active.length; b++) {
        if (active[b]) {
          squaredResiduals[b][taken[b]++] = squared[b];
          clipped[b] |= above[b];
        }
      }
    }

    DescentTrace trace() {
      double[][] trace = new double[taken.length][];
      for (int b = 0; b < trace.length; b++) {
        trace[b] = Arrays.copyOf(squaredResiduals[b], taken[b]);
      }
      return new DescentTrace(trace, clipped);
    }
  }

  static void twoLayerGram(Ops ops, TwoLayerBatch net, Tensor x, Tensor h) {
    Checks.requireShape("Gram matrix", h, gramShape(net.replicas(), x));
    ops.fill(0, h);
    addSlopeProducts(ops, net, x, 1.0 / net.width(), h);
    multiplyByInputs(ops, x, h);
  }

  /** A block of neurons at a time, with the sums of {@link #twoLayerGram} in their order. */
  static void gaussianGram(Ops ops, GaussianBatch net, Tensor x, Tensor h) {
    int replicas = net.seeds().length;
    Checks.requireShape("Gram matrix", h, gramShape(replicas, x));
    int block = (int) Math.min(net.width(), NeuronBlocks.most(x.shape().rows()));
    Shape weights = new Shape(replicas, x.shape().columns(), block);
    ops.fill(0, h);
    try (Tensor w = ops.allocate(net.precision(), weights);
        Tensor a = ops.allocate(net.precision(), new Shape(1, 1, block))) {
      for (long from = 0; from < net.width(); from += block) {
        int size = (int) Math.min(block, net.width() - from);
        Tensor own = w.columns(0, size);
        ops.normals(net.seeds(), Draws.Stream.WEIGHTS, from, net.deviation(), own);
        TwoLayerBatch part =
            new TwoLayerBatch(
                net.activation(), Form.PLAIN, 1, own, a.columns(0, size), Double.POSITIVE_INFINITY);
        addSlopeProducts(ops, part, x, 1.0 / net.width(), h);
      }
    }
    multiplyByInputs(ops, x, h);
  }

  private static Shape gramShape(int replicas, Tensor x) {
    return new Shape(replicas, x.shape().rows(), x.shape().rows());
  }

  /** h ← h + share·S′S′ᵀ for the n × units matrices S′ of derivatives. */
  private static void addSlopeProducts(
      Ops ops, TwoLayerBatch net, Tensor x, double share, Tensor h) {
    double[] shares = repeat(share, net.replicas());
    try (Tensor product = ops.allocate(net.w().precision(), h.shape());
        NeuronBlocks pass = new NeuronBlocks(ops, net, x)) {
      for (int from = 0; from < net.units(); from += pass.block) {
        pass.enter(from);
        pass.derivatives();
        for (Tensor derivative : pass.gramFactors()) {
          ops.gemm(Transpose.NO, Transpose.YES, 1, derivative, derivative, 0, product);
          ops.axpy(shares, product, h);
        }
      }
    }
  }

  /** h ← h ∘ XXᵀ. */
  private static void multiplyByInputs(Ops ops, Tensor x, Tensor h) {
    Shape shape = gramShape(x.shape().batch(), x);
    try (Tensor inputs = ops.allocate(x.precision(), shape);
        Tensor inputs64 = ops.allocate(Precision.FP64, shape)) {
      ops.gemm(Transpose.NO, Transpose.YES, 1, x, x, 0, inputs);
      ops.copy(inputs, inputs64);
      ops.hadamard(inputs64, h);
    }
  }

  /** W ← W − rate·∇L for the residuals given. */
  private static void update(NeuronBlocks pass, Tensor residual, double[] rates) {
    TwoLayerBatch net = pass.net;
    double[] alpha = Arrays.stream(rates).map(rate -> -rate * net.scale()).toArray();
    for (int from = 0; from < net.units(); from += pass.block) {
      pass.enter(from);
      pass.derivatives();
      pass.addGradient(residual, alpha);
    }
  }

  /** residual ← f − y; returns |f − y|² of each replica, summed in sample order. */
  private static double[] squaredResiduals(Ops ops, Tensor y, Tensor f, Tensor residual) {
    int replicas = f.shape().batch();
    ops.copy(f, residual);
    ops.axpy(repeat(-1, replicas), y, residual);
    double[] values = residual.toArray();
    int n = f.shape().columns();
    double[] squared = new double[replicas];
    for (int b = 0; b < replicas; b++) {
      for (int i = 0; i < n; i++) {
        double r = values[b * n + i];
        squared[b] += r * r;
      }
    }
    return squared;
  }

  private static boolean[] active(double[] squared, double[] stopBelow) {
    boolean[] active = new boolean[squared.length];
    for (int b = 0; b < squared.length; b++) {
      active[b] = Double.isFinite(squared[b]) && squared[b] > stopBelow[b];
    }
    return active;
  }

  private static boolean noneOf(boolean[] flags) {
    for (boolean flag : flags) {
      if (flag) {
        return false;
      }
    }
    return true;
  }

  private static double[] rates(double[] learningRate, boolean[] active) {
    double[] rates = new double[active.length];
    for (int b = 0; b < rates.length; b++) {
      rates[b] = active[b] ? learningRate[b] : 0;
    }
    return rates;
  }

  static double[] repeat(double value, int count) {
    double[] values = new double[count];
    Arrays.fill(values, value);
    return values;
  }
}
