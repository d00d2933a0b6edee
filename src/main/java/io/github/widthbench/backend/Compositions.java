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

  /** Most entries of one n × block array. */
  private static final int BLOCK_ENTRIES = 1 << 20;

  /** Most neurons of one block. */
  private static final int BLOCK_UNITS = 1 << 16;

  private Compositions() {}

  static void normals(long[] seeds, Draws.Stream stream, long from, double scale, Tensor x) {
    Checks.require(
        seeds.length == x.shape().batch(), "%d seeds for tensor %s", seeds.length, x.shape());
    int d = x.shape().rows();
    int m = x.shape().columns();
    double[] drawn = new double[d * Math.min(m, BLOCK_UNITS)];
    for (int b = 0; b < seeds.length; b++) {
      Draws draws = new Draws(seeds[b], stream);
      for (int at = 0; at < m; at += BLOCK_UNITS) {
        int count = Math.min(m - at, BLOCK_UNITS);
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
      ops.gemm(Transpose.YES, Transpose.NO, 1, delta, link.input(), 0, link.gradient());
      Tensor error = link.inputError();
      if (error != null) {
        ops.gemm(Transpose.NO, Transpose.NO, 1, delta, link.weight(), link.adds() ? 1 : 0, error);
      }
    }
  }

  static void twoLayerForward(Ops ops, TwoLayerBatch net, Tensor x, Tensor f) {
    Checks.requireInputs(net, x);
    Checks.requireOutputs(net, x, f);
    try (Pass pass = new Pass(ops, net, x)) {
      forward(pass, f);
    }
  }

  private static void forward(Pass pass, Tensor f) {
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
        Pass pass = new Pass(ops, net, x)) {
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
    int n = x.shape().rows();
    Checks.requireShape("Gram matrix", h, new Shape(net.replicas(), n, n));
    Precision precision = net.w().precision();
    try (Tensor product = ops.allocate(precision, h.shape());
        Tensor inputs = ops.allocate(precision, new Shape(x.shape().batch(), n, n));
        Tensor inputs64 = ops.allocate(Precision.FP64, inputs.shape());
        Pass pass = new Pass(ops, net, x)) {
      ops.fill(0, h);
      double[] share = repeat(1.0 / net.width(), net.replicas());
      for (int from = 0; from < net.units(); from += pass.block) {
        pass.enter(from);
        pass.derivatives();
        for (Tensor derivative : pass.gramFactors()) {
          ops.gemm(Transpose.NO, Transpose.YES, 1, derivative, derivative, 0, product);
          ops.axpy(share, product, h);
        }
      }
      ops.gemm(Transpose.NO, Transpose.YES, 1, x, x, 0, inputs);
      ops.copy(inputs, inputs64);
      ops.hadamard(inputs64, h);
    }
  }

  static void drawnGram(Ops ops, Activation s, DrawnNeurons drawn, Tensor x, Tensor h) {
    Checks.requireDrawn(drawn, x, h);
    int replicas = drawn.seeds().length;
    int block = (int) Math.min(BLOCK_UNITS, drawn.width());
    Precision precision = x.precision();
    try (Tensor weights = ops.allocate(precision, new Shape(replicas, x.shape().columns(), block));
        Tensor signs = ops.allocate(precision, new Shape(1, 1, block));
        Tensor part = ops.allocate(Precision.FP64, h.shape())) {
      ops.fill(0, h);
      for (long from = 0; from < drawn.width(); from += block) {
        int units = (int) Math.min(block, drawn.width() - from);
        Tensor w = weights.columns(0, units);
        ops.normals(drawn.seeds(), drawn.stream(), from, 1, w);
        Tensor a = signs.columns(0, units);
        ops.twoLayerGram(
            new TwoLayerBatch(s, Form.PLAIN, 1, w, a, Double.POSITIVE_INFINITY), x, part);
        ops.axpy(repeat((double) units / drawn.width(), replicas), part, h);
      }
    }
  }

  /** W ← W − rate·∇L for the residuals given. */
  private static void update(Pass pass, Tensor residual, double[] rates) {
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

  private static double[] repeat(double value, int count) {
    double[] values = new double[count];
    Arrays.fill(values, value);
    return values;
  }

  /** Scratch arrays of one pass, and the views of the block of neurons that it stands at. */
  private static final class Pass implements AutoCloseable {
    final Ops ops;
    final TwoLayerBatch net;
    final Tensor x;
    final int block;
    final boolean paired;

    /** n × block scratch: preactivations of units (and of half differences), and results. */
    private final Tensor[] scratch;

    private final Tensor gradient;

    /** For each replica whether a preactivation was above the clip since this was last cleared. */
    final boolean[] clipped;

    // Views of the current block; set by enter.
    Tensor w;
    Tensor u;
    Tensor a;
    Tensor z;
    Tensor q;
    Tensor y;
    Tensor half;
    Tensor g;

    @SuppressWarnings("NullAway.Init") // enter sets the views before anything reads them
    Pass(Ops ops, TwoLayerBatch net, Tensor x) {
      this.ops = ops;
      this.net = net;
      this.x = x;
      this.paired = net.form() == Form.PAIRED;
      this.clipped = new boolean[net.replicas()];
      int n = x.shape().rows();
      this.block = Math.min(net.units(), Math.clamp(BLOCK_ENTRIES / n, 16, BLOCK_UNITS));
      Precision precision = net.w().precision();
      scratch = new Tensor[paired ? 4 : 2];
      for (int i = 0; i < scratch.length; i++) {
        scratch[i] = ops.allocate(precision, new Shape(net.replicas(), n, block));
      }
      gradient = ops.allocate(precision, new Shape(net.replicas(), net.inputDim(), block));
    }

    /** Moves to the block that begins at unit {@code from} and computes its preactivations. */
    void enter(int from) {
      int to = Math.min(from + block, net.units());
      int size = to - from;
      w = net.w().columns(from, to);
      u = paired ? net.w().columns(net.units() + from, net.units() + to) : w;
      a = net.a().columns(from, to);
      z = scratch[0].columns(0, size);
      y = scratch[1].columns(0, size);
      q = paired ? scratch[2].columns(0, size) : z;
      half = paired ? scratch[3].columns(0, size) : y;
      g = gradient.columns(0, size);
      ops.gemm(Transpose.NO, Transpose.NO, 1, x, w, 0, z);
      if (paired) {
        ops.gemm(Transpose.NO, Transpose.NO, 1, x, u, 0, q);
      }
      if (net.clip() < Double.POSITIVE_INFINITY) {
        boolean[] above = paired ? ops.clipPair(net.clip(), z, q) : ops.clip(net.clip(), z);
        for (int b = 0; b < above.length; b++) {
          clipped[b] |= above[b];
        }
      }
    }

    /** y ← what each unit adds to the sum. */
    void values() {
      if (paired) {
        ops.pairDifference(net.activation(), z, q, y);
      } else {
        ops.activate(net.activation(), z, y);
      }
    }

    /** y ← s′ of each neuron; for pairs y ← the mean, half ← the half difference. */
    void derivatives() {
      if (paired) {
        ops.pairDerivatives(net.activation(), z, q, y, half);
      } else {
        ops.derivative(net.activation(), z, y);
      }
    }

    /** The n × block matrices S′ whose products S′S′ᵀ add up to m·Gram/⟨x,x⟩. */
    Tensor[] gramFactors() {
      if (!paired) {
        return new Tensor[] {y};
      }
      double[] one = repeat(1, net.replicas());
      ops.copy(y, z);
      ops.axpy(one, half, z);
      ops.copy(y, q);
      ops.axpy(repeat(-1, net.replicas()), half, q);
      return new Tensor[] {z, q};
    }

    /** W ← W + alpha·Σ_i r_i a s′ x_i. A pair's mean moves by the half difference of s′. */
    void addGradient(Tensor residual, double[] alpha) {
      ops.scaleOuter(residual, a, y);
      ops.gemm(Transpose.YES, Transpose.NO, 1, x, y, 0, g);
      ops.axpy(alpha, g, u);
      if (paired) {
        ops.scaleOuter(residual, a, half);
        ops.gemm(Transpose.YES, Transpose.NO, 1, x, half, 0, g);
        ops.axpy(alpha, g, w);
      }
    }

    @Override
    public void close() {
      for (Tensor tensor : scratch) {
        tensor.close();
      }
      gradient.close();
    }
  }
}
