package io.github.widthbench.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.GaussianBatch;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.backend.TwoLayerBatch.Form;
import io.github.widthbench.backend.UnfusedOps;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Draws.Stream;
import io.github.widthbench.math.Precision;
import io.github.widthbench.spectrum.AnalyticGram;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Gram matrices of stored and of drawn weights, at sizes around words, tiles and slices. */
class GramPassTest {

  /** Neurons of a relu tile for few samples. */
  private static final int TILE = 256 * 64;

  private static final long SEED = 11;

  private final Backend backend = new CpuProvider().open(1);

  @AfterEach
  void close() {
    backend.close();
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1, 1",
    "5, 3, 13",
    "4, 2, 64",
    "13, 7, 207",
    "33, 5, 4098",
    "9, 16, 16384",
    "6, 4, 33333"
  })
  void drawnWeights_haveTheBitsOfStoredOnes(int n, int d, int m) {
    for (Precision precision : new Precision[] {Precision.FP64, Precision.FP32}) {
      for (Activation s : new Activation[] {Activation.RELU, Activation.TANH}) {
        double[] drawn = drawn(backend, s, precision, n, d, m);
        assertThat(drawn).containsExactly(stored(backend.ops(), s, precision, n, d, m));
        assertThat(drawn[0]).isPositive();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void relu_byBits_isTheProductOfDerivatives(Form form) {
    for (int m : new int[] {2, 14, 206, 4098, TILE, TILE + 2, 40_000}) {
      for (Precision precision : new Precision[] {Precision.FP64, Precision.FP32}) {
        double[] bits = random(backend.ops(), precision, form, 17, 5, m);
        double[] composed = random(new UnfusedOps(backend.ops()), precision, form, 17, 5, m);
        // counts are whole numbers, exact on both paths; the factors <x_i, x_j> are rounded
        double tolerance = 8 * precision.unitRoundoff();
        assertThat(bits)
            .as("m = %d, %s", m, precision)
            .containsExactly(composed, within(tolerance));
      }
    }
  }

  @Test
  void relu_ofTwoHalves_addsUpToTheWhole() {
    // two tiles and a rest, cut where neither words nor tiles are: whole numbers do not care
    int n = 7;
    int d = 3;
    int m = 2 * TILE + 1000;
    int cut = TILE + 77;
    Ops ops = backend.ops();
    Tensor x = inputs(ops, Precision.FP64, n, d);
    Tensor w = ops.allocate(Precision.FP64, new Shape(1, d, m));
    ops.normals(new long[] {SEED}, Stream.WEIGHTS, 0, 1, w);
    double[] whole = counts(ops, w, x, m);
    double[] left = counts(ops, w.columns(0, cut), x, cut);
    double[] right = counts(ops, w.columns(cut, m), x, m - cut);
    assertThat(whole[0]).isBetween(0.4 * m, 0.6 * m);
    for (int i = 0; i < whole.length; i++) {
      assertThat(left[i] + right[i]).isEqualTo(whole[i]);
    }
  }

  @ParameterizedTest
  @CsvSource({"RELU, 100003", "TANH, 30011"})
  void threads_doNotChangeBits(Activation s, int m) {
    for (Precision precision : new Precision[] {Precision.FP64, Precision.FP32}) {
      double[] one = drawn(backend, s, precision, 19, 6, m);
      for (int threads : new int[] {2, 3, 16}) {
        try (Backend many = new CpuProvider().open(threads)) {
          assertThat(drawn(many, s, precision, 19, 6, m)).containsExactly(one);
        }
      }
    }
  }

  @Test
  void drawnWeights_inABatch_haveTheBitsOfEachAlone() {
    Ops ops = backend.ops();
    Tensor x = inputs(ops, Precision.FP32, 6, 4);
    Tensor both = ops.allocate(Precision.FP64, new Shape(2, 6, 6));
    ops.gaussianGram(
        new GaussianBatch(Activation.RELU, Precision.FP32, 0.5, 999, SEED + 1, SEED), x, both);
    Tensor own = ops.allocate(Precision.FP64, new Shape(1, 6, 6));
    ops.gaussianGram(new GaussianBatch(Activation.RELU, Precision.FP32, 0.5, 999, SEED), x, own);
    assertThat(both.replicas(1, 2).toArray()).containsExactly(own.toArray());
    assertThat(both.replicas(0, 1).toArray()).isNotEqualTo(own.toArray());
  }

  @ParameterizedTest
  @EnumSource(
      value = Activation.class,
      names = {"RELU", "TANH", "ERF"})
  void wideNetwork_isNearTheInfiniteOne(Activation s) {
    int n = 4;
    int d = 3;
    int m = 1 << 18;
    double[] found = drawn(backend, s, Precision.FP32, n, d, m);
    double[] flat = inputs(backend.ops(), Precision.FP32, n, d).toArray();
    double[][] points = new double[n][];
    Arrays.setAll(points, i -> Arrays.copyOfRange(flat, i * d, (i + 1) * d));
    double[] infinite = AnalyticGram.of(s, points);
    double largest = Arrays.stream(infinite).max().orElseThrow();
    // derivatives are at most 2/√π: five standard deviations of a mean over m neurons
    assertThat(found).containsExactly(infinite, within(5 * 1.3 * largest / Math.sqrt(m)));
  }

  @Test
  void inputs_ofAnotherDimension_areRefused() {
    Ops ops = backend.ops();
    Tensor w = ops.allocate(Precision.FP64, new Shape(1, 3, 8));
    Tensor h = ops.allocate(Precision.FP64, new Shape(1, 2, 2));
    Tensor x = inputs(ops, Precision.FP64, 2, 4);
    TwoLayerBatch net = network(ops, Activation.RELU, Form.PLAIN, w);
    assertThatThrownBy(() -> ops.twoLayerGram(net, x, h))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 inputs");
  }

  /** Common positive neurons of each two samples. */
  private static double[] counts(Ops ops, Tensor w, Tensor x, int m) {
    int n = x.shape().rows();
    Tensor h = ops.allocate(Precision.FP64, new Shape(1, n, n));
    ops.twoLayerGram(network(ops, Activation.RELU, Form.PLAIN, w), x, h);
    double[] counts = h.toArray();
    double[] points = x.toArray();
    int d = x.shape().columns();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double product = 0;
        for (int k = 0; k < d; k++) {
          product += points[i * d + k] * points[j * d + k];
        }
        counts[i * n + j] = Math.rint(counts[i * n + j] * m / product);
      }
    }
    return counts;
  }

  private static double[] drawn(
      Backend backend, Activation s, Precision precision, int n, int d, int m) {
    Ops ops = backend.ops();
    Tensor h = ops.allocate(Precision.FP64, new Shape(1, n, n));
    Tensor x = inputs(ops, precision, n, d);
    ops.gaussianGram(new GaussianBatch(s, precision, 1, m, SEED), x, h);
    return h.toArray();
  }

  private static double[] stored(Ops ops, Activation s, Precision precision, int n, int d, int m) {
    Tensor w = ops.allocate(precision, new Shape(1, d, m));
    ops.normals(new long[] {SEED}, Stream.WEIGHTS, 0, 1, w);
    Tensor h = ops.allocate(Precision.FP64, new Shape(1, n, n));
    ops.twoLayerGram(network(ops, s, Form.PLAIN, w), inputs(ops, precision, n, d), h);
    return h.toArray();
  }

  private static double[] random(Ops ops, Precision precision, Form form, int n, int d, int m) {
    Tensor w = ops.allocate(precision, new Shape(1, d, m));
    w.upload(new Random(m).doubles((long) d * m, -1, 1).toArray());
    Tensor h = ops.allocate(Precision.FP64, new Shape(1, n, n));
    ops.twoLayerGram(network(ops, Activation.RELU, form, w), inputs(ops, precision, n, d), h);
    return h.toArray();
  }

  private static TwoLayerBatch network(Ops ops, Activation s, Form form, Tensor w) {
    int units = form == Form.PAIRED ? w.shape().columns() / 2 : w.shape().columns();
    Tensor a = ops.allocate(w.precision(), new Shape(1, 1, units));
    return new TwoLayerBatch(s, form, 1, w, a, Double.POSITIVE_INFINITY);
  }

  private static Tensor inputs(Ops ops, Precision precision, int n, int d) {
    Tensor x = ops.allocate(precision, new Shape(1, n, d));
    x.upload(new Random(5).doubles((long) n * d, -0.5, 0.5).toArray());
    return x;
  }
}
