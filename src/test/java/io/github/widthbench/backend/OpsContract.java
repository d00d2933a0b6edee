package io.github.widthbench.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.TwoLayerBatch.Form;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What every backend must pass: each operation against plain FP64 arithmetic written here, at
 * awkward sizes. A backend's test extends this and says how to open it.
 */
public abstract class OpsContract {

  /** Sizes with every remainder of a vector or a tile. */
  private static final int[] SIZES = {1, 13, 207};

  private Backend backend;
  private Ops ops;

  /** Opens the backend under test. */
  protected abstract Backend open(int threads);

  /** The formats it computes in. */
  protected abstract Stream<Precision> precisions();

  @BeforeEach
  void openBackend() {
    backend = open(1);
    ops = backend.ops();
  }

  @AfterEach
  void closeBackend() {
    backend.close();
  }

  @Test
  void tensor_viewsShareNumbers() {
    precisions()
        .forEach(precision -> {
          Tensor tensor = ops.allocate(precision, new Shape(3, 2, 5));
          assertThat(tensor.toArray()).containsOnly(0);
          tensor.replicas(1, 3).columns(2, 4).upload(new double[] {1, 2, 3, 4, 5, 6, 7, 8});
          double[] all = tensor.toArray();
          assertThat(all[10 + 2]).isEqualTo(1);
          assertThat(all[10 + 5 + 3]).isEqualTo(4);
          assertThat(all[20 + 2]).isEqualTo(5);
          assertThat(tensor.replicas(2, 3).columns(3, 4).toArray()).containsExactly(6, 8);
        });
  }

  @Test
  void gemm_matchesPlainLoops_forAllTransposes() {
    precisions()
        .forEach(precision -> {
          for (int size : SIZES) {
            for (Transpose ta : Transpose.values()) {
              for (Transpose tb : Transpose.values()) {
                checkGemm(precision, ta, tb, size, 7, size + 3);
                checkGemm(precision, ta, tb, 5, size, 9);
              }
            }
          }
        });
  }

  private void checkGemm(Precision precision, Transpose ta, Transpose tb, int m, int k, int n) {
    Random random = new Random(m * 31L + k);
    Tensor a =
        random(precision, ta == Transpose.NO ? new Shape(1, m, k) : new Shape(1, k, m), random);
    Tensor b =
        random(precision, tb == Transpose.NO ? new Shape(2, k, n) : new Shape(2, n, k), random);
    Tensor c = random(precision, new Shape(2, m, n), random);
    double[] av = a.toArray();
    double[] bv = b.toArray();
    double[] expected = c.toArray();
    for (int batch = 0; batch < 2; batch++) {
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          double sum = 0;
          for (int l = 0; l < k; l++) {
            double x = ta == Transpose.NO ? av[i * k + l] : av[l * m + i];
            double y = bv[batch * k * n + (tb == Transpose.NO ? l * n + j : j * k + l)];
            sum += x * y;
          }
          int at = (batch * m + i) * n + j;
          expected[at] = 0.5 * expected[at] - 2 * sum;
        }
      }
    }
    ops.gemm(ta, tb, -2, a, b, 0.5, c);
    assertClose(c, expected, Tolerance.ofSum(k, 40, precision));
  }

  @ParameterizedTest
  @MethodSource("activations")
  void gramMatrices_areSymmetric_andDrawnAsStored(Activation s) {
    precisions().forEach(precision -> GramCases.check(ops, precision, s));
  }

  @Test
  void gemm_withBetaZero_doesNotReadTheResult() {
    precisions()
        .forEach(precision -> {
          Tensor c = ops.allocate(precision, new Shape(1, 3, 3));
          ops.fill(Double.NaN, c);
          Tensor a = random(precision, new Shape(1, 3, 4), new Random(1));
          ops.gemm(Transpose.NO, Transpose.YES, 1, a, a, 0, c);
          assertThat(c.toArray()).doesNotContain(Double.NaN);
        });
  }

  @Test
  void gemm_withWrongShapes_saysBoth() {
    precisions()
        .forEach(precision -> {
          Tensor a = ops.allocate(precision, new Shape(1, 3, 4));
          Tensor b = ops.allocate(precision, new Shape(1, 5, 2));
          Tensor c = ops.allocate(precision, new Shape(1, 3, 2));
          assertThatThrownBy(() -> ops.gemm(Transpose.NO, Transpose.NO, 1, a, b, 0, c))
              .isInstanceOf(IllegalArgumentException.class)
              .hasMessageContaining("1×3×4")
              .hasMessageContaining("1×5×2");
        });
  }

  static Stream<Activation> activations() {
    return Stream.of(Activation.values());
  }

  @ParameterizedTest
  @MethodSource("activations")
  void activation_matchesFp64_atAwkwardSizes(Activation s) {
    precisions()
        .forEach(precision -> {
          for (int size : new int[] {1, 13, 207, 4098}) {
            Tensor z = spread(precision, size, 6);
            Tensor y = ops.allocate(precision, z.shape());
            double[] zs = z.toArray();
            double tolerance = Tolerance.ofActivation(precision);
            ops.activate(s, z, y);
            double[] values = y.toArray();
            ops.derivative(s, z, y);
            double[] derivatives = y.toArray();
            for (int i = 0; i < size; i++) {
              double value = s.value(zs[i]);
              assertThat(values[i])
                  .as("%s(%s) in %s", s, zs[i], precision)
                  .isCloseTo(value, within(tolerance * Math.max(1, Math.abs(value))));
              double derivative = s.derivative(zs[i]);
              assertThat(derivatives[i])
                  .as("%s'(%s) in %s", s, zs[i], precision)
                  .isCloseTo(derivative, within(tolerance * Math.max(1, Math.abs(derivative))));
            }
          }
        });
  }

  @ParameterizedTest
  @MethodSource("activations")
  void pair_matchesFp64_andVanishesAtZero(Activation s) {
    precisions()
        .forEach(precision -> {
          int size = 207;
          Tensor p = spread(precision, size, 4);
          Tensor q = ops.allocate(precision, p.shape());
          Tensor y = ops.allocate(precision, p.shape());
          Tensor mean = ops.allocate(precision, p.shape());
          Tensor half = ops.allocate(precision, p.shape());
          ops.pairDifference(s, p, q, y);
          assertThat(y.toArray()).containsOnly(0);
          double[] ps = p.toArray();
          for (double scale : new double[] {1e-6, 1e-3, 0.5}) {
            Random random = new Random(3);
            q.upload(random.doubles(size, -scale, scale).toArray());
            double[] qs = q.toArray();
            ops.pairDifference(s, p, q, y);
            ops.pairDerivatives(s, p, q, mean, half);
            double[] ys = y.toArray();
            double[] means = mean.toArray();
            double[] halves = half.toArray();
            for (int i = 0; i < size; i++) {
              checkPair(s, precision, ps[i], qs[i], ys[i]);
              double above = s.derivative(ps[i] + qs[i]);
              double below = s.derivative(ps[i] - qs[i]);
              double unit = Tolerance.ofActivation(precision) * Math.max(1, Math.abs(above));
              assertThat(means[i])
                  .isCloseTo((above + below) / 2, within(unit + kink(s, ps[i], qs[i])));
              assertThat(halves[i])
                  .isCloseTo((above - below) / 2, within(unit + kink(s, ps[i], qs[i])));
            }
          }
        });
  }

  /** relu' jumps: where p+q or p−q rounds to another side of 0, either value is right. */
  private static double kink(Activation s, double p, double q) {
    return s == Activation.RELU && Math.abs(Math.abs(p) - Math.abs(q)) < 1e-6 ? 1 : 0;
  }

  private static void checkPair(Activation s, Precision precision, double p, double q, double y) {
    double expected = s.pairDifference(p, q);
    // relative to the size that s′ gives the difference: no cancellation is left
    double size = 2 * Math.abs(q) * Math.max(Math.abs(s.derivative(p)), 1e-2);
    assertThat(y)
        .as("%s pair at p=%s q=%s in %s", s, p, q, precision)
        .isCloseTo(
            expected,
            within(8 * Tolerance.ofActivation(precision) * Math.max(size, Math.abs(expected))));
  }

  @Test
  void weightedSum_isInFp64_whateverThePrecision() {
    precisions()
        .forEach(precision -> {
          for (int columns : new int[] {1, 13, 207, 4098}) {
            Random random = new Random(columns);
            Tensor y = random(precision, new Shape(2, 3, columns), random);
            Tensor a = random(precision, new Shape(1, 1, columns), random);
            Tensor f = random(Precision.FP64, new Shape(2, 1, 3), random);
            double[] expected = f.toArray();
            double[] ys = y.toArray();
            double[] as = a.toArray();
            for (int i = 0; i < 6; i++) {
              double sum = 0;
              for (int j = 0; j < columns; j++) {
                sum += as[j] * ys[i * columns + j];
              }
              expected[i] = 0.25 * expected[i] + 3 * sum;
            }
            ops.weightedSum(3, y, a, 0.25, f);
            assertClose(f, expected, Tolerance.ofSum(columns, 40, Precision.FP64));
          }
        });
  }

  @Test
  void elementwise_matchesPlainLoops_onViews() {
    precisions()
        .forEach(precision -> {
          Random random = new Random(9);
          Tensor x = random(precision, new Shape(2, 5, 31), random).columns(4, 17);
          Tensor y = random(precision, new Shape(2, 5, 40), random).columns(3, 16);
          Tensor rows = random(Precision.FP64, new Shape(2, 1, 5), random);
          Tensor columns = random(precision, new Shape(1, 1, 13), random);
          double[] xs = x.toArray();
          double[] ys = y.toArray();
          double[] rs = rows.toArray();
          double[] cs = columns.toArray();
          double tolerance = 16 * Tolerance.ofActivation(precision);
          ops.axpy(new double[] {2, -3}, x, y);
          for (int i = 0; i < ys.length; i++) {
            ys[i] += (i < 65 ? 2 : -3) * xs[i];
          }
          assertClose(y, ys, tolerance);
          ops.scaleOuter(rows, columns, y);
          for (int i = 0; i < ys.length; i++) {
            ys[i] *= rs[i / 13] * cs[i % 13];
          }
          assertClose(y, ys, 8 * tolerance);
          ops.hadamard(x, y);
          for (int i = 0; i < ys.length; i++) {
            ys[i] *= xs[i];
          }
          assertClose(y, ys, 32 * tolerance);
          Tensor wide = ops.allocate(Precision.FP64, y.shape());
          ops.copy(y, wide);
          assertThat(wide.toArray()).containsExactly(y.toArray());
        });
  }

  @Test
  void normals_haveTheBitsOfTheHost() {
    precisions().forEach(precision -> DrawCases.checkNormals(ops, precision));
  }

  static Stream<Arguments> networks() {
    return activations().flatMap(s -> Stream.of(Form.values()).map(form -> Arguments.of(s, form)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void compositions_matchTheUnfusedPath(Activation s, Form form) {
    precisions().forEach(precision -> TwoLayerCases.checkAgainstUnfused(ops, precision, s, form));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void replicas_haveTheSameBits_aloneAndInABatch_onAnyThreads(Activation s, Form form) {
    try (Backend two = open(2)) {
      precisions()
          .forEach(precision -> TwoLayerCases.checkSameBits(ops, two.ops(), precision, s, form));
    }
  }

  @Test
  void dot_isInFp64_matrixByMatrix_onViews() {
    precisions()
        .forEach(precision -> {
          Random random = new Random(4);
          Tensor x = random(precision, new Shape(3, 5, 31), random).columns(4, 17);
          Tensor y = random(precision, new Shape(3, 5, 40), random).columns(3, 16);
          double[] xs = x.toArray();
          double[] ys = y.toArray();
          double[] expected = new double[3];
          for (int i = 0; i < xs.length; i++) {
            expected[i / 65] += xs[i] * ys[i];
          }
          assertThat(ops.dot(x, y))
              .containsExactly(expected, within(Tolerance.ofSum(65, 4, Precision.FP64)));
          assertThat(ops.dot(x.replicas(1, 2), y.replicas(1, 2))[0]).isEqualTo(ops.dot(x, y)[1]);
        });
  }

  @ParameterizedTest
  @MethodSource("activations")
  void secondDerivative_matchesFp64(Activation s) {
    precisions()
        .forEach(precision -> {
          Tensor z = spread(precision, 207, 6);
          Tensor y = ops.allocate(precision, z.shape());
          double[] expected = z.toArray();
          Arrays.setAll(expected, i -> s.secondDerivative(expected[i]));
          ops.secondDerivative(s, z, y);
          double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
          assertClose(y, expected, Tolerance.ofActivation(precision) * Math.max(1, largest));
        });
  }

  @ParameterizedTest
  @MethodSource("activations")
  void block_matchesPlainLoops_theUnfusedPath_andItselfAlone(Activation s) {
    checkBlocks(s);
  }

  @Test
  void linearBlock_matchesPlainLoops_theUnfusedPath_andItselfAlone() {
    checkBlocks(null);
  }

  private void checkBlocks(@Nullable Activation s) {
    try (Backend two = open(2)) {
      precisions()
          .forEach(precision -> {
            BlockCases.checkAgainstPlainLoops(ops, precision, s);
            BlockCases.checkAgainstUnfused(ops, precision, s);
            BlockCases.checkSameBits(ops, two.ops(), precision, s);
          });
    }
  }

  @Test
  void eigenvalues_ofKnownSpectrum_areRecovered() {
    for (int n : new int[] {1, 2, 13, 64}) {
      EigenCases.checkKnownSpectrum(backend.eigenSolver(), n);
    }
  }

  @Test
  void eigenvalues_ofNonFinite_areRefused() {
    assertThatThrownBy(
            () -> backend.eigenSolver().eigenvalues(new double[] {1, Double.NaN, 0, 1}, 2))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("(0, 1)");
  }

  private Tensor random(Precision precision, Shape shape, Random random) {
    Tensor tensor = ops.allocate(precision, shape);
    tensor.upload(random.doubles(shape.size(), -2, 2).toArray());
    return tensor;
  }

  /** A row of numbers over ±{@code reach}, both ends and 0 among them where there is room. */
  private Tensor spread(Precision precision, int size, double reach) {
    Tensor tensor = ops.allocate(precision, new Shape(1, 1, size));
    double[] values = new double[size];
    for (int i = 0; i < size; i++) {
      values[i] = size == 1 ? 0.7 : -reach + 2 * reach * i / (size - 1);
    }
    tensor.upload(values);
    return tensor;
  }

  private static void assertClose(Tensor found, double[] expected, double tolerance) {
    assertThat(found.toArray()).containsExactly(expected, within(tolerance));
  }
}
