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
  public static final int LANES = DoubleVector.SPECIES_PREFERRED.length();

  private final int n;
  private final double[] a;
  private final double[] d;
  private final double[] e;
  private final LaneTridiagonal tridiagonal;

  /** Room for matrices of n rows. */
  public LaneSpectra(int n) {
    this.n = n;
    a = new double[n * (n + 1) / 2 * LANES];
    d = new double[n * LANES];
    e = new double[n * LANES];
    tridiagonal = new LaneTridiagonal(n);
  }

  /**
   * The spectra, ascending; empty if an iteration did not settle.
   *
   * @param matrices at most {@link #LANES}, n×n, of finite entries
   */
  public double[][] solve(List<double[]> matrices) {
    double[] sizes = new double[matrices.size()];
    Arrays.setAll(sizes, lane -> size(matrices.get(lane)));
    pack(matrices, sizes);
    tridiagonal.reduce(a, d, e);
    if (!new LaneQl(n, d, e).solve()) {
      return new double[0][];
    }
    double[][] spectra = new double[sizes.length][n];
    for (int lane = 0; lane < sizes.length; lane++) {
      for (int i = 0; i < n; i++) {
        spectra[lane][i] = sizes[lane] * d[i * LANES + lane];
      }
      Arrays.sort(spectra[lane]);
    }
    return spectra;
  }

  /** A power of two at least as large as every entry, and less than twice the largest. */
  private static double size(double[] matrix) {
    double largest = Double.MIN_NORMAL;
    for (double entry : matrix) {
      largest = Math.max(largest, Math.abs(entry));
    }
    return Math.scalb(1.0, Math.min(Math.getExponent(largest) + 1, Double.MAX_EXPONENT));
  }

  private void pack(List<double[]> matrices, double[] sizes) {
    double[][] rows = matrices.toArray(double[][]::new);
    if (rows.length < LANES) {
      Arrays.fill(a, 0);
    }
    for (int lane = 0; lane < rows.length; lane++) {
      double[] matrix = rows[lane];
      double inverse = 1 / sizes[lane];
      int to = lane;
      for (int i = 0; i < n; i++) {
        for (int from = i * n; from <= i * n + i; from++) {
          a[to] = inverse * matrix[from];
          to += LANES;
        }
      }
    }
  }
}
