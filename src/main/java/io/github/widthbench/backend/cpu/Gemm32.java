package io.github.widthbench.backend.cpu;

import static io.github.widthbench.backend.cpu.Lanes32.COUNT;
import static io.github.widthbench.backend.cpu.Lanes32.SPECIES;

import jdk.incubator.vector.FloatVector;

/**
 * C ← alpha·op(A)·op(B) + beta·C for FP32 matrices: OpenBLAS, or a plain loop with the columns of C
 * in the lanes where a side is too short for OpenBLAS to pay. The choice depends on sizes alone.
 *
 * @param m rows of C
 * @param n columns of C
 * @param k terms of a sum
 */
record Gemm32(boolean ta, boolean tb, int m, int n, int k) {

  /** Longest side that counts as short. */
  private static final int SHORT = 8;

  /** Operations of one call of OpenBLAS, about 4 ms, for a call holds off the collector. */
  private static final long CALL = 1L << 28;

  void run(float alpha, Block32 a, Block32 b, float beta, Block32 c) {
    if (!tb && (k <= SHORT || m <= SHORT)) {
      for (int i = 0; i < m; i++) {
        row(i, alpha, a, b, beta, c);
      }
      return;
    }
    int rows = Math.clamp(CALL / (2L * n * k), 1, m);
    for (int i = 0; i < m; i += rows) {
      Block32 part = ta ? a.at(0, i) : a.at(i, 0);
      int height = Math.min(rows, m - i);
      OpenBlas.gemm(ta, tb, height, n, k, alpha, part, b, beta, c.at(i, 0));
    }
  }

  /** Row i of C: four vectors of columns at a time, then one, then the rest one by one. */
  private void row(int i, float alpha, Block32 a, Block32 b, float beta, Block32 c) {
    int first = a.offset() + (ta ? i : i * a.stride());
    int step = ta ? a.stride() : 1;
    int out = c.offset() + i * c.stride();
    int j = 0;
    for (; j + 4 * COUNT <= n; j += 4 * COUNT) {
      four(a.data(), first, step, b, b.offset() + j, alpha, beta, c.data(), out + j);
    }
    for (; j + COUNT <= n; j += COUNT) {
      one(a.data(), first, step, b, b.offset() + j, alpha, beta, c.data(), out + j);
    }
    for (; j < n; j++) {
      float sum = 0;
      for (int l = 0; l < k; l++) {
        sum = Math.fma(a.data()[first + l * step], b.data()[b.offset() + l * b.stride() + j], sum);
      }
      float kept = beta == 0 ? 0 : c.data()[out + j] * beta;
      c.data()[out + j] = sum * alpha + kept;
    }
  }

  private void four(
      float[] a,
      int first,
      int step,
      Block32 b,
      int from,
      float alpha,
      float beta,
      float[] c,
      int out) {
    float[] right = b.data();
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    for (int l = 0; l < k; l++) {
      FloatVector x = FloatVector.broadcast(SPECIES, a[first + l * step]);
      int at = from + l * b.stride();
      s0 = x.fma(FloatVector.fromArray(SPECIES, right, at), s0);
      s1 = x.fma(FloatVector.fromArray(SPECIES, right, at + COUNT), s1);
      s2 = x.fma(FloatVector.fromArray(SPECIES, right, at + 2 * COUNT), s2);
      s3 = x.fma(FloatVector.fromArray(SPECIES, right, at + 3 * COUNT), s3);
    }
    s0 = s0.mul(alpha);
    s1 = s1.mul(alpha);
    s2 = s2.mul(alpha);
    s3 = s3.mul(alpha);
    if (beta != 0) {
      s0 = s0.add(FloatVector.fromArray(SPECIES, c, out).mul(beta));
      s1 = s1.add(FloatVector.fromArray(SPECIES, c, out + COUNT).mul(beta));
      s2 = s2.add(FloatVector.fromArray(SPECIES, c, out + 2 * COUNT).mul(beta));
      s3 = s3.add(FloatVector.fromArray(SPECIES, c, out + 3 * COUNT).mul(beta));
    }
    s0.intoArray(c, out);
    s1.intoArray(c, out + COUNT);
    s2.intoArray(c, out + 2 * COUNT);
    s3.intoArray(c, out + 3 * COUNT);
  }

  private void one(
      float[] a,
      int first,
      int step,
      Block32 b,
      int from,
      float alpha,
      float beta,
      float[] c,
      int out) {
    FloatVector sum = FloatVector.zero(SPECIES);
    for (int l = 0; l < k; l++) {
      FloatVector x = FloatVector.broadcast(SPECIES, a[first + l * step]);
      sum = x.fma(FloatVector.fromArray(SPECIES, b.data(), from + l * b.stride()), sum);
    }
    sum = sum.mul(alpha);
    if (beta != 0) {
      sum = sum.add(FloatVector.fromArray(SPECIES, c, out).mul(beta));
    }
    sum.intoArray(c, out);
  }
}
