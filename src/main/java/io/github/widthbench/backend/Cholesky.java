package io.github.widthbench.backend;

import java.util.Optional;

/** Cholesky's factor by plain loops, row by row. */
final class Cholesky {

  private Cholesky() {}

  /** As {@link EigenSolver#cholesky}. */
  static Optional<double[]> factor(double[] symmetric, int n) {
    double[] l = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double rest = symmetric[i * n + j];
        for (int k = 0; k < j; k++) {
          rest -= l[i * n + k] * l[j * n + k];
        }
        if (j < i) {
          l[i * n + j] = rest / l[j * n + j];
        } else if (rest > 0) {
          l[i * n + i] = Math.sqrt(rest);
        } else {
          return Optional.empty();
        }
      }
    }
    return Optional.of(l);
  }
}
