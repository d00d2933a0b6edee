package io.github.widthbench.backend.cpu.kernel;

import java.util.Arrays;
import java.util.List;
import jdk.incubator.vector.DoubleVector;

/**
 * Spectra of small symmetric matrices, a matrix a lane of a register. What a matrix gets does not
 * depend on its lane or on the other matrices. Not thread-safe.
 */
public final class LaneSpectra {

  /** Matrices that are solved at once. */
  public static final int MATRICES = Sweep.MATRICES;

  private static final int LANES = DoubleVector.SPECIES_PREFERRED.length();

  private final int n;
  private final double[] a;
  private final double[] d;
  private final double[] e;
  private final LaneTridiagonal tridiagonal;
  private final LaneQl ql;

  /** Room for matrices of n rows. */
  public LaneSpectra(int n) {
    this.n = n;
    a = new double[LaneTridiagonal.size(n)];
    d = new double[n * MATRICES];
    e = new double[n * MATRICES];
    tridiagonal = new LaneTridiagonal(n);
    ql = new LaneQl(LANES * Double.SIZE, n, d, e);
  }

  /** Rows of a matrix. */
  public int size() {
    return n;
  }

  /**
   * The spectra, ascending; empty if an iteration did not settle.
   *
   * @param matrices at most {@link #MATRICES}, n×n, of finite entries
   */
  public double[][] solve(List<double[]> matrices) {
    int count = matrices.size();
    double[] sizes = new double[count];
    Arrays.setAll(sizes, k -> magnitude(matrices.get(k)));
    Arrays.fill(d, 0);
    Arrays.fill(e, 0);
    for (int from = 0; from < count; from += LANES) {
      pack(matrices, sizes, from, Math.min(from + LANES, count));
      tridiagonal.reduce(a, d, e, from);
    }
    if (!ql.solve()) {
      return new double[0][];
    }
    double[][] spectra = new double[count][n];
    for (int k = 0; k < count; k++) {
      for (int i = 0; i < n; i++) {
        spectra[k][i] = sizes[k] * d[i * MATRICES + k];
      }
      Arrays.sort(spectra[k]);
    }
    return spectra;
  }

  /** A power of two at least as large as every entry, and less than twice the largest. */
  private static double magnitude(double[] matrix) {
    double largest = Double.MIN_NORMAL;
    for (double entry : matrix) {
      largest = Math.max(largest, Math.abs(entry));
    }
    return Math.scalb(1.0, Math.min(Math.getExponent(largest) + 1, Double.MAX_EXPONENT));
  }

  /** The matrices from {@code from} on, a lane each; zeros in the others and beyond n. */
  private void pack(List<double[]> matrices, double[] sizes, int from, int to) {
    Arrays.fill(a, 0);
    for (int k = from; k < to; k++) {
      double[] matrix = matrices.get(k);
      double inverse = 1 / sizes[k];
      for (int i = 0; i < n; i++) {
        int at = LaneTridiagonal.at(i) + k - from;
        int end = i * n + Math.min(LaneTridiagonal.length(i), n);
        for (int entry = i * n; entry < end; entry++) {
          a[at] = inverse * matrix[entry];
          at += LANES;
        }
      }
    }
  }
}
