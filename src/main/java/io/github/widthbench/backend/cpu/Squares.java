package io.github.widthbench.backend.cpu;

import io.github.widthbench.math.Precision;

/** Products F·Fᵀ in the precision of F, added up in FP64; upper triangles only. */
final class Squares {
  private final int n;
  private final Object product;

  /** Scratch for matrices F of n rows. */
  Squares(Precision precision, int n) {
    this.n = n;
    product = Numbers.allocate(precision, n * n);
  }

  /**
   * h ← h + weight·F·Fᵀ.
   *
   * @param f n rows, {@code stride} numbers from one to the next
   * @param columns of F
   * @param h n×n
   */
  void add(double weight, Object f, int columns, int stride, double[] h) {
    switch (product) {
      case double[] sum -> {
        OpenBlas.syrk(n, columns, new Block64((double[]) f, 0, stride), new Block64(sum, 0, n));
        for (int i = 0; i < n; i++) {
          Rows.axpy(weight, sum, i * n + i, h, i * n + i, n - i);
        }
      }
      case float[] sum -> {
        OpenBlas.syrk(n, columns, new Block32((float[]) f, 0, stride), new Block32(sum, 0, n));
        for (int i = 0; i < n; i++) {
          Rows.axpy(weight, sum, i * n + i, h, i * n + i, n - i);
        }
      }
      default -> throw Numbers.unknown(product);
    }
  }
}
