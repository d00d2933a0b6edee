package io.github.widthbench.backend.cpu;

/** Σ_r s′_i s′_j of one network, tile by tile of its neurons. Not thread-safe; siblings share. */
sealed interface GramTiles permits SignTiles, SlopeTiles {

  /** Number of tiles; depends on sizes alone. */
  int count();

  /** The same network with scratch of its own. */
  GramTiles sibling();

  /** Adds the share of a tile to {@code h} (n×n), for i ≤ j. */
  void add(int tile, double[] h);
}
