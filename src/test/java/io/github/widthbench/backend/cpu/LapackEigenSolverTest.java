package io.github.widthbench.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.EigenSolver;
import org.junit.jupiter.api.Test;

class LapackEigenSolverTest {

  @Test
  void decompose_beyondTheShortCalls_matchesAKnownSpectrum() {
    int n = 300;
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      a[i * n + i] = 2;
      if (i > 0) {
        a[i * n + i - 1] = -1;
        a[(i - 1) * n + i] = -1;
      }
    }
    LapackEigenSolver solver = new LapackEigenSolver();
    EigenSolver.Decomposition found = solver.decompose(a, n);
    double[] values = solver.eigenvalues(a, n);
    for (int k = 0; k < n; k++) {
      double angle = (k + 1) * Math.PI / (n + 1);
      assertThat(values[k]).isCloseTo(2 - 2 * Math.cos(angle), within(1e-12));
      assertThat(found.values()[k]).isCloseTo(2 - 2 * Math.cos(angle), within(1e-12));
      double component = Math.sqrt(2.0 / (n + 1)) * Math.sin(angle);
      assertThat(Math.abs(found.vectors()[k * n])).isCloseTo(component, within(1e-10));
    }
  }
}
