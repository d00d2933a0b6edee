package io.github.widthbench.spectrum;

import io.github.widthbench.backend.EigenSolver;

/**
 * How well points can be kept in k numbers by linear maps: the part of Σ|x_i|² that the best
 * projection onto k directions leaves, the sum of all but the k largest eigenvalues of XᵀX (C.
 * Eckart, G. Young, 1936). Points are not centred, for networks without biases cannot do so.
 */
public final class BestRank {

  private BestRank() {}

  /** Σ_i |x_i − P x_i|² for the best projection P of rank {@code k}; cost n·d² and one spectrum. */
  public static double error(double[][] x, int k, EigenSolver solver) {
    int d = x[0].length;
    double[] gram = new double[d * d];
    for (double[] point : x) {
      for (int i = 0; i < d; i++) {
        for (int j = 0; j < d; j++) {
          gram[i * d + j] += point[i] * point[j];
        }
      }
    }
    double[] ascending = solver.eigenvalues(gram, d);
    double rest = 0;
    for (int i = 0; i < d - k; i++) {
      rest += Math.max(0, ascending[i]);
    }
    return rest;
  }
}
