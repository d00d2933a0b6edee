package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.dataset.Datasets;
import io.github.widthbench.experiment.Cost;
import io.github.widthbench.experiment.Experiment;
import io.github.widthbench.experiment.Findings;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Statement;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Schema;
import java.util.List;
import java.util.Set;

/**
 * Electron-proton dynamics (Panigrahy, Rahimi, Sachdeva, Zhang, ITCS 2018, arXiv 1702.00458): the
 * loss of a student network against a teacher is the energy of moving charges among fixed ones,
 * under a potential that the activation sets. Does the student find the teacher's neurons?
 */
public final class ElectrodynamicsExperiment implements Experiment {

  /** Flops of a potential with its gradient, as measured against multiply-adds. */
  private static final double POTENTIAL_FLOPS = 100;

  /** Entries of the inputs that a force is compared on, in samples. */
  private static final double SAMPLES = 26_000;

  @Override
  public String name() {
    return "electrodynamics";
  }

  @Override
  public Schema schema() {
    return ElectrodynamicsSchema.schema();
  }

  @Override
  public Set<String> batchedFields() {
    return Set.of("seed", "learningRate");
  }

  @Override
  public void check(Cell cell) {
    CellChecks.check(ElectrodynamicsCase.of(cell));
  }

  /** The cap counts, as no theory says how many steps it takes. */
  @Override
  public Cost cost(Cell cell, Backend backend) {
    ElectrodynamicsCase settings = ElectrodynamicsCase.of(cell);
    if (settings.isDeep()) {
      return deepCost(settings);
    }
    double electrons = settings.width();
    double pairs = electrons * (electrons + settings.teacherWidth());
    double d = settings.inputDim();
    double steps = settings.stop().cap();
    double step = pairs * (POTENTIAL_FLOPS + 6 * d);
    double samples = 6 * SAMPLES * electrons * d;
    double memory = 8 * (SAMPLES * (d + 2 * electrons) + 4 * pairs + steps);
    return new Cost(steps, step, samples, 8 * electrons * d, memory, false);
  }

  private static Cost deepCost(ElectrodynamicsCase cell) {
    double n = Datasets.read(cell.settings()).sampleCount();
    double width = cell.width();
    double weights = width * (cell.inputDim() + width * (cell.depth() - 2) + 1);
    double steps = cell.stop().cap();
    double neurons = n * width * (cell.depth() - 1);
    double step = 6 * n * weights + POTENTIAL_FLOPS * neurons;
    return new Cost(steps, step, 0, 0, 32 * neurons, false);
  }

  @Override
  public List<Outcome> run(List<Cell> batch, Backend backend, Watch watch) {
    return batch.stream()
        .map(ElectrodynamicsCase::of)
        .map(cell ->
            cell.isDeep()
                ? new DeepRun(cell, backend, watch).run()
                : new CellRun(cell, backend, watch).run())
        .toList();
  }

  @Override
  public List<Statement> statements() {
    return List.of(
        new Statement(Equivalence.STATEMENT, "electrodynamics-quick", "equivalence"),
        new Statement(CellStatements.EARNSHAW, "electrodynamics-quick", "potentials"),
        new Statement(CellStatements.NODEWISE, "electrodynamics-quick", "success"),
        new Statement(CellStatements.ORTHONORMAL, "electrodynamics-sphere-quick", "success"),
        new Statement(StudyFindings.FAILURES, "electrodynamics-sphere-quick", "success"),
        new Statement(CellStatements.HITTING_TIME, "electrodynamics-sphere-quick", "hitting-time"),
        new Statement(HittingSlope.STATEMENT, "electrodynamics-sphere-quick", "hitting-time"),
        new Statement(CellStatements.SIGN, "electrodynamics-sphere-quick", "hitting-time"));
  }

  @Override
  public Findings judge(List<Finished> cells) {
    return new StudyFindings(cells).findings();
  }
}
