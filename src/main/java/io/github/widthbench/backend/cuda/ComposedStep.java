package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.Transpose;
import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.backend.TwoLayerBatch.Form;
import io.github.widthbench.math.Precision;

/**
 * A step of descent made of products by cuBLAS and small kernels: that of {@code Compositions},
 * over blocks of neurons whose size depends on the number of samples alone, and so does the order
 * of every sum.
 */
final class ComposedStep implements DescentStep {

  /** Most entries of one n × block array, 32 MiB in FP64. */
  private static final int BLOCK_ENTRIES = 1 << 22;

  /** Most neurons of one block. */
  private static final int BLOCK_UNITS = 1 << 16;

  private final CudaOps ops;
  private final TwoLayerBatch net;
  private final CudaTensor x;
  private final CudaTensor f;
  private final int block;
  private final boolean paired;

  /** n × block arrays: preactivations, results, and for pairs those of the half differences. */
  private final CudaTensor[] scratch;

  private final CudaTensor gradient;

  ComposedStep(CudaDevice device, TwoLayerBatch net, Tensor x, Tensor f) {
    this.ops = new CudaOps(device);
    this.net = net;
    this.x = CudaTensor.of(x);
    this.f = CudaTensor.of(f);
    int n = x.shape().rows();
    paired = net.form() == Form.PAIRED;
    block = Math.min(net.units(), Math.clamp(BLOCK_ENTRIES / n, 16, BLOCK_UNITS));
    Precision precision = net.w().precision();
    scratch = new CudaTensor[paired ? 4 : 2];
    for (int i = 0; i < scratch.length; i++) {
      scratch[i] = CudaTensor.allocate(device, precision, new Shape(net.replicas(), n, block));
    }
    gradient =
        CudaTensor.allocate(device, precision, new Shape(net.replicas(), net.inputDim(), block));
  }

  @Override
  public void begin(DescentState state) {}

  @Override
  public void run(DescentState state, CudaTensor residual) {
    for (int from = 0; from < net.units(); from += block) {
      update(new Units(from), state, residual);
    }
    for (int from = 0; from < net.units(); from += block) {
      forward(new Units(from), state, from == 0 ? 0 : 1);
    }
  }

  private void forward(Units units, DescentState state, double beta) {
    units.preactivations(state);
    if (paired) {
      ops.pairDifference(net.activation(), units.z, units.q, units.y);
    } else {
      ops.activate(net.activation(), units.z, units.y);
    }
    ops.weightedSum(net.scale(), units.y, units.a, beta, f);
  }

  private void update(Units units, DescentState state, CudaTensor residual) {
    units.preactivations(state);
    if (paired) {
      ops.pairDerivatives(net.activation(), units.z, units.q, units.y, units.half);
    } else {
      ops.derivative(net.activation(), units.z, units.y);
    }
    ops.scaleOuter(residual, units.a, units.y);
    units.descend(units.y, units.u, state);
    if (paired) { // a pair's mean moves by the half difference of s′
      ops.scaleOuter(residual, units.a, units.half);
      units.descend(units.half, units.w, state);
    }
  }

  /** Views of the block of units that begins at some place; as in {@code Compositions}. */
  private final class Units {
    final CudaTensor w;
    final CudaTensor u;
    final CudaTensor a;
    final CudaTensor z;
    final CudaTensor q;
    final CudaTensor y;
    final CudaTensor half;
    final CudaTensor g;

    Units(int from) {
      int to = Math.min(from + block, net.units());
      int size = to - from;
      CudaTensor all = CudaTensor.of(net.w());
      w = all.columns(from, to);
      u = paired ? all.columns(net.units() + from, net.units() + to) : w;
      a = CudaTensor.of(net.a()).columns(from, to);
      z = scratch[0].columns(0, size);
      y = scratch[1].columns(0, size);
      q = paired ? scratch[2].columns(0, size) : z;
      half = paired ? scratch[3].columns(0, size) : y;
      g = gradient.columns(0, size);
    }

    void preactivations(DescentState state) {
      ops.gemm(Transpose.NO, Transpose.NO, 1, x, w, 0, z);
      if (paired) {
        ops.gemm(Transpose.NO, Transpose.NO, 1, x, u, 0, q);
      }
      if (net.clip() < Double.POSITIVE_INFINITY) {
        if (paired) {
          ops.clipPair(net.clip(), z, q, state.clippedInStep());
        } else {
          ops.clip(net.clip(), z, state.clippedInStep());
        }
      }
    }

    /** target ← target + rate·Xᵀ·share for the replicas that go on. */
    void descend(CudaTensor share, CudaTensor target, DescentState state) {
      ops.gemm(Transpose.YES, Transpose.NO, 1, x, share, 0, g);
      ops.axpy(state.rates(), state.active(), g, target);
    }
  }

  @Override
  public void close() {
    for (CudaTensor tensor : scratch) {
      tensor.close();
    }
    gradient.close();
  }
}
