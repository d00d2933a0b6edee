package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.backend.TwoLayerBatch.Form;

/**
 * {@link TwoLayerTiles} in FP32. Matrices of a tile have n rows, each as long as the tile, one
 * after another.
 */
final class TwoLayerTiles32 implements TwoLayerTiles {

  /**
   * Most memory for the derivatives of one network, for each entry of an input: computing them
   * again costs by inputDim, fetching them from beyond the caches does not.
   */
  private static final long KEPT_BYTES_PER_INPUT = 1L << 22;

  /** Most memory for the derivatives of one network in any case. */
  private static final long KEPT_BYTES = 1L << 28;

  private final TwoLayerBatch net;
  private final Tensor inputs;
  private final int replica;
  private final int tile;
  private final int n;
  private final int d;
  private final boolean paired;
  private final Block32 w;
  private final Block32 x;
  private final Block32 a;
  private final Pointwise32 activation;

  /** Derivatives of each tile: one matrix, for pairs the mean and the half difference. */
  private final float[][][] kept;

  private final float[] z;
  private final float[] q;
  private final float[] value;
  private final float[][] slopes;
  private final float[] gradient;
  private final float[] aimed;
  private float[] product = {};
  private boolean clipped;

  /** Opens a network; {@code tile} is the number of units of a tile. */
  static TwoLayerTiles32 open(TwoLayerBatch net, Tensor x, int replica, int tile, boolean keeps) {
    long bytes = (long) x.shape().rows() * net.width() * Float.BYTES;
    boolean fits = bytes <= Math.min(KEPT_BYTES, KEPT_BYTES_PER_INPUT * net.inputDim());
    int tiles = Math.ceilDiv(net.units(), tile);
    return new TwoLayerTiles32(net, x, replica, tile, new float[keeps && fits ? tiles : 0][][]);
  }

  private TwoLayerTiles32(
      TwoLayerBatch net, Tensor inputs, int replica, int tile, float[][][] kept) {
    this.net = net;
    this.inputs = inputs;
    this.replica = replica;
    this.tile = tile;
    this.kept = kept;
    n = inputs.shape().rows();
    d = inputs.shape().columns();
    paired = net.form() == Form.PAIRED;
    w = Tensor32.of(net.w()).matrix(replica);
    x = Tensor32.of(inputs).matrix(replica);
    a = Tensor32.of(net.a()).matrix(replica);
    activation = Pointwise32.of(net.activation());
    z = matrix(tile);
    q = paired ? matrix(tile) : z;
    value = matrix(tile);
    slopes = kept.length > 0 ? new float[0][] : slopes(tile);
    gradient = new float[d * tile];
    aimed = new float[n * d];
  }

  @Override
  public TwoLayerTiles sibling() {
    return new TwoLayerTiles32(net, inputs, replica, tile, kept);
  }

  @Override
  public int count() {
    return Math.ceilDiv(net.units(), tile);
  }

  @Override
  public boolean keepsDerivatives() {
    return kept.length > 0;
  }

  @Override
  public boolean clipped() {
    return clipped;
  }

  @Override
  public void aim(double[] weights) {
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < d; k++) {
        aimed[i * d + k] = (float) (weights[i] * x.get(i, k));
      }
    }
  }

  @Override
  public void update(int index) {
    float[][] derivatives = keepsDerivatives() ? kept[index] : derivatives(index);
    int from = index * tile;
    if (paired) {
      move(net.units() + from, from, derivatives[0]);
      move(from, from, derivatives[1]); // a mean moves by the half difference of s′
    } else {
      move(from, from, derivatives[0]);
    }
  }

  /** Adds a ∘ (aimedᵀ·S′) to the weights from {@code column} on. */
  private void move(int column, int unit, float[] derivatives) {
    int size = size(unit);
    new Gemm32(true, false, d, size, n)
        .run(
            1,
            new Block32(aimed, 0, d),
            new Block32(derivatives, 0, size),
            0,
            new Block32(gradient, 0, size));
    for (int k = 0; k < d; k++) {
      Rows.addProduct(
          a.data(), a.index(0, unit), gradient, k * size, w.data(), w.index(k, column), size);
    }
  }

  @Override
  public void forward(int index, double[] sums) {
    int from = index * tile;
    int size = size(from);
    preactivate(from, size);
    if (keepsDerivatives() && kept[index] == null) {
      kept[index] = slopes(size);
    }
    float[][] derivatives = keepsDerivatives() ? kept[index] : slopes;
    if (paired) {
      activation.pairDifference(z, q, value, n * size);
      if (keepsDerivatives()) {
        activation.pairDerivatives(z, q, derivatives[0], derivatives[1], n * size);
      }
    } else {
      activation.evaluate(z, value, derivatives[0], n * size);
    }
    for (int i = 0; i < n; i++) {
      sums[i] += Dot.of(value, i * size, a.data(), a.index(0, from), size);
    }
  }

  @Override
  public void addGram(int index, double[] h) {
    int size = size(index * tile);
    if (product.length == 0) {
      product = new float[n * n];
    }
    // of a pair, (mean + half)(…)ᵀ + (mean − half)(…)ᵀ = 2·mean·meanᵀ + 2·half·halfᵀ
    for (float[] factor : derivatives(index)) {
      OpenBlas.syrk(n, size, new Block32(factor, 0, size), new Block32(product, 0, n));
      for (int i = 0; i < n; i++) {
        int at = i * n + i;
        Rows.axpy(paired ? 2 : 1, product, at, h, at, n - i);
      }
    }
  }

  /** The derivatives of a tile, computed into scratch. */
  private float[][] derivatives(int index) {
    int size = size(index * tile);
    preactivate(index * tile, size);
    if (paired) {
      activation.pairDerivatives(z, q, slopes[0], slopes[1], n * size);
    } else {
      activation.evaluate(z, value, slopes[0], n * size);
    }
    return slopes;
  }

  private void preactivate(int from, int size) {
    Gemm32 gemm = new Gemm32(false, false, n, size, d);
    gemm.run(1, x, w.at(0, from), 0, new Block32(z, 0, size));
    if (paired) {
      gemm.run(1, x, w.at(0, net.units() + from), 0, new Block32(q, 0, size));
    }
    if (net.clip() < Double.POSITIVE_INFINITY) {
      clipped |=
          paired
              ? Rows.clipPair((float) net.clip(), z, 0, q, 0, n * size)
              : Rows.clip((float) net.clip(), z, 0, n * size);
    }
  }

  private int size(int from) {
    return Math.min(tile, net.units() - from);
  }

  private float[][] slopes(int size) {
    return paired ? new float[][] {matrix(size), matrix(size)} : new float[][] {matrix(size)};
  }

  /** n × size numbers, and room for the last vector. */
  private float[] matrix(int size) {
    return new float[n * size + Lanes32.COUNT];
  }
}
