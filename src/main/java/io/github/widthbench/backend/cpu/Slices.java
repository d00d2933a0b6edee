package io.github.widthbench.backend.cpu;

import io.github.widthbench.math.Precision;
import java.util.Arrays;

/**
 * The tiles of one network in slices that threads share out. Each slice sums on its own and the
 * slices are added in order, so that sums have the same bits on any number of threads. After the
 * first of its kind, a sum allocates nothing.
 */
final class Slices {
  private final Workers workers;
  private final Scratch scratch;
  private final Tiles[] hands;

  /** The sums of each slice. */
  private final double[][] parts;

  private final Workers.Task runSlice = this::run;

  /**
   * Every other sum begins with the slice that the one before ended with: numbers of all slices
   * rarely fit into the caches, those of some do. The order of work changes no bit.
   */
  private boolean backwards = true;

  private TileTask task = (_, _, _) -> {};

  /**
   * Divides the tiles.
   *
   * @param most slices at most; must follow from sizes alone
   */
  Slices(Workers workers, Scratch scratch, Tiles tiles, int most) {
    this.workers = workers;
    this.scratch = scratch;
    parts = new double[Math.min(most, tiles.count())][0];
    hands = new Tiles[Math.min(workers.threads(), parts.length)];
    for (int i = 0; i < hands.length; i++) {
      hands[i] = i == 0 ? tiles : tiles.sibling();
    }
  }

  /**
   * Runs {@code work} on every tile; returns the sum of what it added up, until the next call
   * overwrites it.
   */
  double[] sum(int length, TileTask work) {
    if (parts[0].length != length) {
      give();
      Arrays.setAll(parts, _ -> (double[]) scratch.take(Precision.FP64, length));
    }
    task = work;
    backwards = !backwards;
    workers.forEach(parts.length, runSlice);
    for (int slice = 1; slice < parts.length; slice++) {
      Rows.axpy(1, parts[slice], 0, parts[0], 0, length);
    }
    return parts[0];
  }

  private void run(int worker, int index) {
    int slice = backwards ? parts.length - 1 - index : index;
    int tiles = hands[0].count();
    int end = (int) ((slice + 1L) * tiles / parts.length);
    Arrays.fill(parts[slice], 0);
    for (int tile = (int) ((long) slice * tiles / parts.length); tile < end; tile++) {
      task.run(hands[worker], tile, parts[slice]);
    }
  }

  /** As {@link #sum}, for the outputs of the network, which are written to {@code outputs}. */
  void outputs(TileTask work, double[] outputs) {
    hands[0].fold(sum(hands[0].sumLength(), work), outputs);
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

  /** Gives back all that was worked with, after the last use. */
  void release() {
    give();
    for (Tiles hand : hands) {
      hand.release();
    }
  }

  private void give() {
    for (double[] part : parts) {
      if (part.length > 0) {
        scratch.give(part);
      }
    }
    Arrays.fill(parts, new double[0]);
  }

  /** Work on one tile that adds to the sums of its slice. */
  interface TileTask {
    void run(Tiles tiles, int tile, double[] sums);
  }
}
