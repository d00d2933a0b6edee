package io.github.widthbench.backend.cpu.kernel;

/** One sweep of {@link LaneQl} over tridiagonal matrices, {@link #MATRICES} side by side. */
@FunctionalInterface
interface Sweep {

  /** Matrices at a time: entry i of that in place k is number i·MATRICES + k. */
  int MATRICES = 16;

  /**
   * Sweeps from the last row up. All arrays are of FP64 numbers.
   *
   * @param steps rows less one
   * @param last index of the first number of the last row
   * @param d diagonals
   * @param e squares of the entries beside them
   * @param tiny for each matrix the square that counts as 0
   * @param here for each matrix the diagonal entry that is to become an eigenvalue; {@code beside}
   *     the square beside it, {@code next} the diagonal entry after it
   */
  void run(
      int steps,
      int last,
      Object d,
      Object e,
      Object tiny,
      Object here,
      Object beside,
      Object next);
}
