package io.github.widthbench.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.backend.DescentStretch;
import io.github.widthbench.backend.DescentTrace;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.backend.TwoLayerBatch.Form;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.FloatFormat;
import io.github.widthbench.math.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RoundedOpsTest {
  private static final int N = 5;
  private static final int D = 3;
  private static final int M = 14;
  private static final double STEP = 1e-6;

  private final Backend backend = Backends.open(BackendKind.REFERENCE, 1);
  private final Ops reference = backend.ops();
  private final Random random = new Random(5);
  private final double[] w = uniform(D * M, 1.5);
  private final double[] x = uniform(N * D, 0.8);
  private final double[] a = uniform(M, 1);
  private final double[] labels = uniform(N, 1);

  RoundedOpsTest() {
    Arrays.setAll(a, r -> Math.signum(a[r]));
  }

  @AfterEach
  void close() {
    backend.close();
  }

  static Stream<Arithmetic> everyForm() {
    return Stream.of(
            new ExponentForm.Exact(),
            new ExponentForm.RowScaled(),
            new ExponentForm.Polynomial(1),
            new ExponentForm.Polynomial(2),
            new ExponentForm.Polynomial(6))
        .flatMap(form -> Stream.of(exact(form, false), exact(form, true)));
  }

  @ParameterizedTest
  @MethodSource("everyForm")
  void step_isAlongTheCentralDifferencesOfTheLoss(Arithmetic arithmetic) {
    double rate = 0.25;
    double[] expected = w.clone();
    for (int i = 0; i < w.length; i++) {
      expected[i] -= rate * (loss(arithmetic, i, STEP) - loss(arithmetic, i, -STEP)) / (2 * STEP);
    }
    Tensor weights = tensor(w, D, M);
    descend(new RoundedOps(reference, arithmetic), weights, rate, 1);
    assertThat(weights.toArray()).containsExactly(expected, within(2e-7));
  }

  @ParameterizedTest
  @MethodSource("everyForm")
  void gram_isThatOfTheCentralDifferencesOfTheOutputs(Arithmetic arithmetic) {
    double[][] slopes = new double[D * M][];
    for (int i = 0; i < slopes.length; i++) {
      double[] up = outputs(arithmetic, i, STEP);
      double[] down = outputs(arithmetic, i, -STEP);
      slopes[i] = new double[N];
      Arrays.setAll(slopes[i], s -> (up[s] - down[s]) / (2 * STEP));
    }
    double[] expected = new double[N * N];
    Arrays.setAll(
        expected,
        at -> Arrays.stream(slopes).mapToDouble(row -> row[at / N] * row[at % N]).sum() / M);
    assertThat(gram(new RoundedOps(reference, arithmetic)))
        .containsExactly(expected, within(1e-6 * (1 + Math.abs(expected[0]))));
  }

  @ParameterizedTest
  @MethodSource("exactForms")
  void exactForms_followTheReference(ExponentForm form) {
    RoundedOps rounded = new RoundedOps(reference, exact(form, false));
    Tensor expected = tensor(w, D, M);
    Tensor found = tensor(w, D, M);
    double[] squares = descend(reference, expected, 0.01, 20).squaredResiduals()[0];
    assertThat(descend(rounded, found, 0.01, 20).squaredResiduals()[0])
        .containsExactly(squares, within(1e-12 * squares[0]));
    assertThat(found.toArray()).containsExactly(expected.toArray(), within(1e-12));
    assertThat(gram(rounded)).containsExactly(gram(reference), within(1e-12));
  }

  static List<ExponentForm> exactForms() {
    return List.of(new ExponentForm.Exact(), new ExponentForm.RowScaled());
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "BF16", "FP16"})
  void storedWeights_areNumbersOfTheFormat(FloatFormat format) {
    Arithmetic arithmetic =
        new Arithmetic(new ExponentForm.Exact(), format, FloatFormat.FP64, false);
    Tensor weights = tensor(w, D, M);
    descend(new RoundedOps(reference, arithmetic), weights, 0.01, 3);
    assertThat(weights.toArray())
        .containsExactly(Arrays.stream(weights.toArray()).map(format::round).toArray())
        .isNotEqualTo(Arrays.stream(w).map(format::round).toArray());
  }

  @Test
  void storedActivations_moveTheGramMatrix_byTheirRoundoff() {
    double[] expected = gram(reference);
    for (FloatFormat format : List.of(FloatFormat.FP32, FloatFormat.FP16, FloatFormat.BF16)) {
      Arithmetic arithmetic =
          new Arithmetic(new ExponentForm.Exact(), FloatFormat.FP64, format, false);
      double[] found = gram(new RoundedOps(reference, arithmetic));
      double largest = 0;
      for (int i = 0; i < N * N; i++) {
        largest = Math.max(largest, Math.abs(found[i] / expected[i] - 1));
      }
      // inputs, exponents, two factors and the mean: some roundings an entry, and not none
      assertThat(largest)
          .as(format.label())
          .isBetween(0.1 * format.unitRoundoff(), 40 * format.unitRoundoff());
    }
  }

  @Test
  void stepBelowHalfAUnit_movesNothing_andIsNotComputedAgain() {
    Arithmetic arithmetic =
        new Arithmetic(new ExponentForm.Exact(), FloatFormat.BF16, FloatFormat.FP64, false);
    Tensor weights = tensor(w, D, M);
    double[] squares =
        descend(new RoundedOps(reference, arithmetic), weights, 1e-9, 1 << 20)
            .squaredResiduals()[0];
    assertThat(squares).hasSize(1 << 20).containsOnly(squares[0]);
    assertThat(weights.toArray())
        .isEqualTo(Arrays.stream(w).map(FloatFormat.BF16::round).toArray());
  }

  @Test
  void pairs_startSideBySide_andCancelExactly() {
    Initialization start =
        new Initialization.Stored(new Initialization.Coupled(), FloatFormat.BF16);
    double[] drawn = new double[D * 6];
    start.weights(3, D, 0, 6, drawn);
    double[] part = new double[D * 3];
    start.weights(3, D, 1, 3, part);
    for (int k = 0; k < D; k++) {
      assertThat(drawn[k * 6]).isEqualTo(drawn[k * 6 + 1]).isNotEqualTo(drawn[k * 6 + 2]);
      assertThat(Arrays.copyOfRange(part, k * 3, k * 3 + 3))
          .containsExactly(Arrays.copyOfRange(drawn, k * 6 + 1, k * 6 + 4));
      assertThat(FloatFormat.BF16.round(drawn[k * 6])).isEqualTo(drawn[k * 6]);
    }
    assertThat(start.outputWeights(3, 4)).containsExactly(1, -1, 1, -1);
  }

  private static Arithmetic exact(ExponentForm form, boolean softmax) {
    return new Arithmetic(form, FloatFormat.FP64, FloatFormat.FP64, softmax);
  }

  private double loss(Arithmetic arithmetic, int moved, double by) {
    double[] outputs = outputs(arithmetic, moved, by);
    double sum = 0;
    for (int i = 0; i < N; i++) {
      sum += (outputs[i] - labels[i]) * (outputs[i] - labels[i]) / 2;
    }
    return sum;
  }

  private double[] outputs(Arithmetic arithmetic, int moved, double by) {
    double[] other = w.clone();
    other[moved] += by;
    Tensor f = tensor(new double[N], 1, N);
    new RoundedOps(reference, arithmetic)
        .twoLayerForward(network(tensor(other, D, M)), tensor(x, N, D), f);
    return f.toArray();
  }

  private DescentTrace descend(Ops ops, Tensor weights, double rate, int steps) {
    Tensor f = tensor(new double[N], 1, N);
    Tensor samples = tensor(x, N, D);
    ops.twoLayerForward(network(weights), samples, f);
    return ops.twoLayerDescend(
        network(weights),
        samples,
        tensor(labels, 1, N),
        f,
        new DescentStretch(steps, new double[] {rate}, new double[] {0}));
  }

  private double[] gram(Ops ops) {
    Tensor h = tensor(new double[N * N], N, N);
    ops.twoLayerGram(network(tensor(w, D, M)), tensor(x, N, D), h);
    return h.toArray();
  }

  private TwoLayerBatch network(Tensor weights) {
    return new TwoLayerBatch(
        Activation.EXP, Form.PLAIN, 1, weights, tensor(a, 1, M), Double.POSITIVE_INFINITY);
  }

  private Tensor tensor(double[] numbers, int rows, int columns) {
    Tensor tensor = reference.allocate(Precision.FP64, new Shape(1, rows, columns));
    tensor.upload(numbers);
    return tensor;
  }

  private double[] uniform(int count, double largest) {
    return random.doubles(count, -largest, largest).toArray();
  }
}
