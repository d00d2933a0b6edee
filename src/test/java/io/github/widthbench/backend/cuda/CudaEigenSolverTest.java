package io.github.widthbench.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.EigenSolver.Decomposition;
import io.github.widthbench.backend.reference.ReferenceProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Edges of spectra by cuBLAS against the full spectra of the reference. */
@Tag("software-device")
@Tag("gpu")
class CudaEigenSolverTest {

  private final Backend reference = new ReferenceProvider().open(1);
  private CudaDevice device;

  @BeforeAll
  static void load() {
    TestMachine.provider();
  }

  @BeforeEach
  void open() {
    device = CudaDevice.open(0, OptionalLong.empty());
  }

  @AfterEach
  void close() {
    assertThat(device.memory().leaks()).hasSize(3); // workspace, staging, parameters
    device.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 9, 65, 150})
  void edges_ofGramMatrices_areThoseOfTheFullSpectrum(int n) {
    check(gram(n, 2 * n), n);
  }

  @Test
  void edges_ofAnIllConditionedMatrix_keepTheErrorOfTheFullSpectrum() {
    int n = 80;
    double[] a = gram(n, n);
    for (int i = 0; i < n; i++) { // row and column i scaled by 10^(-6i/n): condition 10^12 and more
      for (int j = 0; j < n; j++) {
        a[i * n + j] *= Math.pow(10, -6.0 * (i + j) / n);
      }
    }
    check(a, n);
  }

  @Test
  void edges_ofASingularMatrix_areFound() {
    check(gram(90, 40), 90);
  }

  @Test
  void edges_ofTheUnitMatrix_areFound() {
    int n = 70;
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      a[i * n + i] = 1;
    }
    check(a, n);
  }

  @Test
  void edges_ofAnIndefiniteMatrix_areNotCertified() {
    int n = 70;
    double[] a = gram(n, n);
    a[0] = -1;
    assertThat(new SpectrumEdges(device, reference.eigenSolver()).of(a, n)).isEmpty();
    try (CudaEigenSolver solver =
        new CudaEigenSolver(device, Optional.empty(), () -> new ReferenceProvider().open(1))) {
      assertThat(solver.edges(a, n)).containsExactly(reference.eigenSolver().edges(a, n));
    }
  }

  @Test
  void spectra_ofSeveralMatrices_areThoseOfEachAlone() {
    int n = 20;
    List<double[]> matrices = List.of(gram(n, 30), gram(n, 10), gram(n, 20), gram(n, 25));
    try (CudaEigenSolver solver =
        new CudaEigenSolver(device, Optional.empty(), () -> new ReferenceProvider().open(1))) {
      double[][] found = solver.eigenvaluesOfEach(matrices, n);
      for (int i = 0; i < matrices.size(); i++) {
        double[] expected = reference.eigenSolver().eigenvalues(matrices.get(i), n);
        assertThat(found[i]).containsExactly(expected, within(1e-13 * expected[n - 1]));
      }
    }
  }

  @Test
  void spectra_ofMoreMatricesThanTheStagingBufferHolds_areEachItsOwn() {
    int n = 64;
    double[] one = gram(n, n);
    List<double[]> matrices =
        IntStream.range(0, 130) // of which 128 fit
            .mapToObj(k -> Arrays.stream(one).map(v -> (k + 1) * v).toArray())
            .toList();
    double[] expected = reference.eigenSolver().eigenvalues(one, n);
    try (CudaEigenSolver solver =
        new CudaEigenSolver(device, Optional.empty(), () -> new ReferenceProvider().open(1))) {
      double[][] found = solver.eigenvaluesOfEach(matrices, n);
      for (int k : new int[] {0, 127, 128, 129}) {
        assertThat(found[k][n - 1] / expected[n - 1]).isCloseTo(k + 1, within(1e-12 * (k + 1)));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 70})
  void spectrumAndVectors_byCusolver_areThoseOfTheReference(int n) {
    double[] a = gram(n, n + 3);
    double[] expected = reference.eigenSolver().eigenvalues(a, n);
    try (CuSolver solver = new CuSolver(device, cusolver())) {
      Decomposition found = solver.solve(a, n, true);
      assertThat(found.values())
          .containsExactly(expected, within(4 * n * 0x1p-52 * expected[n - 1]));
      for (int k = 0; k < n; k++) {
        for (int i = 0; i < n; i++) {
          double product = 0;
          for (int j = 0; j < n; j++) {
            product += a[i * n + j] * found.vectors()[k * n + j];
          }
          double value = found.values()[k] * found.vectors()[k * n + i];
          assertThat(product).isCloseTo(value, within(16 * n * 0x1p-52 * expected[n - 1]));
        }
      }
    }
  }

  @Test
  void eigenvalues_ofALargeMatrix_areCusolversWhereItIsThere_andTheHostsElsewhere() {
    int n = CudaEigenSolver.WORTH_CUSOLVER;
    double[] a = gram(n, 2 * n);
    try (CudaEigenSolver with =
            new CudaEigenSolver(
                device, Optional.of(cusolver()), () -> new ReferenceProvider().open(1));
        CudaEigenSolver without =
            new CudaEigenSolver(device, Optional.empty(), () -> new ReferenceProvider().open(1))) {
      double[] expected = without.eigenvalues(a, n);
      assertThat(with.eigenvalues(a, n))
          .containsExactly(expected, within(n * 0x1p-50 * expected[n - 1]));
      assertThat(with.used()).isEqualTo("cusolver");
      assertThat(with.used()).as("since it was last asked").isEqualTo("host");
      assertThat(without.used()).isEqualTo("host");
    }
  }

  private static ForeignLibrary cusolver() {
    Optional<ForeignLibrary> found = TestMachine.cusolver();
    assumeTrue(found.isPresent(), "no cuSOLVER on this machine");
    return found.get();
  }

  private void check(double[] a, int n) {
    double[] full = reference.eigenSolver().eigenvalues(a, n);
    double[] untouched = a.clone();
    double[] found = new SpectrumEdges(device, reference.eigenSolver()).of(a, n).orElseThrow();
    double allowed = 8 * n * 0x1p-53 * full[n - 1];
    assertThat(found[0]).isCloseTo(full[0], within(allowed));
    assertThat(found[1]).isCloseTo(full[n - 1], within(allowed));
    assertThat(a).containsExactly(untouched);
  }

  /** ZZᵀ/m for a random n×m matrix. */
  private static double[] gram(int n, int m) {
    double[] z = new Random(n + 1000L * m).doubles((long) n * m, -1, 1).toArray();
    double[] a = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        for (int k = 0; k < m; k++) {
          sum += z[i * m + k] * z[j * m + k];
        }
        a[i * n + j] = sum / m;
      }
    }
    return a;
  }
}
