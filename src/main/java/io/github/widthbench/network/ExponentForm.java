package io.github.widthbench.network;

import java.util.Arrays;

/** How e^z is computed for a row of exponents. Only StrictMath and IEEE basic operations. */
public sealed interface ExponentForm {

  /** What is subtracted from every exponent of a row before, and multiplied back after its sum. */
  default double shift(double[] z) {
    return 0;
  }

  /** {@code y} ← the values that stand for e^z; {@code y} may not be {@code z}. */
  void values(double[] z, double[] y);

  /** {@code y} ← the derivatives of the values; {@code y} may not be {@code z}. */
  default void slopes(double[] z, double[] y) {
    values(z, y);
  }

  /** e^z itself. */
  record Exact() implements ExponentForm {
    @Override
    public void values(double[] z, double[] y) {
      exponentials(z, 0, y);
    }
  }

  /** e^(z − c) with c the largest exponent of the row: no value above 1, so that none overflows. */
  record RowScaled() implements ExponentForm {
    @Override
    public double shift(double[] z) {
      double largest = Double.NEGATIVE_INFINITY;
      for (double entry : z) {
        largest = Math.max(largest, entry);
      }
      return largest;
    }

    @Override
    public void values(double[] z, double[] y) {
      exponentials(z, shift(z), y);
    }
  }

  /**
   * The Taylor polynomial Σ z^j/j! for j up to {@code degree}; its derivative is that of one degree
   * less.
   */
  record Polynomial(int degree) implements ExponentForm {

    public Polynomial {
      if (degree < 1) {
        throw new IllegalArgumentException("a degree of at least 1 is needed, found " + degree);
      }
    }

    @Override
    public void values(double[] z, double[] y) {
      taylor(degree, z, y);
    }

    @Override
    public void slopes(double[] z, double[] y) {
      taylor(degree - 1, z, y);
    }

    /**
     * By Horner's rule, a coefficient for the whole row at a time: such loops become vector code.
     */
    private static void taylor(int degree, double[] z, double[] y) {
      Arrays.fill(y, 1);
      for (int j = degree; j > 0; j--) {
        double inverse = 1.0 / j;
        for (int r = 0; r < z.length; r++) {
          y[r] = 1 + y[r] * (z[r] * inverse);
        }
      }
    }
  }

  private static void exponentials(double[] z, double shift, double[] y) {
    for (int r = 0; r < z.length; r++) {
      y[r] = StrictMath.exp(z[r] - shift);
    }
  }
}
