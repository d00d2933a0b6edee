package io.github.widthbench.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;
import io.github.widthbench.network.Dag.Block;
import io.github.widthbench.network.Dag.Edge;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Forward and backward sweeps against published numbers, dual numbers and central differences. */
class DagGradientTest {
  private Backend backend;
  private Ops ops;

  @BeforeEach
  void open() {
    backend = Backends.open(BackendKind.REFERENCE, 1);
    ops = backend.ops();
  }

  @AfterEach
  void close() {
    backend.close();
  }

  @Test
  void g1_hasItsPublishedOutputsLossAndGradient() {
    DagWeights weights = DagWeights.zeros(ops, G1.DAG, Precision.FP64, 1);
    weights.upload(0, G1.weights());
    DagForward forward = new DagForward(ops, weights, tensor(4, 1, G1.x()), true);
    DagLoss loss = new DagLoss(ops, forward, tensor(4, 1, G1.y()), 1);
    assertThat(loss.evaluate()[0]).isCloseTo(0.1906252357917820, within(1e-15));
    assertThat(forward.values("o").toArray())
        .containsExactly(
            new double[] {
              0.014647299437536, 0.005638813047010, -0.005638813047010, -0.014647299437536
            },
            within(1e-15));
    loss.differentiate();
    assertThat(loss.gradient().toArray(0))
        .containsExactly(
            new double[] {
              0.031720448795492,
              0.282542342412142,
              0.134161620095538,
              0.315066588077919,
              0.149599392319858,
              0.025130992401672
            },
            within(1e-15));
  }

  static Stream<Dag> graphs() {
    return Stream.of(Activation.values())
        .flatMap(s ->
            Stream.of(
                Dag.chain(List.of(3, 7, 2), s, null),
                Dag.chain(List.of(2, 1, 13, 5), null, s),
                Dag.allSkips(List.of(2, 3, 1, 4, 2), s, s),
                twoEnds(s)));
  }

  /** Two inputs, a linear block, and an output that feeds another one. */
  private static Dag twoEnds(Activation s) {
    return new Dag(
        List.of(
            new Block("p", 2, s),
            new Block("late", 3, s),
            new Block("first", 2, null),
            new Block("q", 3, null),
            new Block("x", 1, null),
            new Block("y", 4, null)),
        List.of(
            new Edge("x", "p"),
            new Edge("y", "q"),
            new Edge("p", "first"),
            new Edge("q", "first"),
            new Edge("first", "late"),
            new Edge("x", "late"),
            new Edge("q", "late")),
        List.of("y", "x"),
        List.of("late", "first"));
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void gradient_isThatOfDualNumbersAndDifferences(Dag dag) {
    int n = 3;
    int replicas = 2;
    Random random = new Random(dag.weightCount());
    double[] x = random.doubles((long) n * dag.inputDim(), -1, 1).toArray();
    double[] y = random.doubles((long) n * dag.outputDim(), -1, 1).toArray();
    double factor = 1.0 / n;
    try (DagWeights weights =
            DagWeights.gaussian(ops, dag, Precision.FP64, WeightScale.fanIn(1.2), 5, 6);
        DagForward forward = new DagForward(ops, weights, tensor(n, dag.inputDim(), x), true);
        DagLoss loss = new DagLoss(ops, forward, tensor(n, dag.outputDim(), y), factor)) {
      double[] found = loss.evaluate();
      loss.differentiate();
      loss.differentiate(); // a second sweep finds no left-over of the first
      for (int b = 0; b < replicas; b++) {
        DualSweep dual = new DualSweep(dag, x, y, factor);
        double[] w = weights.toArray(b);
        double[] gradient = loss.gradient().toArray(b);
        // exp on exp is large: errors are relative to the largest number in sight
        double scale = Math.max(found[b], Arrays.stream(gradient).map(Math::abs).max().orElse(0));
        scale = Math.max(1, scale);
        for (int i = 0; i < w.length; i++) {
          DualSweep.Dual expected = dual.loss(w, i);
          assertThat(found[b]).isCloseTo(expected.value(), within(1e-14 * scale));
          assertThat(gradient[i]).isCloseTo(expected.slope(), within(2e-14 * scale));
          assertThat(gradient[i]).isCloseTo(difference(dual, w, i), within(1e-7 * scale));
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void descent_movesEachNetworkByItsRateTimesTheGradient(Dag dag) {
    int n = 3;
    double[] rate = {0.5, 0.03};
    Random random = new Random(dag.weightCount());
    double[] x = random.doubles((long) n * dag.inputDim(), -1, 1).toArray();
    double[] y = random.doubles((long) n * dag.outputDim(), -1, 1).toArray();
    try (DagWeights weights =
            DagWeights.gaussian(ops, dag, Precision.FP64, WeightScale.fanIn(1.2), 5, 6);
        DagForward forward = new DagForward(ops, weights, tensor(n, dag.inputDim(), x), true);
        DagLoss loss = new DagLoss(ops, forward, tensor(n, dag.outputDim(), y), 0.7)) {
      loss.evaluate();
      loss.differentiate();
      double[][] before = {weights.toArray(0), weights.toArray(1)};
      loss.descend(rate);
      for (int b = 0; b < rate.length; b++) {
        double[] gradient = loss.gradient().toArray(b);
        double[] after = weights.toArray(b);
        for (int i = 0; i < after.length; i++) {
          double scale = Math.max(1, Math.abs(gradient[i]));
          assertThat(after[i])
              .isCloseTo(before[b][i] - rate[b] * gradient[i], within(1e-13 * scale));
        }
      }
    }
  }

  private static double difference(DualSweep sweep, double[] w, int i) {
    double h = 1e-6;
    double[] above = w.clone();
    double[] below = w.clone();
    above[i] += h;
    below[i] -= h;
    return (sweep.loss(above, i).value() - sweep.loss(below, i).value()) / (2 * h);
  }

  @Test
  void weights_areAddressedBySeedEdgeAndIndex() {
    Dag dag = Dag.allSkips(List.of(2, 3, 2), Activation.TANH, null);
    try (DagWeights both = gaussian(dag, 7, 9);
        DagWeights alone = gaussian(dag, 9);
        DagWeights chain = gaussian(Dag.chain(List.of(2, 3, 2), Activation.TANH, null), 9)) {
      assertThat(both.toArray(1)).containsExactly(alone.toArray(0));
      assertThat(both.toArray(0)).isNotEqualTo(both.toArray(1));
      assertThat(chain.edge(0).toArray()).containsExactly(alone.edge(0).toArray());
    }
  }

  private DagWeights gaussian(Dag dag, long... seeds) {
    return DagWeights.gaussian(ops, dag, Precision.FP64, WeightScale.constant(0.5), seeds);
  }

  @Test
  void wrongData_isRefusedWithBothShapes() {
    Dag dag = Dag.chain(List.of(2, 3, 2), Activation.TANH, null);
    try (DagWeights weights = gaussian(dag, 1)) {
      assertThatThrownBy(() -> new DagForward(ops, weights, tensor(4, 3, new double[12]), true))
          .hasMessageContaining("1×4×3")
          .hasMessageContaining("2 columns");
      DagForward values = new DagForward(ops, weights, tensor(4, 2, new double[8]), false);
      assertThatThrownBy(() -> new DagLoss(ops, values, tensor(4, 2, new double[8]), 1))
          .hasMessageContaining("slopes");
    }
  }

  private Tensor tensor(int rows, int columns, double[] values) {
    Tensor tensor = ops.allocate(Precision.FP64, new Shape(1, rows, columns));
    tensor.upload(values);
    return tensor;
  }
}
