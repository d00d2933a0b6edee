package io.github.widthbench.backend.cpu.kernel;

/** Sums of products in FP64, whatever the precision of the factors. */
@FunctionalInterface
public interface Dot {

  /** Partial sums that {@link #run} writes: the sum is theirs, first to last. */
  int SUMS = 16;

  /**
   * sums_j ← Σ x_i·y_i over i = j, j + 16, …
   *
   * @param length a multiple of 16
   * @param x numbers of the kernel's precision, from {@code xAt} on; so {@code y}
   */
  void run(int length, Object x, int xAt, Object y, int yAt, double[] sums);
}
