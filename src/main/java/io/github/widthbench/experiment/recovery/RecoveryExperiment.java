package io.github.widthbench.experiment.recovery;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.dataset.Dataset;
import io.github.widthbench.dataset.Datasets;
import io.github.widthbench.experiment.Cost;
import io.github.widthbench.experiment.Experiment;
import io.github.widthbench.experiment.Findings;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.RecentlyUsed;
import io.github.widthbench.experiment.Statement;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.experiment.recovery.Path.Point;
import io.github.widthbench.network.SquareLoss;
import io.github.widthbench.spectrum.SingularValues;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Node;
import io.github.widthbench.study.Schema;
import io.github.widthbench.study.Settings;
import io.github.widthbench.training.GradientFlow;
import io.github.widthbench.training.Tolerance;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Local recovery of a teacher (L. Zhang, Y. Zhang, T. Luo, "Geometry and local recovery of global
 * minima of two-layer neural networks at overparameterization"): students trained near the branches
 * of exact recovery or from random starts, how fast they get there, and whether they do.
 *
 * <p>The problems are tiny and ill conditioned, so they are solved in plain FP64 loops on the host
 * with the same bits on every machine; a backend gives the eigenvalues of the Gram matrices.
 */
public final class RecoveryExperiment implements Experiment {

  /** Steps of the integrator that a flow typically takes. */
  private static final double FLOW_STEPS = 3000;

  /** Slopes and Jacobians of one implicit step, in gradients. */
  private static final double GRADIENTS_A_STEP = 20;

  private static final double ACTIVATION_FLOPS = 60;

  /** Numbers that the data sets kept for later cells may hold together. */
  private static final long KEPT_NUMBERS = 1L << 24;

  private final RecentlyUsed<Dataset> datasets =
      new RecentlyUsed<>(KEPT_NUMBERS, data -> data.sampleCount() * (long) data.inputDim());

  @Override
  public String name() {
    return "recovery";
  }

  @Override
  public Schema schema() {
    return RecoverySchema.schema();
  }

  @Override
  public Set<String> batchedFields() {
    return Set.of("seed", "learningRate");
  }

  @Override
  public void check(Cell cell) {
    CellChecks.check(cell.settings(), dataset(cell.settings()));
  }

  @Override
  public Cost cost(Cell cell, Backend backend) {
    Case settings = caseOf(cell);
    double n = settings.data().sampleCount();
    double size = settings.width() * (settings.data().inputDim() + 1.0);
    double gradient = n * settings.width() * 3 * ACTIVATION_FLOPS + 4 * n * size;
    double steps = settings.isFlow() ? Math.min(FLOW_STEPS, settings.cap()) : settings.cap();
    double step =
        settings.isFlow()
            ? GRADIENTS_A_STEP * gradient + n * size * size + 4 * size * size * size
            : gradient;
    return new Cost(steps, step, 0, 0, 8 * (steps * size + 20 * size * size), false);
  }

  @Override
  public List<Outcome> run(List<Cell> batch, Backend backend, Watch watch) {
    return batch.stream().map(cell -> run(caseOf(cell), backend, watch)).toList();
  }

  @Override
  public List<Statement> statements() {
    return List.of(
        new Statement(Statements.SEPARATION, "recovery-quick", "recovered-threshold"),
        new Statement(Statements.RATE, "recovery-quick", "rate"),
        new Statement(Statements.ALGEBRAIC, "recovery-quick", "rate"),
        new Statement(Statements.NON_RECOVERY, "recovery-quick", "test-error"),
        new Statement(Statements.GRAM, "recovery-quick", "recovered-share"));
  }

  @Override
  public Findings judge(List<Finished> cells) {
    return new StudyFindings(cells).findings();
  }

  private Case caseOf(Cell cell) {
    return Case.of(cell.settings(), dataset(cell.settings()));
  }

  /** Read once for all cells that share it. */
  private Dataset dataset(Settings settings) {
    List<Optional<Object>> key =
        Stream.of("data", "labels").map(path -> settings.find(path).map(Node::plain)).toList();
    return datasets.get(key, () -> Datasets.read(settings));
  }

  private static Outcome run(Case cell, Backend backend, Watch watch) {
    Run run = train(cell, watch);
    Double flowDistance = cell.isFlow() ? null : flowDistance(run, watch);
    return new OutcomeWriter(run).write(backend.eigenSolver(), flowDistance);
  }

  /** Trains a student and finds where it tends to. */
  static Run train(Case cell, Watch watch) {
    SquareLoss loss = cell.loss();
    Training training = new Training(cell, loss, watch);
    double rate = 0;
    if (cell.isFlow()) {
      training.flow();
    } else {
      double sigma = SingularValues.of(loss.jacobian(cell.start())).largest();
      rate = cell.learningRate(sigma * sigma);
      training.descend(rate);
    }
    Limit limit = Limit.of(training.path(), loss, cell);
    return new Run(cell, loss, training, Decay.of(training.path()), limit, rate);
  }

  /**
   * The largest |θ_k − θ(kη)| over the shown steps k, θ(t) being the flow from the same start; null
   * where the flow cannot be followed. It is of order η.
   */
  private static @Nullable Double flowDistance(Run run, Watch watch) {
    GradientFlow flow =
        new GradientFlow(
            Training.descending(run.loss()), run.path().first().theta(), Tolerance.SHARP);
    double largest = 0;
    for (Point point : run.path().points()) {
      if (run.training().shown().contains((double) point.step())) {
        while (flow.time() < point.time()) {
          watch.check();
          if (!flow.step(point.time())) {
            return Double.NaN;
          }
        }
        double[] theta = flow.state();
        double sum = 0;
        for (int p = 0; p < theta.length; p++) {
          sum += (theta[p] - point.theta()[p]) * (theta[p] - point.theta()[p]);
        }
        largest = Math.max(largest, Math.sqrt(sum));
      }
    }
    return largest;
  }
}
