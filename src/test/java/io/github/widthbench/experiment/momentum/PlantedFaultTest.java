package io.github.widthbench.experiment.momentum;

import static io.github.widthbench.experiment.momentum.Studies.verdict;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.backend.BlockBackward;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Monitors;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Turns;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Origin;
import io.github.widthbench.experiment.Verdict.Says;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.experiment.momentum.Training.Stop;
import io.github.widthbench.math.Precision;
import io.github.widthbench.network.DagForward;
import io.github.widthbench.network.DagLoss;
import io.github.widthbench.network.DagWeights;
import io.github.widthbench.network.G1;
import io.github.widthbench.training.AdaptiveMomentum.Kind;
import io.github.widthbench.training.AdaptiveMomentum.Rule;
import io.github.widthbench.training.AdaptiveMomentum.Scope;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Faults planted into training must turn its verdicts. The network is that of {@link G1}. */
class PlantedFaultTest {
  private static final double TOLERANCE = 1e-2;

  /** η·L is about 0.2. */
  private static final Rule DECLARED = adaptive(0.04, 0.02);

  private static Rule adaptive(double eta, double tau) {
    return new Rule(Kind.ADAPTIVE, Scope.GLOBAL, eta, tau);
  }

  private static Rule ball(double eta, double factor) {
    return new Rule(Kind.HEAVY_BALL, Scope.GLOBAL, eta, factor);
  }

  @Test
  void healthy_holds() {
    assertThat(verdicts(DECLARED, DECLARED, Fault.NONE))
        .extracting(Verdict::says)
        .containsOnly(Says.HOLDS);
  }

  @Test
  @Turns("momentum.band")
  void moreMomentumThanDeclared_violatesTheBand() {
    assertThat(says("band", DECLARED, adaptive(0.04, 0.03), Fault.NONE)).isEqualTo(Says.VIOLATED);
    assertThat(says("band", DECLARED, adaptive(0.04, 0.0201), Fault.NONE)).isEqualTo(Says.VIOLATED);
  }

  @Test
  @Turns("momentum.band")
  void heavyBallUnderTheNameOfAdaptiveMomentum_violatesTheBand() {
    assertThat(says("band", DECLARED, ball(0.04, 0.9), Fault.NONE)).isEqualTo(Says.VIOLATED);
  }

  @Test
  @Turns("momentum.band")
  void longerStepsThanDeclared_violateTheBand() {
    assertThat(says("band", DECLARED, adaptive(0.08, 0.02), Fault.NONE)).isEqualTo(Says.VIOLATED);
  }

  @Test
  @Turns("momentum.band")
  void momentumThatGoesOnAtDescent_violatesTheBand() {
    Rule descent = new Rule(Kind.DESCENT, Scope.GLOBAL, 0.04, 0);
    assertThat(says("band", descent, DECLARED, Fault.NONE)).isEqualTo(Says.VIOLATED);
  }

  @Test
  @Turns("momentum.decrease")
  void stepsTooLongForTheirCertificate_violateTheDecrease() {
    Rule far = adaptive(0.9, 0.45);
    assertThat(says("decrease", far, far, Fault.NONE)).isEqualTo(Says.UNDECIDED);
    assertThat(says("decrease", adaptive(0.009, 0.0045), far, Fault.NONE)).isEqualTo(Says.VIOLATED);
  }

  @Test
  @Turns({"momentum.decrease", "momentum.summable", "momentum.convergence"})
  void curvatureTakenTooSmall_violatesDecreaseSumAndConvergence() {
    // E = w²/2 with η = 1.9 and L = 1, taken for 0.1
    for (double curvature : new double[] {1, 0.1}) {
      Track track = track(new Rule(Kind.DESCENT, Scope.GLOBAL, 1.9, 0));
      track.arrive(0, 0.5, 1);
      track.curvature(curvature);
      track.cover();
      track.weights(1, 0, true);
      track.leave(1.9, 0);
      track.arrive(1, 0.405, 0.9);
      track.cover();
      track.weights(0.9, 1.9 * 1.9, true);
      List<Verdict> verdicts = new CellStatements(G1.DAG, track, 1).judge();
      Says expected = curvature == 1 ? Says.UNDECIDED : Says.VIOLATED;
      assertThat(verdict(verdicts, "summable").says()).isEqualTo(expected);
      assertThat(verdict(verdicts, "convergence").says()).isEqualTo(expected);
    }
    Track rising = track(new Rule(Kind.DESCENT, Scope.GLOBAL, 2.1, 0));
    rising.arrive(0, 0.5, 1);
    rising.curvature(0.1);
    rising.cover();
    rising.leave(2.1, 0);
    rising.arrive(1, 0.605, 1.1);
    rising.cover();
    List<Verdict> verdicts = new CellStatements(G1.DAG, rising, 0).judge();
    assertThat(verdict(verdicts, "decrease").says()).isEqualTo(Says.VIOLATED);
  }

  @Test
  @Turns("momentum.convergence")
  void weightsThatMoveMoreThanTheirSteps_violateTheConvergence() {
    // E = w²/2 with η = 1/2: from 1 to 1/2, or by code that moves twice as far to 0 and back
    for (double distance : new double[] {0.5, 1}) {
      Track track = track(new Rule(Kind.DESCENT, Scope.GLOBAL, 0.5, 0));
      track.arrive(0, 0.5, 1);
      track.curvature(1);
      track.cover();
      track.weights(1, 0, true);
      track.leave(0.5, 0);
      track.arrive(1, 0.125, 0.5);
      track.cover();
      track.weights(0.5, distance * distance, true);
      Says expected = distance == 0.5 ? Says.HOLDS : Says.VIOLATED;
      List<Verdict> verdicts = new CellStatements(G1.DAG, track, 1).judge();
      assertThat(verdict(verdicts, "convergence").says()).isEqualTo(expected);
    }
  }

  @Test
  @Turns("momentum.decrease")
  void ascent_violatesTheDecrease() {
    assertThat(says("decrease", DECLARED, DECLARED, Fault.SIGN)).isEqualTo(Says.VIOLATED);
  }

  /** This one needs no verdict: the published gradient is not met. */
  @Test
  void skippedEdgeInTheBackwardSweep_missesThePublishedGradient() {
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      for (Fault fault : new Fault[] {Fault.NONE, Fault.SKIPPED_EDGE}) {
        DagLoss loss = loss(faulty(backend.ops(), fault));
        loss.evaluate();
        loss.differentiate();
        double[] gradient = loss.gradient().toArray(0);
        boolean healthy = fault == Fault.NONE;
        assertThat(Math.abs(gradient[0] - 0.031720448795492) < 1e-14).isEqualTo(healthy);
        assertThat(gradient[1]).isCloseTo(0.282542342412142, within(1e-14));
      }
    }
  }

  @Test
  @Turns("momentum.band")
  void oneBadCellAmongGoodOnes_isNoticedInTheStudy() {
    List<Finished> cells = new ArrayList<>(Studies.run(Studies.SMALL));
    Finished good = cells.getFirst();
    Outcome was = good.outcome();
    Verdict broken = Verdict.atMost("momentum.band", Origin.RE_DERIVED, 1.2, 1);
    cells.set(
        0,
        new Finished(
            good.cell(),
            new Outcome(
                was.status(), null, was.metrics(), was.reasons(), was.curve(), List.of(broken))));
    assertThat(verdict(Studies.EXPERIMENT.judge(cells).verdicts(), "band").says())
        .isEqualTo(Says.VIOLATED);
  }

  private enum Fault {
    NONE,
    /** Gradients have the wrong sign. */
    SIGN,
    /** No error flows back through the edges into hidden blocks. */
    SKIPPED_EDGE
  }

  private static Says says(String statement, Rule declared, Rule taken, Fault fault) {
    return verdict(verdicts(declared, taken, fault), statement).says();
  }

  /**
   * What is said of a run.
   *
   * @param declared what the study says
   * @param taken what the code does
   */
  private static List<Verdict> verdicts(Rule declared, Rule taken, Fault fault) {
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      Ops ops = faulty(backend.ops(), fault);
      Track track = track(declared);
      try (Training training = new Training(ops, loss(ops), Monitors.NONE, Watch.NONE)) {
        double[] first = training.startCurvature();
        Stop stop = new Stop(TOLERANCE, 0, 400, new TreeSet<>());
        training.run(List.of(taken), List.of(track), first, stop);
      }
      return new CellStatements(G1.DAG, track, TOLERANCE).judge();
    }
  }

  private static Track track(Rule declared) {
    return new Track(declared, new Noise(Precision.FP64, 1, 0.63), List.of(), List.of());
  }

  private static DagLoss loss(Ops ops) {
    DagWeights weights = DagWeights.zeros(ops, G1.DAG, Precision.FP64, 1);
    weights.upload(0, G1.weights());
    DagForward forward = new DagForward(ops, weights, column(ops, G1.x()), true);
    return new DagLoss(ops, forward, column(ops, G1.y()), 1);
  }

  /** Operations of which one does something else. */
  private static Ops faulty(Ops ops, Fault fault) {
    return (Ops)
        Proxy.newProxyInstance(
            Ops.class.getClassLoader(),
            new Class<?>[] {Ops.class},
            (proxy, method, arguments) -> {
              Object block = arguments == null || arguments.length == 0 ? null : arguments[0];
              if (block instanceof BlockBackward backward) {
                back(ops, backward, fault);
                return null;
              }
              return method.invoke(ops, arguments);
            });
  }

  private static void back(Ops ops, BlockBackward block, Fault fault) {
    boolean skips = fault == Fault.SKIPPED_EDGE && block.slope() != null;
    List<BlockBackward.Link> links =
        block.links().stream()
            .map(l ->
                skips ? new BlockBackward.Link(l.input(), l.weight(), l.target(), null, false) : l)
            .toList();
    ops.blockBackward(new BlockBackward(block.slope(), block.error(), block.delta(), links));
    if (fault == Fault.SIGN) {
      links.forEach(link -> ops.axpy(new double[] {-2}, link.target(), link.target()));
    }
  }

  private static Tensor column(Ops ops, double... values) {
    Tensor tensor = ops.allocate(Precision.FP64, new Shape(1, values.length, 1));
    tensor.upload(values);
    return tensor;
  }
}
