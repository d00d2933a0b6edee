package io.github.widthbench.measure;

/** Elapsed time since it was started, by the monotonic clock. */
public final class Stopwatch {

  private final long start = System.nanoTime();

  private Stopwatch() {}

  /** A stopwatch that runs from now. */
  public static Stopwatch start() {
    return new Stopwatch();
  }

  /** Seconds since the start. */
  public double seconds() {
    return (System.nanoTime() - start) * 1e-9;
  }
}
