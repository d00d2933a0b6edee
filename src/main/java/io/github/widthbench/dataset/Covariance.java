package io.github.widthbench.dataset;

import io.github.widthbench.study.Settings;
import java.util.Arrays;

/**
 * The covariance of generated points, by the lower factor L of Σ = LLᵀ (A. Cholesky): a point is Lz
 * with z standard normal.
 */
@SuppressWarnings("ArrayRecordComponent") // made once, never compared
record Covariance(double[][] factor) {

  private static final String FIELD = "data.covariance";
  private static final String MATRIX = FIELD + ".matrix";

  /**
   * As {@code data.covariance} says: {@code decay} ρ is Σ_ij = ρ^|i−j|; {@code power} p is diagonal
   * with entries ~ j^−p that add up to d; {@code matrix} is Σ itself.
   */
  static Covariance of(Settings settings, int d) {
    double[][] sigma = new double[d][d];
    if (settings.has(FIELD + ".decay")) {
      double rho = settings.number(FIELD + ".decay");
      fill(sigma, (i, j) -> i == j ? 1 : StrictMath.pow(rho, Math.abs(i - j)));
    } else if (settings.has(FIELD + ".power")) {
      double power = settings.number(FIELD + ".power");
      double[] shares = new double[d];
      Arrays.setAll(shares, j -> StrictMath.pow(j + 1.0, -power));
      double sum = Arrays.stream(shares).sum();
      fill(sigma, (i, j) -> i == j ? d * shares[i] / sum : 0);
    } else {
      sigma = matrix(settings, d);
    }
    return new Covariance(cholesky(settings, sigma));
  }

  /** x ← Lx, for every row. */
  void applyTo(double[][] x) {
    for (double[] point : x) {
      for (int i = point.length - 1; i >= 0; i--) {
        double sum = 0;
        for (int j = 0; j <= i; j++) {
          sum += factor[i][j] * point[j];
        }
        point[i] = sum;
      }
    }
  }

  private interface Entry {
    double at(int i, int j);
  }

  private static void fill(double[][] matrix, Entry entry) {
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < matrix.length; j++) {
        matrix[i][j] = entry.at(i, j);
      }
    }
  }

  private static double[][] matrix(Settings settings, int d) {
    double[][] matrix = settings.matrix(MATRIX);
    if (matrix.length != d || !Arrays.stream(matrix).allMatch(row -> row.length == d)) {
      throw settings.error(
          MATRIX, matrix.length + " rows, not all of " + d + " numbers", d + "×" + d + " numbers");
    }
    for (int i = 0; i < d; i++) {
      for (int j = 0; j < i; j++) {
        if (matrix[i][j] != matrix[j][i]) {
          throw settings.error(
              MATRIX,
              "%s in row %d, column %d and %s across the diagonal"
                  .formatted(matrix[i][j], i, j, matrix[j][i]),
              "a symmetric matrix");
        }
      }
    }
    return matrix;
  }

  private static double[][] cholesky(Settings settings, double[][] sigma) {
    int d = sigma.length;
    double[][] factor = new double[d][d];
    for (int j = 0; j < d; j++) {
      for (int i = j; i < d; i++) {
        double sum = sigma[i][j];
        for (int k = 0; k < j; k++) {
          sum -= factor[i][k] * factor[j][k];
        }
        if (i == j && !(sum > 0)) {
          throw settings.error(
              FIELD,
              "a matrix whose leading minor " + (j + 1) + " is not above 0",
              "a positive definite one");
        }
        factor[i][j] = i == j ? Math.sqrt(sum) : sum / factor[j][j];
      }
    }
    return factor;
  }
}
