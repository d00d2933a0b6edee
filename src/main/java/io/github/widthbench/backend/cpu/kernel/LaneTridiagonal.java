package io.github.widthbench.backend.cpu.kernel;

import java.util.Arrays;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Householder's reduction of symmetric matrices to tridiagonal ones, a matrix a lane. The update of
 * one step and the product of the next go through a matrix together, so that it is read and written
 * once a step: G. Golub, C. Van Loan, "Matrix Computations", 4th ed., section 8.3.1.
 *
 * <p>Rows come in fours, padded with zeros, and each holds its entries up to the end of the 4×4
 * block on the diagonal. Entry (i, j) of the matrix in a lane is number at(i) + j·lanes + lane;
 * entry i of a vector is number i·lanes + lane.
 */
final class LaneTridiagonal {
  private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
  private static final int L = S.length();
  private static final int BLOCK = 4;

  /** Below this a reflection of entries up to 1 is rounding of rounding. */
  private static final double NOTHING = 1e-280;

  private final int n;

  /** n, up to whole blocks. */
  private final int padded;

  /** 2/|u|² of the last reflection, 0 where there was nothing to reflect. */
  private final double[] factor = new double[L];

  // A ← A − v·wᵀ − w·vᵀ is still to be done; u is the next v, p the next w
  private double[] v;
  private double[] w;
  private double[] u;
  private double[] p;

  LaneTridiagonal(int n) {
    this.n = n;
    padded = Math.ceilDiv(n, BLOCK) * BLOCK;
    v = new double[padded * L];
    w = new double[padded * L];
    u = new double[padded * L];
    p = new double[padded * L];
  }

  /** Numbers of the matrices of all lanes. */
  static int size(int n) {
    return at(Math.ceilDiv(n, BLOCK) * BLOCK);
  }

  /** Entries of row i. */
  static int length(int i) {
    return (i / BLOCK + 1) * BLOCK;
  }

  /** Where row i begins. */
  static int at(int i) {
    int block = i / BLOCK;
    return (BLOCK * BLOCK * block * (block + 1) / 2 + i % BLOCK * BLOCK * (block + 1)) * L;
  }

  /**
   * Reduces.
   *
   * @param a matrices with entries up to 1; overwritten
   * @param diagonal entry k of the first matrix is number at + k·{@link Sweep#MATRICES}
   * @param squares of the n − 1 entries beside the diagonal, then a 0
   */
  void reduce(double[] a, double[] diagonal, double[] squares, int at) {
    Arrays.fill(v, 0);
    Arrays.fill(w, 0);
    DoubleVector.zero(S).intoArray(squares, at + (n - 1) * Sweep.MATRICES);
    for (int k = 0; k < n; k++) {
      int entry = at + k * Sweep.MATRICES;
      column(a, k);
      DoubleVector.fromArray(S, u, k * L).intoArray(diagonal, entry);
      if (k < n - 1) {
        reflect(k + 1, squares, entry);
        if (k < n - 2) {
          multiply(a, k + 1);
          finish(k + 1);
        }
      }
    }
  }

  /** u ← column k of the updated matrix, from the diagonal down. */
  private void column(double[] a, int k) {
    DoubleVector vk = DoubleVector.fromArray(S, v, k * L).neg();
    DoubleVector wk = DoubleVector.fromArray(S, w, k * L).neg();
    for (int i = k; i < n; i++) {
      DoubleVector entry = DoubleVector.fromArray(S, a, at(i) + k * L);
      entry = wk.fma(DoubleVector.fromArray(S, v, i * L), entry);
      vk.fma(DoubleVector.fromArray(S, w, i * L), entry).intoArray(u, i * L);
    }
  }

  /**
   * Makes u the vector of the reflection that leaves of itself its first entry alone, with zeros
   * before that, and writes the square of the entry.
   */
  private void reflect(int from, double[] squares, int to) {
    DoubleVector rest = DoubleVector.zero(S);
    for (int i = from + 1; i < n; i++) {
      DoubleVector entry = DoubleVector.fromArray(S, u, i * L);
      rest = entry.fma(entry, rest);
    }
    DoubleVector first = DoubleVector.fromArray(S, u, from * L);
    DoubleVector square = first.fma(first, rest);
    square.intoArray(squares, to);
    DoubleVector length = square.sqrt();
    VectorMask<Double> negative = first.compare(VectorOperators.LT, 0);
    DoubleVector moved = first.add(length.blend(length.neg(), negative));
    moved.intoArray(u, from * L);
    DoubleVector norm = moved.fma(moved, rest);
    VectorMask<Double> nothing = norm.compare(VectorOperators.LT, NOTHING);
    DoubleVector inverse = DoubleVector.broadcast(S, 2).div(norm.blend(1, nothing));
    inverse.blend(0, nothing).intoArray(factor, 0);
    Arrays.fill(u, from / BLOCK * BLOCK * L, from * L, 0);
  }

  /**
   * A ← A − v·wᵀ − w·vᵀ and p ← A·u, for rows and columns from {@code from} on. What the first
   * block holds before them is never read again.
   */
  private void multiply(double[] a, int from) {
    Arrays.fill(p, from * L, padded * L, 0);
    for (int i = from / BLOCK * BLOCK; i < padded; i += BLOCK) {
      fourRows(a, i, from);
    }
  }

  /** Rows i … i + 3: columns left of i by symmetry for both sides, the block on the diagonal. */
  private void fourRows(double[] a, int i, int from) {
    int at0 = at(i);
    int at1 = at(i + 1);
    int at2 = at(i + 2);
    int at3 = at(i + 3);
    DoubleVector v0 = DoubleVector.fromArray(S, v, i * L).neg();
    DoubleVector v1 = DoubleVector.fromArray(S, v, i * L + L).neg();
    DoubleVector v2 = DoubleVector.fromArray(S, v, i * L + 2 * L).neg();
    DoubleVector v3 = DoubleVector.fromArray(S, v, i * L + 3 * L).neg();
    DoubleVector w0 = DoubleVector.fromArray(S, w, i * L).neg();
    DoubleVector w1 = DoubleVector.fromArray(S, w, i * L + L).neg();
    DoubleVector w2 = DoubleVector.fromArray(S, w, i * L + 2 * L).neg();
    DoubleVector w3 = DoubleVector.fromArray(S, w, i * L + 3 * L).neg();
    DoubleVector u0 = DoubleVector.fromArray(S, u, i * L);
    DoubleVector u1 = DoubleVector.fromArray(S, u, i * L + L);
    DoubleVector u2 = DoubleVector.fromArray(S, u, i * L + 2 * L);
    DoubleVector u3 = DoubleVector.fromArray(S, u, i * L + 3 * L);
    DoubleVector p0 = DoubleVector.zero(S);
    DoubleVector p1 = p0;
    DoubleVector p2 = p0;
    DoubleVector p3 = p0;
    for (int at = from * L; at < i * L; at += L) {
      DoubleVector vj = DoubleVector.fromArray(S, v, at);
      DoubleVector wj = DoubleVector.fromArray(S, w, at);
      DoubleVector uj = DoubleVector.fromArray(S, u, at);
      DoubleVector pj = DoubleVector.fromArray(S, p, at);
      DoubleVector a0 = w0.fma(vj, v0.fma(wj, DoubleVector.fromArray(S, a, at0 + at)));
      DoubleVector a1 = w1.fma(vj, v1.fma(wj, DoubleVector.fromArray(S, a, at1 + at)));
      DoubleVector a2 = w2.fma(vj, v2.fma(wj, DoubleVector.fromArray(S, a, at2 + at)));
      DoubleVector a3 = w3.fma(vj, v3.fma(wj, DoubleVector.fromArray(S, a, at3 + at)));
      a0.intoArray(a, at0 + at);
      a1.intoArray(a, at1 + at);
      a2.intoArray(a, at2 + at);
      a3.intoArray(a, at3 + at);
      p0 = a0.fma(uj, p0);
      p1 = a1.fma(uj, p1);
      p2 = a2.fma(uj, p2);
      p3 = a3.fma(uj, p3);
      a3.fma(u3, a2.fma(u2, a1.fma(u1, a0.fma(u0, pj)))).intoArray(p, at);
    }
    for (int at = i * L; at < (i + BLOCK) * L; at += L) {
      DoubleVector vj = DoubleVector.fromArray(S, v, at);
      DoubleVector wj = DoubleVector.fromArray(S, w, at);
      DoubleVector uj = DoubleVector.fromArray(S, u, at);
      DoubleVector a0 = w0.fma(vj, v0.fma(wj, DoubleVector.fromArray(S, a, at0 + at)));
      DoubleVector a1 = w1.fma(vj, v1.fma(wj, DoubleVector.fromArray(S, a, at1 + at)));
      DoubleVector a2 = w2.fma(vj, v2.fma(wj, DoubleVector.fromArray(S, a, at2 + at)));
      DoubleVector a3 = w3.fma(vj, v3.fma(wj, DoubleVector.fromArray(S, a, at3 + at)));
      a0.intoArray(a, at0 + at);
      a1.intoArray(a, at1 + at);
      a2.intoArray(a, at2 + at);
      a3.intoArray(a, at3 + at);
      p0 = a0.fma(uj, p0);
      p1 = a1.fma(uj, p1);
      p2 = a2.fma(uj, p2);
      p3 = a3.fma(uj, p3);
    }
    p0.intoArray(p, i * L);
    p1.intoArray(p, i * L + L);
    p2.intoArray(p, i * L + 2 * L);
    p3.intoArray(p, i * L + 3 * L);
  }

  /** w ← factor·p − (factor²/2·pᵀu)·u; u becomes v. */
  private void finish(int from) {
    DoubleVector scale = DoubleVector.fromArray(S, factor, 0);
    DoubleVector along = DoubleVector.zero(S);
    for (int i = from; i < n; i++) {
      along = DoubleVector.fromArray(S, p, i * L).fma(DoubleVector.fromArray(S, u, i * L), along);
    }
    DoubleVector share = along.mul(scale).mul(scale).mul(-0.5);
    for (int i = from; i < n; i++) {
      DoubleVector scaled = DoubleVector.fromArray(S, p, i * L).mul(scale);
      share.fma(DoubleVector.fromArray(S, u, i * L), scaled).intoArray(p, i * L);
    }
    double[] free = v;
    v = u;
    u = free;
    free = w;
    w = p;
    p = free;
  }
}
