package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.GaussianBatch;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.cuda.DeviceMemory.Block;
import io.github.widthbench.backend.cuda.Kernels.Extent;
import io.github.widthbench.backend.cuda.Kernels.Family;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Precision;
import java.util.function.UnaryOperator;

/**
 * Gram matrices of relu networks, block after block of neurons: s′ is 0 or 1, so entries are counts
 * of neurons that are active on both samples, exact at any width and in any order
 * (kernels/relu_gram.cu). Counted are bits, or, where the GPU multiplies bytes on tensor cores,
 * products of zeros and ones by cuBLAS.
 */
final class ReluGram implements AutoCloseable {

  /** The first compute capability, 10·major + minor, with tensor cores for bytes. */
  private static final int BYTES_FROM = 75;

  /** Samples from which on an array of bytes is worth its memory traffic. */
  private static final int BYTES_FROM_SAMPLES = 128;

  /** Of which cuBLAS asks the extents of such a product to be multiples. */
  private static final int MULTIPLE = 4;

  /**
   * Most inputs of weights that are drawn: a thread has those of a neuron, or four, in registers.
   */
  private static final int MOST_INPUTS = 64;

  private static final int FEW_INPUTS = 16;

  private static final int SIDE = 64;

  /** What the rows of an int8 product are filled up to, and neurons of a word of bits. */
  private static final int ALIGNMENT = 32;

  /** Most words of a block: its grid is then within all limits. */
  private static final int MOST_BLOCK = 1 << 20;

  /** Tiles of an int8 product and slices of neurons that together fill the largest GPUs. */
  private static final int PRODUCTS = 256;

  private static final int TILE_ROWS = 128;
  private static final int TILE_COLUMNS = 256;
  private static final int MOST_SLICES = 16;

  /**
   * How a kernel that finds signs shares out its work.
   *
   * @param source of the weights, as kernel names spell it
   * @param neurons of a block of threads
   * @param samples that it goes over at once
   * @param blocks that are enough: every other block for the same neurons reads or draws their
   *     weights anew
   */
  record Share(String source, int neurons, int samples, int blocks) {

    static Share stored(String format) {
      return new Share("_" + format, 256, 4, 2048);
    }

    static Share drawn(int inputDim) {
      return inputDim <= FEW_INPUTS
          ? new Share("_drawn_" + FEW_INPUTS, 1024, 64, 256)
          : new Share("_drawn_" + MOST_INPUTS, 256, 64, 256);
    }

    Extent grid(int units, int n, int batch) {
      int across = (units + neurons - 1) / neurons;
      int most = (n + samples - 1) / samples;
      int down = Math.clamp(blocks / ((long) across * batch), 1, most);
      return new Extent(across, down, batch);
    }
  }

  /**
   * How neurons are counted; none of it changes a count.
   *
   * @param bytes by an int8 product of a byte for each neuron and sample, else by bits
   * @param bytesOfBlock most memory for the activity of a block of neurons
   * @param mostInSums neurons whose counts surely fit in the 32 bits of an int8 product
   */
  record Ways(boolean bytes, long bytesOfBlock, long mostInSums) {
    static final Ways BITS = new Ways(false, 1L << 24, 0);
    static final Ways BYTES = new Ways(true, 1L << 28, 1L << 30);

    static Ways of(CudaDevice device, int samples) {
      boolean products = device.computeCapability() >= BYTES_FROM && samples % MULTIPLE == 0;
      return products && samples >= BYTES_FROM_SAMPLES ? BYTES : BITS;
    }
  }

  private final CudaDevice device;
  private final CudaTensor x;

  /** batch × n × n. */
  private final Shape shape;

  private final Ways ways;
  private final int slices;
  private final int block;
  private final Block activity;
  private final Block counts;

  /** Of an int8 product, in 32 bits; the same block as {@code counts} where bits are counted. */
  private final Block sums;

  private long inSums;

  /** Counts of at most {@code neurons} on the samples {@code x}; {@code shape} is that of H. */
  ReluGram(CudaDevice device, CudaTensor x, Shape shape, long neurons) {
    this(device, x, shape, neurons, Ways.of(device, shape.rows()));
  }

  ReluGram(CudaDevice device, CudaTensor x, Shape shape, long neurons, Ways ways) {
    this.device = device;
    this.x = x;
    this.shape = shape;
    this.ways = ways;
    slices = ways.bytes() ? slices(shape.rows()) : 1;
    long rows = (long) shape.batch() * shape.rows();
    long most = ways.bytesOfBlock() / rows * (ways.bytes() ? 1 : Byte.SIZE);
    block = (int) Math.min(neurons, (long) Math.clamp(most / ALIGNMENT, 1, MOST_BLOCK) * ALIGNMENT);
    long bytesOfRow = ways.bytes() ? padded(block) : (long) words(block) * Integer.BYTES;
    activity = device.memory().take(rows * bytesOfRow);
    long entries = rows * shape.columns();
    counts = device.memory().take(entries * Long.BYTES);
    device.zero(counts, entries * Long.BYTES);
    sums = ways.bytes() ? device.memory().take(slices * entries * Integer.BYTES) : counts;
  }

  /** Whether weights of these networks can be drawn by the kernels: they have deviation 1. */
  static boolean draws(GaussianBatch net, Tensor x) {
    return net.activation() == Activation.RELU
        && net.deviation() == 1
        && net.precision() == Precision.FP64
        && x.precision() == Precision.FP64
        && x.shape().columns() <= MOST_INPUTS;
  }

  private static int words(int units) {
    return (units + Integer.SIZE - 1) / Integer.SIZE;
  }

  private int padded(int units) {
    int multiple = ALIGNMENT * slices;
    return (units + multiple - 1) / multiple * multiple;
  }

  /**
   * Parts of the neurons that are multiplied side by side: the product of few samples over very
   * many neurons has too few tiles to fill a GPU.
   */
  static int slices(int n) {
    int tiles = ((n + TILE_ROWS - 1) / TILE_ROWS) * ((n + TILE_COLUMNS - 1) / TILE_COLUMNS);
    return Math.clamp(PRODUCTS / tiles, 1, MOST_SLICES);
  }

  /** Counts the neurons of stored weights, a column each. */
  void count(CudaTensor w) {
    for (int from = 0; from < w.shape().columns(); from += block) {
      CudaTensor part = w.columns(from, Math.min(from + block, w.shape().columns()));
      count(
          part.shape().columns(), Share.stored(w.format()), arguments -> arguments.matrices(part));
    }
  }

  /** Counts neurons whose weights are drawn where they are needed. */
  void count(GaussianBatch neurons) {
    int stream = Draws.Stream.WEIGHTS.code();
    for (long from = 0; from < neurons.width(); from += block) {
      long first = from * x.shape().columns();
      long seeds = device.parameters().send(neurons.seeds());
      count(
          (int) Math.min(block, neurons.width() - from),
          Share.drawn(x.shape().columns()),
          arguments -> arguments.address(seeds).integer(stream).structure().put(first));
    }
  }

  private void count(int units, Share share, UnaryOperator<Arguments> weights) {
    int n = shape.rows();
    Kernels kernels = device.kernels();
    Shape samples = new Shape(shape.batch(), n, x.shape().columns());
    Arguments active = weights.apply(kernels.arguments()).matrices(x).address(activity.address());
    if (ways.bytes()) {
      active.integer(units).integer(padded(units)).shape(samples);
      Extent grid = share.grid(padded(units), n, shape.batch());
      kernels.launch(Family.RELU_GRAM, "relu_signs" + share.source(), grid, Kernels.BLOCK, active);
      multiply(units);
    } else {
      active.integer(units).shape(samples);
      Extent grid = share.grid(units, n, shape.batch());
      kernels.launch(Family.RELU_GRAM, "relu_bits" + share.source(), grid, Kernels.BLOCK, active);
      int sides = (n + SIDE - 1) / SIDE;
      Arguments both = kernels.arguments().address(activity.address()).integer(words(units));
      kernels.launch(
          Family.RELU_GRAM,
          "relu_counts",
          new Extent(sides, sides, shape.batch()),
          Kernels.BLOCK,
          both.address(counts.address()).shape(shape));
    }
  }

  private void multiply(int units) {
    if (inSums + units > ways.mostInSums()) {
      fold();
    }
    Shape signs = new Shape(shape.batch(), shape.rows(), padded(units));
    device.blas().squareOfBytes(activity.address(), signs, slices, inSums > 0, sums.address());
    inSums += units;
  }

  private void fold() {
    Arguments arguments = device.kernels().arguments().address(sums.address());
    device
        .kernels()
        .overEntries(
            Family.RELU_GRAM,
            "relu_fold",
            shape,
            arguments.integer(slices).address(counts.address()).shape(shape));
    inSums = 0;
  }

  /** H_ij ← ⟨x_i, x_j⟩·counts_ij/width. */
  void finish(long width, CudaTensor h) {
    if (inSums > 0) {
      fold();
    }
    Arguments arguments =
        device
            .kernels()
            .arguments()
            .address(counts.address())
            .real(1.0 / width)
            .matrices(x)
            .integer(x.shape().columns())
            .matrices(h)
            .shape(shape);
    device.kernels().overEntries(Family.RELU_GRAM, "relu_gram_" + x.format(), shape, arguments);
  }

  @Override
  public void close() {
    device.memory().give(activity);
    device.memory().give(counts);
    device.memory().give(sums); // once more than counts does nothing
  }
}
