package io.github.widthbench.backend;

import java.util.List;
import java.util.Optional;

/** Eigenvalues of symmetric FP64 matrices on one device. */
public interface EigenSolver {

  /**
   * The full spectrum, ascending. Error at most about n·2⁻⁵³ of the largest magnitude; cost about
   * 4n³/3 flops.
   *
   * @param symmetric n×n row-major; not changed
   * @throws IllegalArgumentException for non-finite entries, or n beyond {@link #limit}
   */
  double[] eigenvalues(double[] symmetric, int n);

  /**
   * The full spectra of several n×n matrices; cheaper where a solver has a way to do many at once.
   */
  default double[][] eigenvaluesOfEach(List<double[]> symmetric, int n) {
    return symmetric.stream().map(matrix -> eigenvalues(matrix, n)).toArray(double[][]::new);
  }

  /** The spectrum and the vectors, vector k in {@code vectors[k*n … k*n+n-1]}. */
  Decomposition decompose(double[] symmetric, int n);

  /**
   * The smallest and the largest eigenvalue, with the error of {@link #eigenvalues}; cheaper where
   * a solver has a way to the edges of a spectrum alone.
   *
   * @param symmetric n×n row-major; not changed
   */
  default double[] edges(double[] symmetric, int n) {
    double[] values = eigenvalues(symmetric, n);
    return new double[] {values[0], values[n - 1]};
  }

  /**
   * Cholesky's factor L of A = L·Lᵀ, row-major with any numbers above the diagonal; empty where a
   * pivot is not positive. Sums in any order, divisions by a diagonal entry or products with its
   * inverse: n + 3 roundings an entry at most.
   *
   * @param symmetric n×n row-major, read on and below the diagonal; not changed
   */
  default Optional<double[]> cholesky(double[] symmetric, int n) {
    return Cholesky.factor(symmetric, n);
  }

  /** Largest n accepted. */
  int limit();

  /** Eigenvalues ascending, and unit eigenvectors as rows. */
  @SuppressWarnings("ArrayRecordComponent") // a result to read once, never compared
  record Decomposition(double[] values, double[] vectors) {}
}
