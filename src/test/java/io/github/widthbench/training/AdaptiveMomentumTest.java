package io.github.widthbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.math.Precision;
import io.github.widthbench.network.Dag;
import io.github.widthbench.network.Dag.Block;
import io.github.widthbench.network.Dag.Edge;
import io.github.widthbench.network.DagForward;
import io.github.widthbench.network.DagLoss;
import io.github.widthbench.network.DagWeights;
import io.github.widthbench.network.G1;
import io.github.widthbench.training.AdaptiveMomentum.Kind;
import io.github.widthbench.training.AdaptiveMomentum.Rule;
import io.github.widthbench.training.AdaptiveMomentum.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The published trajectories of the smallest networks. */
class AdaptiveMomentumTest {
  private static final Rule ADAPTIVE = new Rule(Kind.ADAPTIVE, Scope.GLOBAL, 0.1, 0.05);
  private static final Rule NODE = new Rule(Kind.ADAPTIVE, Scope.NODE, 0.1, 0.05);
  private static final Rule DESCENT = new Rule(Kind.DESCENT, Scope.GLOBAL, 0.1, 0);
  private static final Rule BALL = new Rule(Kind.HEAVY_BALL, Scope.GLOBAL, 0.1, 0.9);

  private Backend backend;
  private Ops ops;
  private @Nullable AdaptiveMomentum momentum;

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
  void g1_followsItsPublishedErrors() {
    double[][] errors = errors(1000, ADAPTIVE, DESCENT, BALL);
    int[] at = {1, 2, 10, 100, 1000};
    check(
        errors[0],
        at,
        .174646583571875,
        .170769792494189,
        .170635878067151,
        .170509944712705,
        .163732526346852);
    check(
        errors[1],
        at,
        .174646583571875,
        .171456955141764,
        .170639898575781,
        .170553299304100,
        .168589926813333);
    assertThat(errors[0][10]).isCloseTo(0.17063587806715103, within(1e-16));
    assertThat(errors[0][100]).isCloseTo(0.17050994471270478, within(1e-16));
    assertThat(errors[2][10]).isCloseTo(.170748654312349, within(1e-15));
    assertThat(errors[2][1000]).isCloseTo(.1625, within(1e-4));
    assertThat(increases(errors[0], 1000)).isZero();
    assertThat(increases(errors[2], 10)).isEqualTo(4);
    assertThat(increases(errors[2], 100)).isEqualTo(30);
  }

  @Test
  void g1_endsAtTheEvenPartOfItsLabels() {
    double[] ball = errors(1000, BALL)[0];
    assertThat(ball[1000]).isCloseTo(0.5 * (2 * .4 * .4 + 2 * .05 * .05), within(1e-12));
  }

  private static void check(double[] errors, int[] at, double... expected) {
    for (int i = 0; i < at.length; i++) {
      assertThat(errors[at[i]]).as("E after %d", at[i]).isCloseTo(expected[i], within(1e-15));
    }
  }

  private static long increases(double[] errors, int steps) {
    long count = 0;
    for (int n = 1; n <= steps; n++) {
      count += errors[n] > errors[n - 1] * (1 + 1e-15) ? 1 : 0;
    }
    return count;
  }

  @Test
  void step_isWithinItsBand_globallyAndNodeByNode() {
    train(60, new Rule[] {ADAPTIVE, NODE, DESCENT}, this::checkBand);
  }

  private void checkBand(int step) {
    AdaptiveMomentum now = Objects.requireNonNull(momentum);
    for (int b = 0; b < 3; b++) {
      double ratio = Math.sqrt(now.squaredStep(b) / now.squaredGradient(b));
      double reach = b == 2 || step == 0 ? 0 : 0.05;
      assertThat(ratio).isBetween(0.1 - reach - 1e-12, 0.1 + reach + 1e-12);
    }
  }

  @Test
  void nodesOfTheirOwn_goAnotherWay() {
    double[][] errors = errors(10, ADAPTIVE, NODE);
    assertThat(errors[0][1]).isEqualTo(errors[1][1]);
    assertThat(errors[0][10]).isNotEqualTo(errors[1][10]);
  }

  @Test
  void quadratic_contractsByOneMinusTheSumOfBothRates() {
    double[] adaptive = weightsOfTheParabola(ADAPTIVE, 10);
    assertThat(adaptive[10]).isCloseTo(0.20845525165488277, within(1e-16));
    assertThat(adaptive[10]).isCloseTo(0.9 * Math.pow(0.85, 9), within(1e-15));
  }

  @Test
  void heavyBall_firstRisesAtStep6() {
    double[] w = weightsOfTheParabola(BALL, 6);
    double[] errors = Arrays.stream(w).map(v -> v * v / 2).toArray();
    for (int n = 1; n < 6; n++) {
      assertThat(errors[n]).isLessThan(errors[n - 1]);
    }
    assertThat(errors[5]).isCloseTo(4.251528e-04, within(1e-10));
    assertThat(errors[6]).isCloseTo(3.29238328e-02, within(1e-10));
  }

  /** E = w²/2 is the network o = w·x at x = 1, y = 0, started at 1. */
  private double[] weightsOfTheParabola(Rule rule, int steps) {
    Dag dag =
        new Dag(
            List.of(new Block("x", 1, null), new Block("o", 1, null)),
            List.of(new Edge("x", "o")),
            List.of("x"),
            List.of("o"));
    DagWeights weights = DagWeights.zeros(ops, dag, Precision.FP64, 1);
    weights.upload(0, new double[] {1});
    DagForward forward = new DagForward(ops, weights, column(1), true);
    double[] w = new double[steps + 1];
    w[0] = 1;
    run(
        new DagLoss(ops, forward, column(0), 1),
        steps,
        new Rule[] {rule},
        n -> w[n + 1] = weights.toArray(0)[0]);
    return w;
  }

  private double[][] errors(int steps, Rule... rules) {
    return train(steps, rules, n -> {});
  }

  private double[][] train(int steps, Rule[] rules, IntConsumer after) {
    DagWeights weights = DagWeights.zeros(ops, G1.DAG, Precision.FP64, rules.length);
    for (int b = 0; b < rules.length; b++) {
      weights.upload(b, G1.weights());
    }
    DagForward forward = new DagForward(ops, weights, column(G1.x()), true);
    return run(new DagLoss(ops, forward, column(G1.y()), 1), steps, rules, after);
  }

  /** E of each replica after each step. */
  private double[][] run(DagLoss loss, int steps, Rule[] rules, IntConsumer after) {
    double[][] errors = new double[rules.length][steps + 1];
    boolean[] active = new boolean[rules.length];
    Arrays.fill(active, true);
    AdaptiveMomentum stepping = new AdaptiveMomentum(loss, List.of(rules));
    momentum = stepping;
    for (int n = 0; n <= steps; n++) {
      double[] now = loss.evaluate();
      for (int b = 0; b < rules.length; b++) {
        errors[b][n] = now[b];
      }
      if (n < steps) {
        loss.differentiate();
        stepping.look();
        stepping.step(active);
        after.accept(n);
      }
    }
    return errors;
  }

  private Tensor column(double... values) {
    Tensor tensor = ops.allocate(Precision.FP64, new Shape(1, values.length, 1));
    tensor.upload(values);
    return tensor;
  }
}
