package io.github.widthbench.experiment.recovery;

import java.math.BigInteger;
import java.util.Arrays;

/**
 * The branches of the set of exact recovery: a student of m neurons equals a teacher of m₀ where
 * its neurons form r groups, m₀ of them on teacher neurons with output weights that sum to the
 * teacher's, the others with output weights that sum to 0.
 *
 * @param teacher m₀ ≥ 1
 * @param student m ≥ m₀
 */
record Branches(int teacher, int student) {

  Branches {
    if (teacher < 1 || student < teacher) {
      throw new IllegalArgumentException(
          "1 ≤ m0 ≤ m needed, found m0 = " + teacher + ", m = " + student);
    }
  }

  /** Branches with r groups: r!/(r − m₀)!·S₂(m, r). */
  BigInteger count(int groups) {
    BigInteger labellings = BigInteger.ONE;
    for (int i = 0; i < teacher; i++) {
      labellings = labellings.multiply(BigInteger.valueOf(groups - i));
    }
    return labellings.multiply(partitions(student, groups));
  }

  /** Branches of all r. */
  BigInteger total() {
    BigInteger sum = BigInteger.ZERO;
    for (int groups = teacher; groups <= student; groups++) {
      sum = sum.add(count(groups));
    }
    return sum;
  }

  /** Branches of an odd activation, where a neuron on the teacher's may have either sign. */
  BigInteger totalOdd() {
    BigInteger sum = BigInteger.ZERO;
    for (int groups = teacher; groups <= student; groups++) {
      int extra = groups - teacher;
      sum = sum.add(count(groups).shiftLeft(student - extra));
    }
    return sum;
  }

  /** The same with a group of any size at w = 0, whose output weights are free. */
  BigInteger totalOddWithZeros() {
    BigInteger sum = BigInteger.ZERO;
    BigInteger choices = BigInteger.ONE;
    for (int zeros = 0; zeros <= student - teacher; zeros++) {
      sum = sum.add(choices.multiply(new Branches(teacher, student - zeros).totalOdd()));
      choices =
          choices
              .multiply(BigInteger.valueOf(student - zeros))
              .divide(BigInteger.valueOf(zeros + 1L));
    }
    return sum;
  }

  /** Dimension (m − r) + (r − m₀)·d of a branch. */
  int dimension(int groups, int inputDim) {
    return student - groups + (groups - teacher) * inputDim;
  }

  /** Samples r + (m + m₀ − r)·d from which on a branch can be all zeros of the loss nearby. */
  int separation(int groups, int inputDim) {
    return groups + (student + teacher - groups) * inputDim;
  }

  /**
   * Rank r + d·(m₀ + l) of the Jacobian at a generic point of a branch, for many samples.
   *
   * @param shared l, groups off the teacher with two neurons or more
   */
  int tangentRank(int groups, int inputDim, int shared) {
    return groups + inputDim * (teacher + shared);
  }

  /** Stirling number of the second kind: partitions of n things into k groups. */
  private static BigInteger partitions(int n, int k) {
    BigInteger[] row = new BigInteger[k + 1];
    Arrays.fill(row, BigInteger.ZERO);
    row[0] = BigInteger.ONE;
    for (int i = 1; i <= n; i++) {
      for (int j = k; j >= 1; j--) {
        row[j] = row[j - 1].add(row[j].multiply(BigInteger.valueOf(j)));
      }
      row[0] = BigInteger.ZERO;
    }
    return row[k];
  }
}
