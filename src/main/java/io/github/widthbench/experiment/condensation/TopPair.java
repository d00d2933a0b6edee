package io.github.widthbench.experiment.condensation;

import io.github.widthbench.math.Vectors;
import java.util.Arrays;

/**
 * The largest singular value of a square matrix with its vectors, by power iteration.
 *
 * @param left unit vector u
 * @param right unit vector v, with A·v = value·u
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
record TopPair(double value, double[] left, double[] right) {
  private static final int ROUNDS = 500;
  private static final double SETTLED = 1e-14;

  /** Of an n×n matrix, row-major. */
  static TopPair of(double[] matrix, int n) {
    double[] right = new double[n];
    // no vector of a drawn matrix is orthogonal to it
    Arrays.setAll(right, i -> 1 + 0.1 * (i % 7));
    double value = 0;
    double[] left = new double[n];
    for (int round = 0; round < ROUNDS; round++) {
      left = times(matrix, n, right, false);
      unit(left);
      right = times(matrix, n, left, true);
      double next = unit(right);
      boolean settled = Math.abs(next - value) <= SETTLED * next;
      value = next;
      if (settled) {
        break;
      }
    }
    return new TopPair(value, left, right);
  }

  private static double[] times(double[] matrix, int n, double[] x, boolean transposed) {
    double[] y = new double[n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        y[i] += matrix[transposed ? j * n + i : i * n + j] * x[j];
      }
    }
    return y;
  }

  private static double unit(double[] v) {
    double size = Vectors.norm(v);
    if (size > 0) {
      Vectors.scale(1 / size, v);
    }
    return size;
  }

  /** |⟨u, u′⟩·⟨v, v′⟩|: 1 for one direction, 0 for others. */
  double overlap(TopPair other) {
    return Math.abs(Vectors.dot(left, other.left) * Vectors.dot(right, other.right));
  }
}
