package io.github.widthbench.backend;

import java.io.IOException;

/** Counts the energy that a part of a device takes, from some moment on. */
@FunctionalInterface
public interface EnergyCounter {

  /**
   * Joules since that moment.
   *
   * @throws IOException if it cannot be read, with the reason
   */
  double joules() throws IOException;

  /** Joules after which it begins again at 0; +∞ for never. */
  default double rangeJoules() {
    return Double.POSITIVE_INFINITY;
  }
}
