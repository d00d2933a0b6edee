package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.Checks;
import io.github.widthbench.backend.DescentStretch;
import io.github.widthbench.backend.DescentTrace;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.Transpose;
import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.backend.TwoLayerBatch.Form;
import io.github.widthbench.math.Precision;

/**
 * Gradient descent on a batch of two-layer networks that the host leaves alone for many steps: one
 * step is captured as a graph and replayed, and the device itself decides which replicas go on.
 *
 * <p>The step is that of {@code Compositions}, over blocks of neurons whose size depends on the
 * number of samples alone, and so does the order of every sum.
 */
final class CudaDescent implements AutoCloseable {

  /** Most entries of one n × block array, 32 MiB in FP64. */
  private static final int BLOCK_ENTRIES = 1 << 22;

  /** Most neurons of one block. */
  private static final int BLOCK_UNITS = 1 << 16;

  /** Steps between two questions whether any replica goes on. */
  private static final int STEPS_BETWEEN_LOOKS = 32;

  private final CudaDevice device;
  private final CudaOps ops;
  private final TwoLayerBatch net;
  private final CudaTensor x;
  private final CudaTensor y;
  private final CudaTensor f;
  private final int block;
  private final boolean paired;

  /** n × block arrays: preactivations, results, and for pairs those of the half differences. */
  private final CudaTensor[] scratch;

  private final CudaTensor gradient;
  private final CudaTensor residual;

  CudaDescent(CudaDevice device, TwoLayerBatch net, Tensor x, Tensor y, Tensor f) {
    this.device = device;
    this.ops = new CudaOps(device);
    this.net = net;
    this.x = CudaTensor.of(x);
    this.y = CudaTensor.of(y);
    this.f = CudaTensor.of(f);
    int n = x.shape().rows();
    paired = net.form() == Form.PAIRED;
    block = Math.min(net.units(), Math.clamp(BLOCK_ENTRIES / n, 16, BLOCK_UNITS));
    Precision precision = net.w().precision();
    Checks.requireShape("outputs", f, new Shape(net.replicas(), 1, n));
    Checks.requireVector("labels", y, f, n);
    scratch = new CudaTensor[paired ? 4 : 2];
    for (int i = 0; i < scratch.length; i++) {
      scratch[i] = CudaTensor.allocate(device, precision, new Shape(net.replicas(), n, block));
    }
    gradient =
        CudaTensor.allocate(
            device, precision, new Shape(net.replicas(), net.inputDim(), block));
    residual = CudaTensor.allocate(device, Precision.FP64, f.shape());
  }

  DescentTrace run(DescentStretch stretch) {
    Checks.require(
        stretch.learningRate().length == net.replicas(),
        "%d learning rates for %d replicas",
        stretch.learningRate().length,
        net.replicas());
    try (DescentState state = new DescentState(device, stretch, net.scale());
        StepGraph graph = new StepGraph(device.stream(), () -> step(state))) {
      state.look(f, y, residual);
      for (int done = 0; done < stretch.steps() && state.anyActive(); ) {
        int next = Math.min(STEPS_BETWEEN_LOOKS, stretch.steps() - done);
        graph.replay(next);
        done += next;
      }
      return state.read();
    }
  }

  private void step(DescentState state) {
    for (int from = 0; from < net.units(); from += block) {
      update(new Units(from), state);
    }
    for (int from = 0; from < net.units(); from += block) {
      forward(new Units(from), state, from == 0 ? 0 : 1);
    }
    state.look(f, y, residual);
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

  private void update(Units units, DescentState state) {
    units.preactivations(state);
    if (paired) {
      ops.pairDerivatives(net.activation(), units.z, units.q, units.y, units.half);
    } else {
      ops.derivative(net.activation(), units.z, units.y);
    }
    units.descend(units.y, units.u, state);
    if (paired) { // a pair's mean moves by the half difference of s′
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

    /** target ← target + rate·Σ_i r_i a s′ x_i for the replicas that go on. */
    void descend(CudaTensor derivative, CudaTensor target, DescentState state) {
      ops.scaleOuter(residual, a, derivative);
      ops.gemm(Transpose.YES, Transpose.NO, 1, x, derivative, 0, g);
      ops.axpy(state.rates(), state.active(), g, target);
    }
  }

  @Override
  public void close() {
    for (CudaTensor tensor : scratch) {
      tensor.close();
    }
    gradient.close();
    residual.close();
  }
}
