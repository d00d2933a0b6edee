package io.github.widthbench.experiment.condensation;

import io.github.widthbench.math.Vectors;

/**
 * The final-stage condition of three layers, re-derived: after turning the signs of the pairs (b_i,
 * c_i), where c_i ≥ 0, ⟨a, b_i⟩ ≥ 0 and ⟨b_i, b_j⟩ ≥ 0 for all i, j (b_i the columns of B), all of
 * these go on growing and every c_i is convex. A state that enters never leaves.
 */
final class Cone {

  /** Rounding of products, as a share of ρ. */
  static final double ROUNDING = 1e-13;

  private Cone() {}

  /**
   * The least of the products ⟨a, b_i⟩ and ⟨b_i, b_j⟩ with signs turned, over ρ: at least 0 inside.
   * Cost q²·p.
   *
   * @param chain of three layers
   */
  static double depth(Chain chain, double[] theta) {
    int q = chain.rows(1);
    double[] a = chain.matrix(theta, 3)[0];
    double[][] columns = columns(chain, theta);
    double[] sign = new double[q];
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i < q; i++) {
      double slope = Vectors.dot(a, columns[i]);
      // a neuron at c = 0 turns to the side that it moves to
      sign[i] = theta[i] == 0 ? Math.signum(slope) : Math.signum(theta[i]);
      least = Math.min(least, sign[i] * slope);
    }
    for (int i = 0; i < q; i++) {
      for (int j = 0; j < i; j++) {
        double product = sign[i] * sign[j] * Vectors.dot(columns[i], columns[j]);
        least = Math.min(least, product);
      }
    }
    return least / Chain.rho(theta);
  }

  private static double[][] columns(Chain chain, double[] theta) {
    double[][] b = chain.matrix(theta, 2);
    double[][] columns = new double[chain.rows(1)][chain.rows(2)];
    for (int j = 0; j < b.length; j++) {
      for (int i = 0; i < columns.length; i++) {
        columns[i][j] = b[j][i];
      }
    }
    return columns;
  }
}
