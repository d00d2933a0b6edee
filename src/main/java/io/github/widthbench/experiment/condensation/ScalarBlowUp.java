package io.github.widthbench.experiment.condensation;

import io.github.widthbench.math.Carlson;
import io.github.widthbench.math.Vectors;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * The blow-up time in closed form where three layers move as three numbers: a = a₀u, B = b₀uvᵀ, c =
 * c₀v with unit vectors u and v. Then a², b², c² grow alike and T* is an elliptic integral.
 */
final class ScalarBlowUp {

  /** Share by which data may miss rank one. */
  private static final double RANK_ONE = 1e-14;

  private ScalarBlowUp() {}

  /**
   * T* of a′ = bc, b′ = ac, c′ = ab.
   *
   * @return R_F(a², b², c²) where abc ≥ 0; where it is negative the squares first fall to where the
   *     smallest is 0, and T* = 2·R_F(0, l₂−l₁, l₃−l₁) − R_F(l₁, l₂, l₃) with l₁ ≤ l₂ ≤ l₃ the
   *     squares; infinite where l₁ = l₂ then, or where two of the three are 0
   */
  static double time(double a, double b, double c) {
    double whole = Carlson.rf(a * a, b * b, c * c);
    if (Math.signum(a) * Math.signum(b) * Math.signum(c) >= 0) {
      return whole;
    }
    double[] root = {Math.abs(a), Math.abs(b), Math.abs(c)};
    Arrays.sort(root);
    double second = (root[1] - root[0]) * (root[1] + root[0]);
    double third = (root[2] - root[0]) * (root[2] + root[0]);
    double toTheFold = Carlson.rf(0, second, third);
    return Double.isInfinite(toTheFold) ? toTheFold : 2 * toTheFold - whole;
  }

  /** T* of a three-layer chain whose state is of that form; empty for any other. */
  static OptionalDouble time(Chain chain, double[] theta) {
    if (chain.layers() != 3) {
      return OptionalDouble.empty();
    }
    if (theta.length == 3) {
      return OptionalDouble.of(time(theta[2], theta[1], theta[0]));
    }
    double[] c = column(chain, theta);
    double[] a = chain.matrix(theta, 3)[0];
    double[][] b = chain.matrix(theta, 2);
    double lengthA = Vectors.norm(a);
    double lengthC = Vectors.norm(c);
    if (lengthA == 0 || lengthC == 0) {
      return OptionalDouble.empty();
    }
    Vectors.scale(1 / lengthA, a);
    Vectors.scale(1 / lengthC, c);
    double middle = 0;
    for (int j = 0; j < a.length; j++) {
      middle += a[j] * Vectors.dot(b[j], c);
    }
    double miss = 0;
    for (int j = 0; j < a.length; j++) {
      for (int i = 0; i < c.length; i++) {
        miss = Math.max(miss, Math.abs(b[j][i] - middle * a[j] * c[i]));
      }
    }
    double size = Math.sqrt(Chain.rho(theta));
    return miss <= RANK_ONE * size
        ? OptionalDouble.of(time(lengthA, middle, lengthC))
        : OptionalDouble.empty();
  }

  private static double[] column(Chain chain, double[] theta) {
    return Arrays.copyOf(theta, chain.rows(1));
  }
}
