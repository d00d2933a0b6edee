package io.github.widthbench.backend.cpu.kernel;

import io.github.widthbench.math.Precision;
import java.util.Arrays;

/**
 * Eigenvalues of symmetric tridiagonal matrices, a matrix a lane, by the QL iteration of Pal,
 * Walker and Kahan, which needs no square roots (B. Parlett, "The Symmetric Eigenvalue Problem",
 * section 8.15; LAPACK's dsterf). The shift is explicit, so it survives long products of small
 * entries.
 *
 * <p>Every lane has its own shift, for the eigenvalue that it is at. A sweep goes over all rows
 * that some lane still needs: where an entry beside the diagonal has become 0 it starts afresh, and
 * it leaves a diagonal entry with zeros on both sides alone, bit for bit. So a lane's result does
 * not depend on the others.
 */
final class LaneQl {
  private static final int WIDTH = Sweep.MATRICES;

  /** Sweeps for an eigenvalue, on average; two are usual. */
  private static final int MOST_SWEEPS = 30;

  private static final double EPSILON = 0x1p-53;

  private final int n;
  private final double[] d;
  private final double[] e;
  private final Sweep sweep;

  /** Entries whose squares are at most this count as 0. */
  private final double[] tiny = new double[WIDTH];

  /** The eigenvalue that a lane is at. */
  private final int[] found = new int[WIDTH];

  // What the shift of each lane follows from.
  private final double[] here = new double[WIDTH];
  private final double[] beside = new double[WIDTH];
  private final double[] next = new double[WIDTH];

  /**
   * Room for matrices.
   *
   * @param d their diagonals
   * @param e squares of the entries beside them, and a 0 at the end
   */
  LaneQl(int bits, int n, double[] d, double[] e) {
    this.n = n;
    this.d = d;
    this.e = e;
    sweep = Kernels.sweep(new Lanes(Precision.FP64, bits));
  }

  /** Replaces d by the eigenvalues, in no order; false if they were not found. */
  boolean solve() {
    Arrays.fill(found, 0);
    for (int lane = 0; lane < WIDTH; lane++) {
      double norm = 0;
      for (int i = lane; i < n * WIDTH; i += WIDTH) {
        norm = Math.max(norm, Math.max(Math.abs(d[i]), Math.sqrt(e[i])));
      }
      tiny[lane] = EPSILON * norm * (EPSILON * norm);
    }
    for (int taken = 0; taken < MOST_SWEEPS * n; taken++) {
      int lowest = advance();
      if (lowest == n - 1) {
        return true;
      }
      sweep.run(n - 1 - lowest, (n - 1) * WIDTH, d, e, tiny, here, beside, next);
    }
    return false;
  }

  /** Moves every lane to its first entry that is not 0 yet; answers the lowest of them. */
  private int advance() {
    int lowest = n - 1;
    for (int lane = 0; lane < WIDTH; lane++) {
      int i = found[lane];
      while (i < n - 1 && !(e[i * WIDTH + lane] > tiny[lane])) {
        i++;
      }
      found[lane] = i;
      lowest = Math.min(lowest, i);
      here[lane] = d[i * WIDTH + lane];
      beside[lane] = i < n - 1 ? e[i * WIDTH + lane] : 0;
      next[lane] = d[Math.min(i + 1, n - 1) * WIDTH + lane];
    }
    return lowest;
  }
}
