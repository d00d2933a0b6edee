package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.backend.TwoLayerBatch.Form;
import io.github.widthbench.backend.cuda.DeviceMemory.Block;
import io.github.widthbench.backend.cuda.Kernels.Extent;
import io.github.widthbench.backend.cuda.Kernels.Family;
import io.github.widthbench.backend.cuda.Kernels.Launch;
import io.github.widthbench.math.Precision;

/**
 * Forward pass and step of two-layer networks in one kernel each, without an array of samples ×
 * neurons: kernels/two_layer.cu. Neurons are shared out among blocks in slices that depend on the
 * width alone, so that a replica's bits do not depend on its batch.
 */
final class FusedPasses implements DescentStep {

  /** Neurons of a tile; half as many pairs. */
  private static final int TILE = 128;

  /** Enough blocks for the largest GPUs with a single replica. */
  private static final int MOST_SLICES = 512;

  private static final int MOST_INPUTS = 64;
  private static final int FEW_INPUTS = 16;

  private final CudaDevice device;
  private final NetworkArgument net;
  private final CudaTensor f;
  private final CudaTensor transposed;
  private final Block partials;
  private final int n;
  private final int slices;
  private final int unitsOfSlice;

  FusedPasses(CudaDevice device, TwoLayerBatch batch, Tensor x, Tensor f) {
    this.device = device;
    this.net = new NetworkArgument(batch);
    this.f = CudaTensor.of(f);
    n = x.shape().rows();
    int tile = batch.form() == Form.PAIRED ? TILE / 2 : TILE;
    int tiles = (batch.units() + tile - 1) / tile;
    unitsOfSlice = (tiles + MOST_SLICES - 1) / MOST_SLICES * tile;
    slices = (batch.units() + unitsOfSlice - 1) / unitsOfSlice;
    transposed = NetworkArgument.transpose(device, CudaTensor.of(x));
    partials = device.memory().take((long) batch.replicas() * slices * n * Double.BYTES);
  }

  /** Whether the kernels take such networks on this GPU; TF32 is for products by cuBLAS. */
  static boolean fit(CudaDevice device, TwoLayerBatch net) {
    return net.w().precision() != Precision.TF32
        && net.inputDim() <= MOST_INPUTS
        && sharedBytes(net) <= device.sharedBytes();
  }

  private static int sharedBytes(TwoLayerBatch net) {
    Precision precision = net.w().precision();
    int samples = 256 / precision.bytes(); // of a chunk
    int numbers = net.inputDim() * (TILE + samples) + samples * TILE + TILE + samples;
    return numbers * precision.bytes();
  }

  /** F ← outputs of every network. */
  void forward() {
    long flags = device.parameters().clearFlags(net.batch().replicas());
    forward(flags);
  }

  /** The partial sums of all replicas must be there: a step leaves those that stopped alone. */
  @Override
  public void begin(DescentState state) {
    forward(state.clippedInStep());
  }

  private void forward(long clipped) {
    Arguments arguments =
        net.argument(device.kernels().arguments(), unitsOfSlice, slices)
            .matrices(transposed)
            .integer(n)
            .address(0)
            .address(partials.address())
            .address(clipped);
    launch("two_layer_forward", arguments);
    sum();
  }

  @Override
  public void run(DescentState state, CudaTensor residual) {
    Arguments arguments =
        net.argument(device.kernels().arguments(), unitsOfSlice, slices)
            .matrices(transposed)
            .matrices(residual)
            .integer(n)
            .address(state.rates())
            .address(state.active())
            .address(partials.address())
            .address(state.clippedInStep());
    boolean few = net.batch().inputDim() <= FEW_INPUTS;
    launch("two_layer_step_" + (few ? FEW_INPUTS : MOST_INPUTS), arguments);
    sum();
  }

  private void launch(String kernel, Arguments arguments) {
    Extent grid = new Extent(slices, net.batch().replicas(), 1);
    String name = kernel + "_" + net.format();
    device
        .kernels()
        .launch(
            new Launch(Family.TWO_LAYER, name, grid, Kernels.BLOCK, sharedBytes(net.batch())),
            arguments);
  }

  private void sum() {
    new CudaOps(device).sumSlices(net.batch().scale(), partials, slices, 0, f);
  }

  @Override
  public void close() {
    transposed.close();
    device.memory().give(partials);
  }
}
