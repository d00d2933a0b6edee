package io.github.widthbench.sweep;

import io.github.widthbench.math.Draws;
import io.github.widthbench.study.Cell;

/**
 * The share of cells to recompute on the reference. Which ones depends on their ids alone: neither
 * threads nor shards change it, and a larger share contains a smaller one.
 *
 * @param share from 0, none, to 1, all
 */
public record CheckShare(double share) {

  /** No cell. */
  public static final CheckShare NONE = new CheckShare(0);

  private static final int HEXADECIMAL = 16;

  public CheckShare {
    if (!(share >= 0 && share <= 1)) {
      throw new IllegalArgumentException("share is " + share + "; it must be from 0 to 1");
    }
  }

  /** Whether the cell is one of them. */
  public boolean picks(Cell cell) {
    long seed = Long.parseUnsignedLong(cell.id(), HEXADECIMAL);
    return new Draws(seed, Draws.Stream.CHECK).uniform(0) < share;
  }
}
