package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.math.Precision;

/**
 * One network of a batch, worked on tile by tile: a tile is a range of neurons (or of pairs) whose
 * preactivations on all samples stay in the second cache. Not thread-safe; a {@link #sibling} is
 * another pair of hands on the same network.
 */
interface TwoLayerTiles {

  /**
   * Opens network {@code replica}.
   *
   * @param entries preactivations of one tile, about
   * @param keeps whether derivatives are to be kept from a forward pass to the next update
   */
  static TwoLayerTiles of(TwoLayerBatch net, Tensor x, int replica, int entries, boolean keeps) {
    int block = Math.max(16, Math.min(4096, entries / x.shape().rows() / 16 * 16));
    int units = Math.min(net.units(), block);
    return net.w().precision() == Precision.FP64
        ? TwoLayerTiles64.open(net, x, replica, units, keeps)
        : TwoLayerTiles32.open(net, x, replica, units, keeps);
  }

  /** Number of tiles; depends on sizes alone. */
  int count();

  /** The same network and derivatives with scratch of its own. */
  TwoLayerTiles sibling();

  /** Whether an update needs a {@link #forward} before it. */
  boolean keepsDerivatives();

  /** Sets what the next updates add: W ← W + Σ_i {@code weights}_i a s′ x_i. */
  void aim(double[] weights);

  /** Moves the weights of a tile. */
  void update(int tile);

  /** Adds the share of a tile in Σ_r a_r s to {@code sums}. */
  void forward(int tile, double[] sums);

  /** Adds Σ_r s′_i s′_j over the neurons of a tile to {@code h} (n×n), for i ≤ j. */
  void addGram(int tile, double[] h);

  /** Whether a preactivation was clipped so far. */
  boolean clipped();
}
