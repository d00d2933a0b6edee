package io.github.widthbench.experiment.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.dataset.Datasets;
import io.github.widthbench.experiment.Turns;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Says;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.experiment.recovery.Path.Point;
import io.github.widthbench.network.SquareLoss;
import io.github.widthbench.spectrum.SingularValues;
import io.github.widthbench.study.Settings;
import io.github.widthbench.study.StudyReader;
import io.github.widthbench.training.Flow;
import io.github.widthbench.training.GradientFlow;
import io.github.widthbench.training.Tolerance;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Faults planted into healthy runs must turn their verdicts. */
class PlantedFaultTest {
  private static final String PAIR =
      inline("[[0.5], [1], [1.7]]", "[0.6, 0.4]", "[[1.02], [0.97]]");
  private static final String TOO_FEW =
      inline("[[0.5], [1.7]]", "[0.68, 0.32]", "[[1.04], [1.056]]");
  private static final String PLANE =
      """
      experiment: recovery
      fixed:
        data: {kind: gaussian, inputDim: 2, sampleCount: 8, seed: 0}
        width: 2
        initialization: {branch: {delta: 1e-2, duplicates: 1}}
        algorithm: {kind: flow, tolerance: 1e-7}
        stop: {time: 1e11, cap: 6000}
      """;

  private static final String OFF =
      inline(
          "[[1.2, 0.3], [-0.4, 0.9], [0.5, -1.1], [0.8, 1.4]]",
          "[1.01, 0.02]",
          "[[1.02, 0.51], [0.3, -0.7]]",
          "[[1, 0.5]]");

  private static String inline(String x, String a, String w) {
    return inline(x, a, w, "[[1]]");
  }

  private static String inline(String x, String a, String w, String teacher) {
    return """
    experiment: recovery
    fixed:
      data: {kind: inline, x: %s}
      weights:
        kind: inline
        student: {a: %s, w: %s}
        teacher: {a: [1], w: %s}
      algorithm: {kind: flow, tolerance: 1e-7}
      stop: {time: 1e10, cap: 4000}
    """
        .formatted(x, a, w, teacher);
  }

  @Test
  void healthy_holds() {
    assertSays(Says.HOLDS, "algebraic", run(PAIR, point -> point));
    assertSays(Says.HOLDS, "algebraic", run(PLANE, point -> point));
    assertSays(Says.HOLDS, "rate", run(OFF, point -> point));
    assertSays(Says.HOLDS, "separation", run(OFF, point -> point));
    assertSays(Says.HOLDS, "non-recovery", run(TOO_FEW, point -> point));
    assertSays(Says.HOLDS, "gram", run(PAIR, point -> point));
  }

  @ParameterizedTest
  @ValueSource(strings = {PAIR_NAME, PLANE_NAME})
  @Turns("recovery.algebraic")
  void lossWithoutItsHalf_isNoticed(String study) {
    assertSays(
        Says.VIOLATED, "algebraic", run(named(study), p -> point(p, p.time(), 2 * p.loss())));
  }

  @ParameterizedTest
  @ValueSource(strings = {PAIR_NAME, PLANE_NAME})
  @Turns({"recovery.algebraic", "recovery.rate"})
  void gradientTwiceAsLarge_isNoticed(String study) {
    UnaryOperator<Point> faster = p -> point(p, p.time() / 2, p.loss());
    assertSays(Says.VIOLATED, "algebraic", run(named(study), faster));
    assertSays(Says.VIOLATED, "rate", run(OFF, faster));
  }

  @Test
  @Turns("recovery.rate")
  void rateATenthOff_isNoticed() {
    assertSays(Says.VIOLATED, "rate", run(OFF, p -> point(p, 1.1 * p.time(), p.loss())));
  }

  /** The flow without the part of the gradient in one output weight ends at another rate. */
  @Test
  @Turns("recovery.rate")
  void droppedBranchOfTheGradient_isNoticed() {
    Case cell = cell(TOO_FEW);
    Flow healthy = Training.descending(cell.loss());
    Flow faulty =
        new Flow() {
          @Override
          public int size() {
            return healthy.size();
          }

          @Override
          public void slope(double[] theta, double[] slope) {
            healthy.slope(theta, slope);
            slope[0] = 0;
          }

          @Override
          public void jacobian(double[] theta, double[] matrix) {
            healthy.jacobian(theta, matrix);
            for (int p = 0; p < size(); p++) {
              matrix[p] = 0;
            }
          }
        };
    assertSays(Says.HOLDS, "rate", followed(cell, healthy));
    assertSays(Says.VIOLATED, "rate", followed(cell, faulty));
  }

  /** The quantity that `gram` holds to 1e-13. */
  @Test
  void gradientWithoutOneBranch_isNotThatOfTheJacobian() {
    Case cell = cell(OFF);
    double[] theta = cell.start();
    double[] gradient = new double[theta.length];
    cell.loss().gradient(theta, gradient);
    assertThat(GramSpectra.gradientDefect(cell.loss(), theta, gradient)).isLessThan(1e-13);
    gradient[theta.length - 1] = 0;
    assertThat(GramSpectra.gradientDefect(cell.loss(), theta, gradient)).isGreaterThan(1e-6);
  }

  /** One that is too large makes the golden rank of SquareLossTest wrong, and is no clear one. */
  @Test
  void rankCutOffTooLarge_isNoticed() {
    Run faulty = ranked(run(PAIR, point -> point), 0.2);
    assertThat(faulty.limit().branch().rank()).isEqualTo(1);
    assertThat(faulty.limit().branch().rankIsClear()).isFalse();
  }

  @Test
  @Turns("recovery.gram")
  void rankCutOffTooSmall_isNoticed() {
    assertSays(Says.VIOLATED, "gram", ranked(run(PAIR, point -> point), 1e-30));
  }

  private static Run ranked(Run run, double cutOff) {
    Limit limit = run.limit();
    SingularValues wrong = new SingularValues(limit.branch().values(), cutOff);
    Limit planted = new Limit(limit.recovered(), limit.nearest(), wrong, wrong);
    return new Run(run.cell(), run.loss(), run.training(), run.decay(), planted, 0);
  }

  @Test
  @Turns("recovery.separation")
  void zeroLossOffTheBranch_isNoticed() {
    assertSays(Says.VIOLATED, "separation", run(OFF, p -> moved(p, 1e-4)));
  }

  @Test
  @Turns("recovery.non-recovery")
  void teacherRecoveredFromTooFewSamples_isNoticed() {
    double[] teacher = {0.6, 0.4, 1, 1};
    Run run =
        run(
            TOO_FEW,
            p ->
                p.loss() < 1e-20
                    ? new Point(p.time(), p.step(), p.loss(), p.gradient(), teacher)
                    : p);
    assertSays(Says.VIOLATED, "non-recovery", run);
  }

  private static final String PAIR_NAME = "line";
  private static final String PLANE_NAME = "plane";

  private static String named(String study) {
    return study.equals(PAIR_NAME) ? PAIR : PLANE;
  }

  private static Point point(Point p, double time, double loss) {
    return new Point(time, p.step(), loss, p.gradient(), p.theta());
  }

  private static Point moved(Point p, double by) {
    double[] theta = p.theta().clone();
    theta[0] += by;
    return new Point(p.time(), p.step(), p.loss(), p.gradient(), theta);
  }

  /** A run whose path was changed. */
  private static Run run(String yaml, UnaryOperator<Point> fault) {
    Case cell = cell(yaml);
    Training healthy = new Training(cell, cell.loss(), Watch.NONE);
    healthy.flow();
    Training planted = new Training(cell, cell.loss(), Watch.NONE);
    healthy.path().points().forEach(p -> planted.path().add(fault.apply(p)));
    return ended(cell, planted);
  }

  /** A run along another flow than that of the loss. */
  private static Run followed(Case cell, Flow flow) {
    Training training = new Training(cell, cell.loss(), Watch.NONE);
    GradientFlow integrator = new GradientFlow(flow, cell.start(), new Tolerance(1e-7, 1e-14));
    SquareLoss loss = cell.loss();
    double[] gradient = new double[loss.size()];
    for (int step = 0; step < 4000; step++) {
      double[] theta = integrator.state();
      double now = SquareLoss.loss(loss.residuals(theta));
      flow.slope(theta, gradient);
      double squared = 0;
      for (double entry : gradient) {
        squared += entry * entry;
      }
      training.path().add(new Point(integrator.time(), step, now, Math.sqrt(squared), theta));
      if (now <= 1e-24 || !integrator.step(1e10)) {
        break;
      }
    }
    return ended(cell, training);
  }

  private static Run ended(Case cell, Training training) {
    Limit limit = Limit.of(training.path(), cell.loss(), cell);
    return new Run(cell, cell.loss(), training, Decay.of(training.path()), limit, 0);
  }

  private static Case cell(String yaml) {
    Settings settings =
        new StudyReader(Map.of("recovery", RecoverySchema.schema()))
            .parse(yaml, "faults.yaml", "faults", List.of())
            .cells()
            .getFirst()
            .settings();
    return Case.of(settings, Datasets.read(settings));
  }

  private static void assertSays(Says expected, String statement, Run run) {
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      Verdict verdict =
          new Statements(run, backend.eigenSolver())
              .judge().stream()
                  .filter(v -> v.statement().equals("recovery." + statement))
                  .findFirst()
                  .orElseThrow();
      assertThat(verdict.says()).as(String.valueOf(verdict.reason())).isEqualTo(expected);
    }
  }
}
