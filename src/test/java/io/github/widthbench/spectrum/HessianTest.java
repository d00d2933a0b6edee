package io.github.widthbench.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;
import io.github.widthbench.network.Dag;
import io.github.widthbench.network.DagForward;
import io.github.widthbench.network.DagHessian;
import io.github.widthbench.network.DagLoss;
import io.github.widthbench.network.DagWeights;
import io.github.widthbench.network.G1;
import io.github.widthbench.network.WeightScale;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Products with the Hessian, and its norm by power iteration. */
class HessianTest {
  private static final double[] G1_SPECTRUM = {
    -0.444413486, -0.224628879, -2.16255689e-06, 0.192692389, 0.370986529, 5.57297680
  };

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
  void g1_hasItsPublishedSpectrum() {
    DagHessian hessian = new DagHessian(ops, g1(1));
    double[] matrix = matrix(hessian, 6, 0);
    assertThat(backend.eigenSolver().eigenvalues(matrix, 6))
        .containsExactly(G1_SPECTRUM, within(6e-9));
  }

  @Test
  void norm_ofG1_isItsLargestEigenvalue_andOnlyOfThoseAsked() {
    DagHessian hessian = new DagHessian(ops, g1(2));
    try (HessianNorm norm = new HessianNorm(ops, hessian)) {
      double[] first = norm.measure(30, new boolean[] {true, false});
      assertThat(first[0]).isCloseTo(5.57297680, within(6e-9));
      assertThat(first[1]).isZero();
      double[] second = norm.measure(30, new boolean[] {false, true});
      assertThat(second[1]).isEqualTo(first[0]);
    }
  }

  @Test
  void norm_neverFallsWithMoreIterations_norExceedsTheTruth() {
    double before = 0;
    for (int iterations = 1; iterations < 12; iterations++) {
      try (HessianNorm norm = new HessianNorm(ops, new DagHessian(ops, g1(1)))) {
        double now = norm.measure(iterations, new boolean[] {true})[0];
        assertThat(now).isBetween(before, 5.57297681);
        before = now;
      }
    }
  }

  private DagLoss g1(int replicas) {
    DagWeights weights = DagWeights.zeros(ops, G1.DAG, Precision.FP64, replicas);
    for (int b = 0; b < replicas; b++) {
      weights.upload(b, G1.weights());
    }
    DagLoss loss = loss(weights, 4, G1.x(), G1.y());
    loss.evaluate();
    loss.differentiate();
    return loss;
  }

  static Stream<Dag> graphs() {
    return Stream.of(Activation.TANH, Activation.SIGMOID, Activation.SOFTPLUS, Activation.ERF)
        .flatMap(s ->
            Stream.of(
                Dag.chain(List.of(3, 13, 2), s, null),
                Dag.chain(List.of(2, 1, 5, 3), null, s),
                Dag.allSkips(List.of(2, 3, 1, 4, 2), s, s)));
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void product_isTheDifferenceOfGradients_andSymmetric(Dag dag) {
    int n = 3;
    Random random = new Random(7);
    double[] x = random.doubles((long) n * dag.inputDim(), -1, 1).toArray();
    double[] y = random.doubles((long) n * dag.outputDim(), -1, 1).toArray();
    DagWeights weights = DagWeights.gaussian(ops, dag, Precision.FP64, WeightScale.fanIn(1), 3, 4);
    DagLoss loss = loss(weights, n, x, y);
    int size = (int) dag.weightCount();
    for (int b = 0; b < 2; b++) {
      loss.evaluate();
      loss.differentiate();
      double[] matrix = matrix(new DagHessian(ops, loss), size, b);
      double[] w = weights.toArray(b);
      for (int i = 0; i < size; i++) {
        double[] column = difference(loss, weights, b, w, i);
        for (int j = 0; j < size; j++) {
          assertThat(matrix[i * size + j]).isCloseTo(column[j], within(1e-8));
          assertThat(matrix[i * size + j]).isCloseTo(matrix[j * size + i], within(1e-13));
        }
      }
    }
  }

  private static double[] difference(DagLoss loss, DagWeights at, int b, double[] w, int i) {
    double h = 1e-5;
    double[] moved = w.clone();
    double[][] gradients = new double[2][];
    for (int side = 0; side < 2; side++) {
      moved[i] = w[i] + (side == 0 ? h : -h);
      at.upload(b, moved);
      loss.evaluate();
      loss.differentiate();
      gradients[side] = loss.gradient().toArray(b);
    }
    at.upload(b, w);
    double[] column = new double[w.length];
    Arrays.setAll(column, j -> (gradients[0][j] - gradients[1][j]) / (2 * h));
    return column;
  }

  /** All of the Hessian of one replica, by products with unit vectors. */
  private double[] matrix(DagHessian hessian, int size, int replica) {
    DagWeights weights = hessian.loss().forward().weights();
    DagWeights v = weights.zerosLike();
    DagWeights product = weights.zerosLike();
    hessian.linearize();
    double[] matrix = new double[size * size];
    for (int i = 0; i < size; i++) {
      double[] unit = new double[size];
      unit[i] = 1;
      v.upload(replica, unit);
      hessian.multiply(v, product);
      System.arraycopy(product.toArray(replica), 0, matrix, i * size, size);
    }
    return matrix;
  }

  @ParameterizedTest
  @MethodSource("graphs")
  void norm_isBelowTheBoundByRecursion(Dag dag) {
    if (dag.blocks().stream().noneMatch(block -> block.activation() == Activation.TANH)) {
      return;
    }
    int n = 3;
    Random random = new Random(11);
    double[] x = random.doubles((long) n * dag.inputDim(), -1, 1).toArray();
    double[] y = random.doubles((long) n * dag.outputDim(), -1, 1).toArray();
    for (double gain : new double[] {0.1, 1, 3}) {
      DagWeights weights =
          DagWeights.gaussian(ops, dag, Precision.FP64, WeightScale.fanIn(gain), 3);
      DagLoss loss = loss(weights, n, x, y);
      loss.evaluate();
      loss.differentiate();
      try (HessianNorm norm = new HessianNorm(ops, new DagHessian(ops, loss))) {
        double bound = CurvatureBound.of(weights, x, loss.forward(), y);
        assertThat(norm.measure(60, new boolean[] {true})[0]).isBetween(1e-3, bound);
      }
    }
  }

  @Test
  void bestRank_isTheRestOfTheSpectrum() {
    double[][] x = {{3, 0, 0}, {0, 2, 0}, {0, 0, 1}, {3, 0, 0}};
    assertThat(BestRank.error(x, 1, backend.eigenSolver())).isCloseTo(5, within(1e-13));
    assertThat(BestRank.error(x, 2, backend.eigenSolver())).isCloseTo(1, within(1e-13));
    assertThat(BestRank.error(x, 3, backend.eigenSolver())).isZero();
  }

  private DagLoss loss(DagWeights weights, int n, double[] x, double[] y) {
    Dag dag = weights.dag();
    DagForward forward = new DagForward(ops, weights, tensor(n, dag.inputDim(), x), true);
    return new DagLoss(ops, forward, tensor(n, dag.outputDim(), y), 1);
  }

  private Tensor tensor(int rows, int columns, double[] values) {
    Tensor tensor = ops.allocate(Precision.FP64, new Shape(1, rows, columns));
    tensor.upload(values);
    return tensor;
  }
}
