package io.github.widthbench.backend.cpu;

import java.util.Arrays;

/**
 * C ← alpha·op(A)·op(B) + beta·C: OpenBLAS, or a plain loop over the columns of C where a side is
 * too short for OpenBLAS to pay. The choice depends on sizes alone.
 *
 * @param m rows of C
 * @param n columns of C
 * @param k terms of a sum
 */
record Gemm(boolean ta, boolean tb, int m, int n, int k) {

  /** Longest side that counts as short. */
  private static final int SHORT = 8;

  /** Operations of one call of OpenBLAS, about 4 ms, for a call holds off the collector. */
  private static final long CALL = 1L << 28;

  /** Runs on FP64 matrices. */
  void run(double alpha, Block64 a, Block64 b, double beta, Block64 c) {
    if (isShort()) {
      double[] sums = new double[n];
      for (int i = 0; i < m; i++) {
        row(i, a, b, sums);
        int at = c.index(i, 0);
        for (int j = 0; j < n; j++) {
          c.data()[at + j] = alpha * sums[j] + (beta == 0 ? 0 : beta * c.data()[at + j]);
        }
      }
      return;
    }
    int rows = rowsOfACall();
    for (int i = 0; i < m; i += rows) {
      Block64 part = ta ? a.at(0, i) : a.at(i, 0);
      int height = Math.min(rows, m - i);
      OpenBlas.gemm(ta, tb, height, n, k, alpha, part, b, beta, c.at(i, 0));
    }
  }

  /** Runs on FP32 matrices. */
  void run(float alpha, Block32 a, Block32 b, float beta, Block32 c) {
    if (isShort()) {
      float[] sums = new float[n];
      for (int i = 0; i < m; i++) {
        row(i, a, b, sums);
        int at = c.index(i, 0);
        for (int j = 0; j < n; j++) {
          c.data()[at + j] = alpha * sums[j] + (beta == 0 ? 0 : beta * c.data()[at + j]);
        }
      }
      return;
    }
    int rows = rowsOfACall();
    for (int i = 0; i < m; i += rows) {
      Block32 part = ta ? a.at(0, i) : a.at(i, 0);
      int height = Math.min(rows, m - i);
      OpenBlas.gemm(ta, tb, height, n, k, alpha, part, b, beta, c.at(i, 0));
    }
  }

  private boolean isShort() {
    return !tb && (k <= SHORT || m <= SHORT);
  }

  private int rowsOfACall() {
    return Math.clamp(CALL / (2L * n * k), 1, m);
  }

  /** sums ← row i of op(A)·B, plain enough for C2 to vectorise by itself. */
  private void row(int i, Block64 a, Block64 b, double[] sums) {
    Arrays.fill(sums, 0);
    for (int l = 0; l < k; l++) {
      double factor = ta ? a.get(l, i) : a.get(i, l);
      int at = b.index(l, 0);
      double[] right = b.data();
      for (int j = 0; j < n; j++) {
        sums[j] = Math.fma(factor, right[at + j], sums[j]);
      }
    }
  }

  private void row(int i, Block32 a, Block32 b, float[] sums) {
    Arrays.fill(sums, 0);
    for (int l = 0; l < k; l++) {
      float factor = ta ? a.get(l, i) : a.get(i, l);
      int at = b.index(l, 0);
      float[] right = b.data();
      for (int j = 0; j < n; j++) {
        sums[j] = Math.fma(factor, right[at + j], sums[j]);
      }
    }
  }
}
