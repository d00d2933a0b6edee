package io.github.widthbench.backend.cpu;

import java.util.Arrays;

/**
 * The tiles of one network in slices that threads share out. Each slice sums on its own and the
 * slices are added in order, so that sums have the same bits on any number of threads.
 */
final class Slices {
  private final Workers workers;
  private final Tiles[] hands;
  private final int count;

  /** The sums of each slice. */
  private double[][] parts = {{}};

  /**
   * Divides the tiles.
   *
   * @param most slices at most; must follow from sizes alone
   */
  Slices(Workers workers, Tiles tiles, int most) {
    this.workers = workers;
    count = Math.min(most, tiles.count());
    hands = new Tiles[Math.min(workers.threads(), count)];
    for (int i = 0; i < hands.length; i++) {
      hands[i] = i == 0 ? tiles : tiles.sibling();
    }
  }

  /**
   * Runs {@code task} on every tile; returns the sum of what it added up, until the next call
   * overwrites it.
   */
  double[] sum(int length, TileTask task) {
    int tiles = hands[0].count();
    if (parts[0].length != length) {
      parts = new double[count][length];
    }
    workers.forEach(
        count,
        (worker, slice) -> {
          Arrays.fill(parts[slice], 0);
          int end = (int) ((slice + 1L) * tiles / count);
          for (int tile = (int) ((long) slice * tiles / count); tile < end; tile++) {
            task.run(hands[worker], tile, parts[slice]);
          }
        });
    for (int slice = 1; slice < count; slice++) {
      Rows.axpy(1, parts[slice], 0, parts[0], 0, length);
    }
    return parts[0];
  }

  /** As {@link #sum}, for the outputs of the network. */
  double[] outputs(TileTask task) {
    return hands[0].fold(sum(hands[0].sumLength(), task));
  }

  /** Brings the weights up to date. */
  void finish() {
    workers.forEach(hands[0].count(), (worker, tile) -> hands[worker].finish(tile));
  }

  void aim(double[] weights) {
    for (Tiles hand : hands) {
      hand.aim(weights);
    }
  }

  boolean needsForward() {
    return hands[0].needsForward();
  }

  boolean clipped() {
    return Arrays.stream(hands).anyMatch(Tiles::clipped);
  }

  /** Work on one tile that adds to the sums of its slice. */
  interface TileTask {
    void run(Tiles tiles, int tile, double[] sums);
  }
}
