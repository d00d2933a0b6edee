package io.github.widthbench.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.EigenSolver;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Spectra by lanes against those by LAPACK. */
class CpuEigenSolverTest {
  private final EigenSolver solver = new CpuEigenSolver(new Workers(1));
  private final EigenSolver lapack = new LapackEigenSolver();

  @Test
  void eachSize_ofGramMatrices_hasTheSpectrumOfLapack() {
    for (int n = 1; n <= 130; n++) {
      check("Gram matrix", gram(n, n + 3, n), n);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 5, 16, 33, 64, 127, 128})
  void hardMatrices_haveTheSpectrumOfLapack(int n) {
    check("zero", new double[n * n], n);
    check("identity", diagonal(n, i -> 1), n);
    check("all ones", constant(n), n);
    check("diagonal", diagonal(n, i -> i % 3 - 1), n);
    check("rank two", gram(n, 2, 1), n);
    check("equal points", gram(n, -5, 2), n);
    check("indefinite", indefinite(n), n);
    check("graded", graded(n, 1e-3), n);
    check("graded the other way", graded(n, 1e3), n);
    check("clusters", rotated(n, i -> i % 4 + 1e-14 * i), n);
    check("tiny gaps", rotated(n, i -> 1 + 1e-9 * i), n);
    check("condition 1e15", rotated(n, i -> Math.pow(10, -15.0 * i / n)), n);
    check("blocks", blocks(n), n);
    check("large", scaled(gram(n, n, 3), 1e300), n);
    check("small", scaled(gram(n, n, 3), 1e-300), n);
    check("Wilkinson", wilkinson(n), n);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 64, 128, 130})
  void matrices_haveTheSameBits_aloneAmongOthersAndOnAnyThreads(int n) {
    List<double[]> matrices = new ArrayList<>();
    for (int i = 0; i < 21; i++) {
      matrices.add(i % 5 == 0 ? indefinite(n) : gram(n, n / 2 + 1, i));
    }
    matrices.add(new double[n * n]);
    double[][] together = solver.eigenvaluesOfEach(matrices, n);
    assertThat(new CpuEigenSolver(new Workers(3)).eigenvaluesOfEach(matrices, n))
        .isDeepEqualTo(together);
    for (int i = 0; i < matrices.size(); i++) {
      assertThat(solver.eigenvalues(matrices.get(i), n)).containsExactly(together[i]);
    }
  }

  @Test
  void cholesky_onBothPaths_isTheFactorOrSaysNo() {
    for (int n : new int[] {1, 5, 70}) {
      double[] a = gram(n, n + 2, 1);
      double[] l = solver.cholesky(a, n).orElseThrow();
      for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
          double sum = 0;
          for (int k = 0; k <= j; k++) {
            sum += l[i * n + k] * l[j * n + k];
          }
          assertThat(sum).isCloseTo(a[i * n + j], within(1e-12 * n));
        }
      }
      a[n * n - 1] = -1;
      assertThat(solver.cholesky(a, n)).isEmpty();
    }
  }

  @Test
  void sizes_beyondTheLimit_areRefusedWithIt() {
    assertThatThrownBy(() -> solver.eigenvalues(new double[0], 40_000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("n is 40000, this solver takes 1 to 32766");
    assertThatThrownBy(() -> solver.eigenvalues(new double[5], 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 entries for n = 2");
  }

  private void check(String what, double[] matrix, int n) {
    double[] before = matrix.clone();
    double[] expected = lapack.eigenvalues(matrix, n);
    double[] found = solver.eigenvalues(matrix, n);
    assertThat(matrix).containsExactly(before);
    double size = Math.max(Math.abs(expected[0]), Math.abs(expected[n - 1]));
    // both are within about n roundings of the largest
    double tolerance = 2 * Math.max(n, 8) * 0x1p-53 * size;
    assertThat(found).as("%s, n = %d", what, n).containsExactly(expected, within(tolerance));
  }

  /** XXᵀ/n of n points of {@code d} entries; with d negative, points that repeat after −d. */
  private static double[] gram(int n, int d, long seed) {
    Random random = new Random(seed);
    int entries = Math.abs(d);
    double[][] x = new double[n][];
    for (int i = 0; i < n; i++) {
      x[i] = d < 0 && i >= entries ? x[i - entries] : random.doubles(entries, -1, 1).toArray();
    }
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int k = 0; k < entries; k++) {
          a[i * n + j] += x[i][k] * x[j][k] / n;
        }
      }
    }
    return a;
  }

  private static double[] indefinite(int n) {
    Random random = new Random(n);
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        a[i * n + j] = random.nextDouble(-1, 1);
        a[j * n + i] = a[i * n + j];
      }
    }
    return a;
  }

  private static double[] diagonal(int n, IntToDoubleFunction entry) {
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      a[i * n + i] = entry.applyAsDouble(i);
    }
    return a;
  }

  private static double[] constant(int n) {
    double[] a = new double[n * n];
    Arrays.fill(a, 1);
    return a;
  }

  /** Entries that fall by {@code factor} from one row to the next. */
  private static double[] graded(int n, double factor) {
    double[] a = indefinite(n);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i * n + j] *= Math.pow(factor, Math.max(i, j) * 12.0 / n);
      }
    }
    return a;
  }

  /** D reflected twice, so that it is full. */
  private static double[] rotated(int n, IntToDoubleFunction entry) {
    double[] a = diagonal(n, entry);
    for (long seed = 0; seed < 2; seed++) {
      double[] u = new Random(seed).doubles(n, -1, 1).toArray();
      double norm = Arrays.stream(u).map(v -> v * v).sum();
      double[] p = new double[n];
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          p[i] += a[i * n + j] * u[j];
        }
      }
      double along = 0;
      for (int i = 0; i < n; i++) {
        along += p[i] * u[i];
      }
      for (int i = 0; i < n; i++) {
        for (int j = 0; j <= i; j++) {
          a[i * n + j] +=
              -2 / norm * (p[i] * u[j] + u[i] * p[j]) + 4 * along / norm / norm * u[i] * u[j];
          a[j * n + i] = a[i * n + j];
        }
      }
    }
    return a;
  }

  private static double[] blocks(int n) {
    double[] a = gram(n, n, 4);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        a[i * n + j] = i / 3 == j / 3 ? a[i * n + j] : 0;
      }
    }
    return a;
  }

  private static double[] scaled(double[] a, double factor) {
    return Arrays.stream(a).map(v -> factor * v).toArray();
  }

  /** Pairs of eigenvalues that agree to many digits. */
  private static double[] wilkinson(int n) {
    double[] a = diagonal(n, i -> Math.abs(i - (n - 1) / 2.0));
    for (int i = 1; i < n; i++) {
      a[i * n + i - 1] = 1;
      a[(i - 1) * n + i] = 1;
    }
    return a;
  }
}
