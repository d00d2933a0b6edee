package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.backend.TwoLayerBatch.Form;
import io.github.widthbench.backend.cuda.DeviceMemory.Block;
import io.github.widthbench.backend.cuda.Kernels.Extent;
import io.github.widthbench.backend.cuda.Kernels.Family;
import io.github.widthbench.backend.cuda.Kernels.Launch;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;

/**
 * Gram matrices without an array of samples × neurons in FP32 or FP64: kernels/gram.cu, and for
 * relu {@link ReluGram}. Both split the neurons by sizes alone.
 */
record FusedGram(CudaDevice device, TwoLayerBatch net, CudaTensor x, CudaTensor h) {

  private static final int SIDE = 64;
  private static final int NEURONS = 32;

  /** Blocks that fill the largest GPUs. */
  private static final int BLOCKS = 512;

  /** Most numbers of the partial sums of a replica. */
  private static final int MOST_PARTIALS = 1 << 23;

  /** Beyond these the products of cuBLAS win over computing derivatives anew for every tile. */
  private static final int MOST_SAMPLES = 512;

  private static final int MOST_INPUTS = 32;

  static FusedGram of(CudaDevice device, TwoLayerBatch net, Tensor x, Tensor h) {
    return new FusedGram(device, net, CudaTensor.of(x), CudaTensor.of(h));
  }

  /** Computes H if a kernel fits; says whether. */
  boolean run() {
    if (net.w().precision() == Precision.TF32) {
      return false;
    }
    if (net.activation() == Activation.RELU && net.form() == Form.PLAIN) {
      countActive();
      return true;
    }
    if (net.inputDim() > MOST_INPUTS
        || samples() > MOST_SAMPLES
        || sharedBytes() > device.sharedBytes()) {
      return false;
    }
    sumTiles();
    return true;
  }

  private int samples() {
    return x.shape().rows();
  }

  private int sharedBytes() {
    int numbers = net.inputDim() * (2 * SIDE + NEURONS) + 2 * NEURONS * SIDE;
    return numbers * net.w().precision().bytes();
  }

  private void sumTiles() {
    int n = samples();
    int chunk = net.form() == Form.PAIRED ? NEURONS / 2 : NEURONS;
    int chunks = (net.units() + chunk - 1) / chunk;
    int sides = (n + SIDE - 1) / SIDE;
    int tiles = sides * (sides + 1) / 2;
    int most = Math.clamp(Math.min(BLOCKS / tiles, MOST_PARTIALS / (n * n)), 1, chunks);
    int each = (chunks + most - 1) / most * chunk;
    int splits = (net.units() + each - 1) / each;
    Block partials = device.memory().take((long) net.replicas() * splits * n * n * Double.BYTES);
    NetworkArgument network = new NetworkArgument(net);
    try (CudaTensor transposed = NetworkArgument.transpose(device, x)) {
      Arguments arguments =
          network
              .argument(device.kernels().arguments(), each, splits)
              .matrices(transposed)
              .integer(n)
              .address(partials.address());
      Extent grid = new Extent(tiles, splits, net.replicas());
      device
          .kernels()
          .launch(
              new Launch(
                  Family.GRAM, "gram_" + network.format(), grid, Kernels.BLOCK, sharedBytes()),
              arguments);
    }
    Arguments finish =
        device
            .kernels()
            .arguments()
            .address(partials.address())
            .integer(splits)
            .real(1.0 / net.width())
            .matrices(x)
            .integer(net.inputDim())
            .matrices(h)
            .shape(h.shape());
    device.kernels().overEntries(Family.GRAM, "gram_finish_" + x.format(), h.shape(), finish);
    device.memory().give(partials);
  }

  private void countActive() {
    try (ReluGram gram = new ReluGram(device, x, h.shape(), net.units())) {
      gram.count(CudaTensor.of(net.w()));
      gram.finish(net.width(), h);
    }
  }
}
