package io.github.widthbench.backend.cpu;

/**
 * One network of a batch, worked on tile by tile: a tile is a range of neurons (or of pairs), whole
 * groups of them, whose numbers stay in the second cache. Neurons beyond the last have weights 0
 * and add nothing. Not thread-safe; a {@link #sibling} is another pair of hands on the same
 * network.
 */
sealed interface Tiles permits DualTiles, TwoLayerTiles {

  /** Number of tiles; depends on sizes alone. */
  int count();

  /** The same network with scratch of its own. */
  Tiles sibling();

  /** Whether {@link #update} needs a {@link #forward} before it. */
  boolean needsForward();

  /** Sets what the next updates add: W ← W + Σ_i {@code factors}_i a s′ x_i. */
  void aim(double[] factors);

  /** Moves the weights of a tile. */
  void update(int tile);

  /** Adds the share of a tile in Σ_r a_r s to {@code partial}, which {@link #fold} adds up. */
  void forward(int tile, double[] partial);

  /** Numbers of the partial sums of {@link #forward}. */
  int sumLength();

  /** Writes the outputs, from the partial sums of all tiles. */
  void fold(double[] partial, double[] outputs);

  /** Brings the weights of the network up to date, after the last step. */
  void finish(int tile);

  /** Whether a preactivation was clipped so far. */
  boolean clipped();

  /** Gives its arrays back, after the last use. */
  void release();
}
