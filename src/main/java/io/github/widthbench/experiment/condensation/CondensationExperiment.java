package io.github.widthbench.experiment.condensation;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.dataset.Dataset;
import io.github.widthbench.experiment.Cost;
import io.github.widthbench.experiment.Experiment;
import io.github.widthbench.experiment.Findings;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Statement;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Initial condensation (Z.-A. Chen, T. Luo, "On the dynamics of three-layer neural networks:
 * initial condensation"): from small initial weights the input weights align with a target
 * direction, by an effective dynamics that blows up in finite time with three layers or more, and
 * grows exponentially with two.
 *
 * <p>The effective dynamics and matrix factorisation are solved in plain FP64 loops on the host, a
 * batch of networks is trained in one pass a step on the backend.
 */
public final class CondensationExperiment implements Experiment {

  /** Steps that a typical path takes from a small start to its escape, times the step's scale. */
  private static final double GROWTHS = 12;

  private static final double ACTIVATION_FLOPS = 20;

  @Override
  public String name() {
    return "condensation";
  }

  @Override
  public Schema schema() {
    return CondensationSchema.schema();
  }

  @Override
  public Set<String> batchedFields() {
    return Set.of("seed", "learningRate");
  }

  @Override
  public void check(Cell cell) {
    CellChecks.check(CondensationCase.of(cell));
  }

  @Override
  public Cost cost(Cell cell, Backend backend) {
    CondensationCase settings = CondensationCase.of(cell);
    double m = settings.width();
    double weights = m * m * Math.max(settings.depth() - 2, 0) + 8 * m;
    return switch (settings.model()) {
      case EFFECTIVE -> {
        double moving = Math.min(weights, 40 * 40);
        yield new Cost(2000, 40 * moving, 60 * weights, 0, 8 * 12 * weights, false);
      }
      case FACTORISATION -> {
        double product = 4.0 * settings.depth() * settings.depth() * m * m * m;
        yield new Cost(1000, 7 * product, 0, 0, 8 * 12 * weights, false);
      }
      case NETWORK -> {
        double n = settings.data().sampleCount();
        double steps =
            settings.hasFixedStep()
                ? settings.cap()
                : Math.min(settings.cap(), GROWTHS / settings.learningRate());
        double step = n * (6 * weights + ACTIVATION_FLOPS * m * settings.depth());
        double memory = 8 * (3 * weights + 5 * n * m * settings.depth()) + 8 * 2 * weights;
        yield new Cost(steps, step, 0, 8 * 3 * weights, memory, false);
      }
    };
  }

  @Override
  public List<Outcome> run(List<Cell> batch, Backend backend, Watch watch) {
    List<CondensationCase> cases = batch.stream().map(CondensationCase::of).toList();
    return switch (cases.getFirst().model()) {
      case EFFECTIVE ->
          cases.stream()
              .map(cell ->
                  cell.depth() == 2
                      ? new TwoLayerRun(cell, watch).run()
                      : new EffectiveRun(cell, backend.eigenSolver(), watch).run())
              .toList();
      case FACTORISATION ->
          cases.stream().map(cell -> new FactorisationRun(cell, watch).run()).toList();
      case NETWORK -> train(cases, backend, watch);
    };
  }

  private static List<Outcome> train(List<CondensationCase> cases, Backend backend, Watch watch) {
    Problem problem = new Problem(cases.getFirst());
    List<Outcome> outcomes = new ArrayList<>();
    try (Training training = new Training(problem, cases, backend, watch)) {
      List<Track> tracks = training.run();
      double[][] test =
          problem.test().map(Dataset::x).map(training::outputs).orElseGet(() -> new double[0][]);
      for (int b = 0; b < tracks.size(); b++) {
        watch.check();
        outcomes.add(
            new NetworkOutcome(tracks.get(b), training.layers(b), b < test.length ? test[b] : null)
                .write());
      }
    }
    return outcomes;
  }

  @Override
  public List<Statement> statements() {
    return List.of(
        new Statement(Statements.BLOW_UP, "condensation-quick", "escape"),
        new Statement(Statements.HOMOGENEITY, "condensation-quick", "escape"),
        new Statement(Statements.ALIGNMENT, "condensation-quick", "alignment"),
        new Statement(Statements.CONE, "condensation-quick", "alignment"),
        new Statement(Statements.LOW_RANK, "condensation-quick", "effective-rank"),
        new Statement(Statements.TWO_LAYER, "condensation-quick", "escape"),
        new Statement(ScaleLaws.SLOPE, "condensation-quick", "escape"),
        new Statement(ScaleLaws.LOGARITHM, "condensation-quick", "escape"),
        new Statement(Statements.FACTORISATION, "condensation-quick", "effective-rank"));
  }

  @Override
  public Findings judge(List<Finished> cells) {
    return new StudyFindings(cells).findings();
  }
}
