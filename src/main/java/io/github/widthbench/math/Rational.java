package io.github.widthbench.math;

/** Polynomials and their quotients, by Horner's rule in fused multiply-adds. */
final class Rational {

  private Rational() {}

  /** Σ ascending_k x^k. */
  static double polynomial(double x, double[] ascending) {
    double sum = ascending[ascending.length - 1];
    for (int k = ascending.length - 2; k >= 0; k--) {
      sum = Math.fma(sum, x, ascending[k]);
    }
    return sum;
  }

  /** The quotient of two polynomials at x, coefficients ascending. */
  static double quotient(double x, double[] above, double[] below) {
    return polynomial(x, above) / polynomial(x, below);
  }
}
