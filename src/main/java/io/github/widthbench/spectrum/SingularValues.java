package io.github.widthbench.spectrum;

import java.util.Arrays;

/**
 * The singular values of a small matrix by one-sided Jacobi rotations, which finds small ones to a
 * relative accuracy that the eigenvalues of a Gram matrix cannot have: there a singular value below
 * 10⁻⁸ of the largest drowns. Cost about 10·n²·columns a sweep, six sweeps or so.
 *
 * @param values descending, as many as the matrix has rows
 * @param cutOff share of the largest below which a value counts as 0
 */
@SuppressWarnings("ArrayRecordComponent") // a result to read, never compared
public record SingularValues(double[] values, double cutOff) {

  /** The usual one. */
  private static final double CUT_OFF = 1e-10;

  private static final int MOST_SWEEPS = 60;
  private static final double ORTHOGONAL = 1e-15;

  /** Solves for the matrix with these rows, which are not changed. */
  public static SingularValues of(double[][] rows) {
    double[] ascending =
        Arrays.stream(orthogonal(rows))
            .mapToDouble(row -> Math.sqrt(dot(row, row)))
            .sorted()
            .toArray();
    double[] values = new double[ascending.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = ascending[values.length - 1 - i];
    }
    return new SingularValues(values, CUT_OFF);
  }

  /** The part of {@code v} that is orthogonal to all rows. */
  public static double[] outside(double[][] rows, double[] v) {
    double[][] basis = orthogonal(rows);
    double largest = 0;
    for (double[] row : basis) {
      largest = Math.max(largest, dot(row, row));
    }
    double[] rest = v.clone();
    for (double[] row : basis) {
      double squared = dot(row, row);
      if (squared > CUT_OFF * CUT_OFF * largest) {
        double share = dot(row, rest) / squared;
        for (int k = 0; k < rest.length; k++) {
          rest[k] -= share * row[k];
        }
      }
    }
    return rest;
  }

  /** How many are not 0. */
  public int rank() {
    return (int) Arrays.stream(values).filter(v -> v > cutOff * values[0]).count();
  }

  /** The smallest that is not 0; 0 for a zero matrix. */
  public double smallest() {
    int rank = rank();
    return rank == 0 ? 0 : values[rank - 1];
  }

  public double largest() {
    return values[0];
  }

  /**
   * exp of the entropy of the values over their sum: how many values of one size would be as spread
   * (O. Roy, M. Vetterli, "The effective rank", 2007). NaN for a zero matrix.
   */
  public double effectiveRank() {
    double sum = Arrays.stream(values).sum();
    double entropy = 0;
    for (double value : values) {
      double share = value / sum;
      entropy -= share == 0 ? 0 : share * StrictMath.log(share);
    }
    return StrictMath.exp(entropy);
  }

  /** |A|_F²/|A|², at most the rank. NaN for a zero matrix. */
  public double stableRank() {
    return Arrays.stream(values).map(v -> v * v).sum() / (values[0] * values[0]);
  }

  /** Whether no value is so near the cut-off that the rank is a matter of rounding. */
  public boolean rankIsClear() {
    return Arrays.stream(values)
        .noneMatch(v -> v > 1e-3 * cutOff * values[0] && v < 10 * cutOff * values[0]);
  }

  /** Rows that are orthogonal to each other and span the same. */
  private static double[][] orthogonal(double[][] rows) {
    double[][] work = Arrays.stream(rows).map(double[]::clone).toArray(double[][]::new);
    boolean rotated = true;
    for (int sweep = 0; rotated && sweep < MOST_SWEEPS; sweep++) {
      rotated = false;
      for (int i = 0; i < work.length; i++) {
        for (int j = i + 1; j < work.length; j++) {
          rotated |= rotate(work[i], work[j]);
        }
      }
    }
    return work;
  }

  /** Makes two rows orthogonal; false where they are. */
  private static boolean rotate(double[] p, double[] q) {
    double alpha = dot(p, p);
    double beta = dot(q, q);
    double gamma = dot(p, q);
    if (!(Math.abs(gamma) > ORTHOGONAL * Math.sqrt(alpha * beta)) || gamma == 0) {
      return false;
    }
    double zeta = (beta - alpha) / (2 * gamma);
    double t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta));
    double c = 1 / Math.sqrt(1 + t * t);
    double s = c * t;
    for (int k = 0; k < p.length; k++) {
      double kept = p[k];
      p[k] = c * kept - s * q[k];
      q[k] = s * kept + c * q[k];
    }
    return true;
  }

  private static double dot(double[] p, double[] q) {
    double sum = 0;
    for (int k = 0; k < p.length; k++) {
      sum += p[k] * q[k];
    }
    return sum;
  }
}
