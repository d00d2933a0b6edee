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
 * neurons: kernels/two_layer_tensor.cu on tensor cores, from compute capability 8.0 on, and
 * kernels/two_layer.cu elsewhere. Neurons are shared out among blocks in slices that depend on the
 * width alone, so that a replica's bits do not depend on its batch.
 */
final class FusedPasses implements DescentStep {

  /** Neurons of a tile; half as many pairs. */
  private static final int TILE = 128;

  /** Enough blocks for the largest GPUs with a single replica. */
  private static final int MOST_SLICES = 512;

  private static final int MOST_INPUTS = 64;
  private static final int FEW_INPUTS = 16;

  /** The first compute capability, 10·major + minor, with tensor cores for these formats. */
  private static final int TENSOR_FROM = 80;

  private static final Extent TENSOR_BLOCK = new Extent(128, 1, 1);

  private final CudaDevice device;
  private final NetworkArgument net;
  private final CudaTensor f;

  /** The samples as the kernels want them: a coordinate a row where there are no tensor cores. */
  private final CudaTensor inputs;

  private final boolean tensor;
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
    tensor = hasTensorCores(device);
    inputs = tensor ? CudaTensor.of(x) : NetworkArgument.transpose(device, CudaTensor.of(x));
    partials = device.memory().take((long) batch.replicas() * slices * n * Double.BYTES);
  }

  /** Whether the kernels take such networks on this GPU; TF32 needs tensor cores. */
  static boolean fit(CudaDevice device, TwoLayerBatch net) {
    if (net.inputDim() > MOST_INPUTS) {
      return false;
    }
    return hasTensorCores(device)
        || (net.w().precision() != Precision.TF32 && sharedBytes(net) <= device.sharedBytes());
  }

  private static boolean hasTensorCores(CudaDevice device) {
    return device.computeCapability() >= TENSOR_FROM;
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
            .matrices(inputs)
            .integer(n)
            .address(0)
            .address(partials.address())
            .address(clipped);
    launch("forward", arguments);
    sum();
  }

  @Override
  public void run(DescentState state, CudaTensor residual) {
    Arguments arguments =
        net.argument(device.kernels().arguments(), unitsOfSlice, slices)
            .matrices(inputs)
            .matrices(residual)
            .integer(n)
            .address(state.rates())
            .address(state.active())
            .address(partials.address())
            .address(state.clippedInStep());
    launch("step", arguments);
    sum();
  }

  private void launch(String pass, Arguments arguments) {
    device.kernels().launch(tensor ? onTensorCores(pass) : onCores(pass), arguments);
  }

  private Launch onTensorCores(String pass) {
    String format = net.batch().w().precision() == Precision.TF32 ? "tf32" : net.format();
    String name = "two_layer_tensor_" + pass + "_" + mostInputs() + "_" + format;
    return new Launch(Family.TWO_LAYER_TENSOR, name, grid(), TENSOR_BLOCK, 0);
  }

  private Launch onCores(String pass) {
    String inputs = pass.equals("step") ? "_" + mostInputs() : "";
    String name = "two_layer_" + pass + inputs + "_" + net.format();
    return new Launch(Family.TWO_LAYER, name, grid(), Kernels.BLOCK, sharedBytes(net.batch()));
  }

  private int mostInputs() {
    return net.batch().inputDim() <= FEW_INPUTS ? FEW_INPUTS : MOST_INPUTS;
  }

  private Extent grid() {
    return new Extent(slices, net.batch().replicas(), 1);
  }

  private void sum() {
    new CudaOps(device).sumSlices(net.batch().scale(), partials, slices, 0, f);
  }

  @Override
  public void close() {
    if (!tensor) {
      inputs.close();
    }
    device.memory().give(partials);
  }
}
