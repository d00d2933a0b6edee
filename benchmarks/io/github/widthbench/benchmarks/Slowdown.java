package io.github.widthbench.benchmarks;

/**
 * Extra work on demand, so that the gate can be shown a slowdown of known size: with a share of 0.1
 * every tenth operation is to be done twice. It is arithmetic of the operation itself, not waiting,
 * and costs an addition and a comparison where none is asked for.
 */
final class Slowdown {

  /** {@code widthbench gate --calibrate} sets it for its forks. */
  private static final double SHARE =
      Double.parseDouble(System.getProperty("widthbench.gate.slowdown", "0"));

  private double owed;

  /** Whether the operation that was just done is to be done again. */
  boolean isDue() {
    owed += SHARE;
    if (owed < 1) {
      return false;
    }
    owed -= 1;
    return true;
  }
}
