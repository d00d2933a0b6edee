package io.github.widthbench.spectrum;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.spectrum.SmallestEigenvalue.Sign;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(
    value = BackendKind.class,
    names = {"REFERENCE", "CPU"})
class SmallestEigenvalueTest {

  private final Backend backend;

  SmallestEigenvalueTest(BackendKind kind) {
    backend = Backends.open(kind, 1);
  }

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void secondDifferences_areEnclosedTightly() {
    for (int n : new int[] {1, 2, 3, 17, 64, 129, 200}) {
      // 2 − 2cos(π/(n+1)) = 4sin², whose rounding is far below the bounds' distance
      double sine = Math.sin(Math.PI / (2 * (n + 1)));
      double expected = 4 * sine * sine;
      SmallestEigenvalue found = of(secondDifferences(n, 0), n);
      assertThat(found.lower()).isLessThanOrEqualTo(expected);
      assertThat(found.upper()).isGreaterThanOrEqualTo(expected);
      assertThat(found.upper() - found.lower()).isLessThan(32.0 * (n + 1) * (n + 1) * 0x1p-53);
      assertThat(found.sign()).isEqualTo(Sign.PSD);
    }
  }

  @Test
  void shiftBelowZero_isNotPsd() {
    for (int n : new int[] {1, 5, 150}) {
      SmallestEigenvalue found = of(secondDifferences(n, 1e-9 - 4), n);
      assertThat(found.sign()).isEqualTo(Sign.NOT_PSD);
      assertThat(found.lower()).isLessThanOrEqualTo(found.upper()).isGreaterThan(-4.1);
    }
    // by a hair: an eigenvalue of −1e−9 among those up to 4
    double sine = Math.sin(Math.PI / (2 * 21));
    SmallestEigenvalue hair = of(secondDifferences(20, -4 * sine * sine - 1e-9), 20);
    assertThat(hair.sign()).isEqualTo(Sign.NOT_PSD);
    assertThat(hair.lower()).isLessThan(-0.9e-9);
  }

  @Test
  void singularMatrix_isUndecided() {
    int n = 40;
    double[] ones = new double[n * n];
    Arrays.fill(ones, 1);
    SmallestEigenvalue found = of(ones, n);
    assertThat(found.sign()).isEqualTo(Sign.UNDECIDED);
    assertThat(found.lower()).isNegative().isGreaterThan(-1e-11);
    assertThat(found.upper()).isGreaterThanOrEqualTo(0).isLessThan(1e-11);
  }

  @Test
  void diagonalMatrix_withAnExactSmallest_enclosesIt() {
    double[] a = new double[9];
    a[0] = 3;
    a[4] = 0.1;
    a[8] = 1e6;
    SmallestEigenvalue found = of(a, 3);
    assertThat(found.lower()).isLessThanOrEqualTo(0.1);
    assertThat(found.upper()).isGreaterThanOrEqualTo(0.1);
  }

  @Test
  void zeroMatrix_isUndecided_andEnclosesZero() {
    SmallestEigenvalue found = of(new double[16], 4);
    assertThat(found.lower()).isNegative();
    assertThat(found.upper()).isGreaterThanOrEqualTo(0);
    assertThat(found.sign()).isEqualTo(Sign.UNDECIDED);
  }

  @Test
  void nonFiniteMatrix_isUndecided() {
    SmallestEigenvalue found = of(new double[] {1, Double.NaN, Double.NaN, 1}, 2);
    assertThat(found.sign()).isEqualTo(Sign.UNDECIDED);
    assertThat(found.lower()).isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void wrongValue_ofTheSolver_widensTheBoundsAndNeverMovesThemPastTheEigenvalue() {
    double[] a = {2, 1, 1, 2};
    for (double value : new double[] {1 + 1e-9, 1 - 1e-3, 1.5, -7}) {
      SmallestEigenvalue found = SmallestEigenvalue.around(value, a, 2, backend.eigenSolver());
      assertThat(found.lower()).isLessThanOrEqualTo(1);
      assertThat(found.upper()).isGreaterThanOrEqualTo(1);
    }
  }

  private SmallestEigenvalue of(double[] a, int n) {
    return SmallestEigenvalue.of(a, n, backend.eigenSolver());
  }

  private static double[] secondDifferences(int n, double shift) {
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      a[i * n + i] = 2 + shift;
      if (i > 0) {
        a[i * n + i - 1] = -1;
        a[(i - 1) * n + i] = -1;
      }
    }
    return a;
  }
}
