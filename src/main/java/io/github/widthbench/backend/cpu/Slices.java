package io.github.widthbench.backend.cpu;

import java.util.Arrays;

/** The tiles of one network in slices that threads share out, each with hands of its own. */
final class Slices {
  private final Workers workers;
  private final SlicedSums sums;
  private final Tiles[] hands;

  /**
   * Divides the tiles.
   *
   * @param most slices at most; must follow from sizes alone
   */
  Slices(Workers workers, Tiles tiles, int most) {
    this.workers = workers;
    sums = new SlicedSums(workers, tiles.count(), most);
    hands = new Tiles[sums.hands()];
    for (int i = 0; i < hands.length; i++) {
      hands[i] = i == 0 ? tiles : tiles.sibling();
    }
  }

  /** As {@link SlicedSums#sum}. */
  private double[] sum(int length, TileTask task) {
    return sums.sum(length, (worker, tile, partial) -> task.run(hands[worker], tile, partial));
  }

  /** The outputs of the network, from what {@code task} adds up over all tiles. */
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
