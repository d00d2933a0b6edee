package io.github.widthbench.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** Symmetric matrices whose spectrum is known in closed form. */
final class EigenCases {

  private EigenCases() {}

  /** The second-difference matrix of order n has eigenvalues 2 − 2cos(kπ/(n+1)), k = 1 … n. */
  static void checkKnownSpectrum(EigenSolver solver, int n) {
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      a[i * n + i] = 2;
      if (i > 0) {
        a[i * n + i - 1] = -1;
        a[(i - 1) * n + i] = -1;
      }
    }
    double[] untouched = a.clone();
    double[] values = solver.eigenvalues(a, n);
    EigenSolver.Decomposition full = solver.decompose(a, n);
    assertThat(a).containsExactly(untouched);
    for (int k = 0; k < n; k++) {
      double expected = 2 - 2 * Math.cos((k + 1) * Math.PI / (n + 1));
      assertThat(values[k]).isCloseTo(expected, within(1e-13 * 4));
      assertThat(full.values()[k]).isCloseTo(expected, within(1e-13 * 4));
      checkVector(a, full, n, k);
    }
  }

  private static void checkVector(double[] a, EigenSolver.Decomposition full, int n, int k) {
    double norm = 0;
    for (int i = 0; i < n; i++) {
      double product = 0;
      for (int j = 0; j < n; j++) {
        product += a[i * n + j] * full.vectors()[k * n + j];
      }
      double v = full.vectors()[k * n + i];
      norm += v * v;
      assertThat(product).isCloseTo(full.values()[k] * v, within(1e-12));
    }
    assertThat(norm).isCloseTo(1, within(1e-12));
  }
}
