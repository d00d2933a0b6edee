package io.github.widthbench.backend.cpu.kernel;

import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * B·Bᵀ of a matrix of zeros and ones, by counting common bits: whole numbers, so that the result
 * depends neither on the order of summation nor on the size of a register.
 */
public final class BitCounts {

  /** Rows are counted in fours; those beyond the last hold zeros. */
  public static final int ROWS = 4;

  /** Words of a row come in multiples of this, 64 bytes. */
  public static final int WORDS = 8;

  private static final VectorSpecies<Long> S = LongVector.SPECIES_PREFERRED;

  private BitCounts() {}

  /**
   * h_ij ← h_ij + the bits that rows i and j have in common, for i ≤ j &lt; n. Exact while entries
   * are at most 2⁵³.
   *
   * @param bits rows of {@code words} words, n of them and zeros up to a multiple of {@link #ROWS}
   * @param h n×n
   * @param common room for {@link #ROWS}² counts
   */
  public static void add(long[] bits, int n, int words, double[] h, long[] common) {
    for (int i = 0; i < n; i += ROWS) {
      for (int j = i; j < n; j += ROWS) {
        count(bits, i * words, j * words, words, common);
        for (int row = i; row < Math.min(i + ROWS, n); row++) {
          for (int column = Math.max(row, j); column < Math.min(j + ROWS, n); column++) {
            h[row * n + column] += common[(row - i) * ROWS + column - j];
          }
        }
      }
    }
  }

  /** The common bits of four rows from {@code at} on and four from {@code to} on. */
  private static void count(long[] bits, int at, int to, int words, long[] common) {
    LongVector zero = LongVector.zero(S);
    LongVector c00 = zero;
    LongVector c01 = zero;
    LongVector c02 = zero;
    LongVector c03 = zero;
    LongVector c10 = zero;
    LongVector c11 = zero;
    LongVector c12 = zero;
    LongVector c13 = zero;
    LongVector c20 = zero;
    LongVector c21 = zero;
    LongVector c22 = zero;
    LongVector c23 = zero;
    LongVector c30 = zero;
    LongVector c31 = zero;
    LongVector c32 = zero;
    LongVector c33 = zero;
    for (int k = 0; k < words; k += S.length()) {
      LongVector a0 = LongVector.fromArray(S, bits, at + k);
      LongVector a1 = LongVector.fromArray(S, bits, at + words + k);
      LongVector a2 = LongVector.fromArray(S, bits, at + 2 * words + k);
      LongVector a3 = LongVector.fromArray(S, bits, at + 3 * words + k);
      LongVector b = LongVector.fromArray(S, bits, to + k);
      c00 = c00.add(a0.and(b).lanewise(VectorOperators.BIT_COUNT));
      c10 = c10.add(a1.and(b).lanewise(VectorOperators.BIT_COUNT));
      c20 = c20.add(a2.and(b).lanewise(VectorOperators.BIT_COUNT));
      c30 = c30.add(a3.and(b).lanewise(VectorOperators.BIT_COUNT));
      b = LongVector.fromArray(S, bits, to + words + k);
      c01 = c01.add(a0.and(b).lanewise(VectorOperators.BIT_COUNT));
      c11 = c11.add(a1.and(b).lanewise(VectorOperators.BIT_COUNT));
      c21 = c21.add(a2.and(b).lanewise(VectorOperators.BIT_COUNT));
      c31 = c31.add(a3.and(b).lanewise(VectorOperators.BIT_COUNT));
      b = LongVector.fromArray(S, bits, to + 2 * words + k);
      c02 = c02.add(a0.and(b).lanewise(VectorOperators.BIT_COUNT));
      c12 = c12.add(a1.and(b).lanewise(VectorOperators.BIT_COUNT));
      c22 = c22.add(a2.and(b).lanewise(VectorOperators.BIT_COUNT));
      c32 = c32.add(a3.and(b).lanewise(VectorOperators.BIT_COUNT));
      b = LongVector.fromArray(S, bits, to + 3 * words + k);
      c03 = c03.add(a0.and(b).lanewise(VectorOperators.BIT_COUNT));
      c13 = c13.add(a1.and(b).lanewise(VectorOperators.BIT_COUNT));
      c23 = c23.add(a2.and(b).lanewise(VectorOperators.BIT_COUNT));
      c33 = c33.add(a3.and(b).lanewise(VectorOperators.BIT_COUNT));
    }
    common[0] = c00.reduceLanes(VectorOperators.ADD);
    common[1] = c01.reduceLanes(VectorOperators.ADD);
    common[2] = c02.reduceLanes(VectorOperators.ADD);
    common[3] = c03.reduceLanes(VectorOperators.ADD);
    common[4] = c10.reduceLanes(VectorOperators.ADD);
    common[5] = c11.reduceLanes(VectorOperators.ADD);
    common[6] = c12.reduceLanes(VectorOperators.ADD);
    common[7] = c13.reduceLanes(VectorOperators.ADD);
    common[8] = c20.reduceLanes(VectorOperators.ADD);
    common[9] = c21.reduceLanes(VectorOperators.ADD);
    common[10] = c22.reduceLanes(VectorOperators.ADD);
    common[11] = c23.reduceLanes(VectorOperators.ADD);
    common[12] = c30.reduceLanes(VectorOperators.ADD);
    common[13] = c31.reduceLanes(VectorOperators.ADD);
    common[14] = c32.reduceLanes(VectorOperators.ADD);
    common[15] = c33.reduceLanes(VectorOperators.ADD);
  }
}
