package io.github.widthbench.backend;

import io.github.widthbench.backend.TwoLayerBatch.Form;
import io.github.widthbench.math.Precision;

/**
 * A pass over the neurons of a batch, block by block: its scratch arrays, and the views of the
 * block that it stands at.
 */
final class NeuronBlocks implements AutoCloseable {

  /** Most entries of one n × block array. */
  private static final int ENTRIES = 1 << 20;

  /** Most neurons of one block. */
  private static final int UNITS = 1 << 16;

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

  /** Most neurons of a block for n samples; depends on n alone. */
  static int most(int n) {
    return Math.clamp(ENTRIES / n, 16, UNITS);
  }

  @SuppressWarnings("NullAway.Init") // enter sets the views before anything reads them
  NeuronBlocks(Ops ops, TwoLayerBatch net, Tensor x) {
    this.ops = ops;
    this.net = net;
    this.x = x;
    this.paired = net.form() == Form.PAIRED;
    this.clipped = new boolean[net.replicas()];
    int n = x.shape().rows();
    this.block = Math.min(net.units(), most(n));
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
    double[] one = Compositions.repeat(1, net.replicas());
    ops.copy(y, z);
    ops.axpy(one, half, z);
    ops.copy(y, q);
    ops.axpy(Compositions.repeat(-1, net.replicas()), half, q);
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
