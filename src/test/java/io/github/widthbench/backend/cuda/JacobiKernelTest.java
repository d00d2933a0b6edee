package io.github.widthbench.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.backend.reference.ReferenceProvider;
import java.util.Arrays;
import java.util.Random;
import jcuda.driver.CUdeviceptr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The batched eigen-solver: each spectrum against the reference backend's, each vector by its
 * residual.
 */
class JacobiKernelTest extends KernelsInBothOrders {

  private static final int BATCH = 3;

  /** 76 is the most that fits without asking for shared memory, 88 what 64 KiB hold. */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 13, 64, 76, 88})
  void spectrum_isThatOfTheReference_withVectors(int n) {
    double[] matrices = matrices(n);
    Spectra found = run(matrices, n, true);
    try (Backend backend = new ReferenceProvider().open(1)) {
      EigenSolver reference = backend.eigenSolver();
      for (int b = 0; b < BATCH; b++) {
        double[] a = Arrays.copyOfRange(matrices, b * n * n, (b + 1) * n * n);
        double[] expected = reference.eigenvalues(a, n);
        double norm = Arrays.stream(expected).map(Math::abs).max().orElse(0);
        for (int k = 0; k < n; k++) {
          double value = found.values[b * n + k];
          assertThat(value).isCloseTo(expected[k], within(n * 0x1p-52 * norm));
          checkVector(a, found.vectors, b, k, n, value, norm);
        }
      }
    }
    assertThat(Arrays.stream(found.sweeps)).allMatch(s -> s >= 0 && s <= 12);
    assertThat(run(matrices, n, false).values).containsExactly(found.values);
  }

  private static void checkVector(
      double[] a, double[] vectors, int b, int k, int n, double value, double norm) {
    double length = 0;
    for (int i = 0; i < n; i++) {
      double product = 0;
      for (int j = 0; j < n; j++) {
        product += a[i * n + j] * vectors[(b * n + k) * n + j];
      }
      double v = vectors[(b * n + k) * n + i];
      length += v * v;
      assertThat(product).isCloseTo(value * v, within(4 * n * 0x1p-52 * norm));
    }
    assertThat(length).isCloseTo(1, within(8 * n * 0x1p-52));
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
  void matrix_withWhatIsNotFinite_isReported(double value) {
    int n = 4;
    double[] matrices = matrices(n);
    matrices[n * n + 1] = value;
    matrices[n * n + n] = value;
    Spectra found = run(matrices, n, false);
    assertThat(found.sweeps[0]).isPositive();
    assertThat(found.sweeps[1]).isEqualTo(-1);
    assertThat(found.sweeps[2]).isZero(); // it is diagonal
  }

  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  private record Spectra(double[] values, double[] vectors, int[] sweeps) {}

  private Spectra run(double[] matrices, int n, boolean withVectors) {
    int size = BATCH * n * n;
    CUdeviceptr values = device.allocate(8L * BATCH * n);
    CUdeviceptr vectors = device.allocate(8L * size);
    CUdeviceptr sweeps = device.allocate(4L * BATCH);
    int even = n + n % 2;
    device.launch(
        "jacobi",
        "jacobi",
        new int[] {BATCH, 1, 1},
        new int[] {256, 1, 1},
        8 * (even * (even + 1) + 2 * even),
        device.upload(matrices),
        n,
        values,
        withVectors ? vectors : (Object) 0L,
        device.allocate(8L * size),
        sweeps);
    return new Spectra(
        device.doubles(values, BATCH * n),
        device.doubles(vectors, size),
        device.ints(sweeps, BATCH));
  }

  /**
   * A random one, one with a known small eigenvalue (its rows nearly dependent), a diagonal one.
   */
  private static double[] matrices(int n) {
    Random random = new Random(n);
    double[] all = new double[BATCH * n * n];
    double[] factor = random.doubles((long) n * n, -1, 1).toArray();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double value = random.nextDouble(-1, 1);
        double product = 0;
        for (int k = 0; k < Math.max(1, n - 1); k++) { // rank n − 1
          product += factor[i * n + k] * factor[j * n + k];
        }
        double[] entries = {value, product, i == j ? (i % 3) + 1 : 0};
        for (int b = 0; b < BATCH; b++) {
          all[(b * n + i) * n + j] = entries[b];
          all[(b * n + j) * n + i] = entries[b];
        }
      }
    }
    return all;
  }
}
