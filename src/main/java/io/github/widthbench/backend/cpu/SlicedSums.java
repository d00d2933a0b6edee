package io.github.widthbench.backend.cpu;

import java.util.Arrays;

/**
 * Sums over tiles in slices that threads share out. Each slice sums on its own and the slices are
 * added in order, so that sums have the same bits on any number of threads.
 */
final class SlicedSums {
  private final Workers workers;
  private final int tiles;
  private final int count;

  /** The sums of each slice. */
  private double[][] parts = {{}};

  /**
   * Divides the tiles.
   *
   * @param most slices at most; must follow from sizes alone
   */
  SlicedSums(Workers workers, int tiles, int most) {
    this.workers = workers;
    this.tiles = tiles;
    count = Math.min(most, tiles);
  }

  /** Threads that work at once. */
  int hands() {
    return Math.min(workers.threads(), count);
  }

  /**
   * Runs {@code task} on every tile; returns the sum of what it added up, until the next call
   * overwrites it.
   */
  double[] sum(int length, TileTask task) {
    if (parts[0].length != length) {
      parts = new double[count][length];
    }
    workers.forEach(
        count,
        (worker, slice) -> {
          Arrays.fill(parts[slice], 0);
          int end = (int) ((slice + 1L) * tiles / count);
          for (int tile = (int) ((long) slice * tiles / count); tile < end; tile++) {
            task.run(worker, tile, parts[slice]);
          }
        });
    for (int slice = 1; slice < count; slice++) {
      Rows.axpy(1, parts[slice], 0, parts[0], 0, length);
    }
    return parts[0];
  }

  /** Work on one tile by worker 0 … hands−1 that adds to the sums of its slice. */
  interface TileTask {
    void run(int worker, int tile, double[] sums);
  }
}
