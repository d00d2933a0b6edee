package io.github.widthbench.experiment.momentum;

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
import io.github.widthbench.network.Dag;
import io.github.widthbench.network.Dag.Block;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Node;
import io.github.widthbench.study.Schema;
import io.github.widthbench.study.Settings;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Backpropagation with momentum on directed acyclic networks (C. Agarwal, J. Klobusicky, D.
 * Schonfeld, Journal of Computational Mathematics 39, 2021): adaptive momentum, the heavy ball and
 * plain descent on networks with skip edges, against the condition under which every update
 * decreases the error.
 */
public final class MomentumExperiment implements Experiment {

  /** Products of a step: forward, and backward to weights and to values. */
  private static final double PRODUCTS = 3;

  /** Flops of an activation with its derivative, as measured against multiply-adds. */
  private static final double ACTIVATION_FLOPS = 24;

  /** Arrays of a block: z, x, slope, error, delta, their companions, and the bend. */
  private static final double ARRAYS = 11;

  /** Numbers held for each weight: itself, gradient, step, anchor, difference, three vectors. */
  private static final double COPIES = 8;

  /** Numbers that the data sets kept for later cells may hold together. */
  private static final long KEPT_NUMBERS = 1L << 24;

  private final RecentlyUsed<Dataset> datasets =
      new RecentlyUsed<>(KEPT_NUMBERS, data -> data.sampleCount() * (long) data.inputDim());

  @Override
  public String name() {
    return "momentum";
  }

  @Override
  public Schema schema() {
    return MomentumSchema.schema();
  }

  @Override
  public Set<String> batchedFields() {
    return Set.of("seed", "learningRate", "algorithm");
  }

  @Override
  public void check(Cell cell) {
    CellChecks.check(cell.settings(), dataset(cell.settings()));
  }

  @Override
  public Cost cost(Cell cell, Backend backend) {
    MomentumCase settings = caseOf(cell);
    Dag dag = settings.dag();
    double n = settings.data().sampleCount();
    double neurons = dag.blocks().stream().mapToInt(Block::size).sum();
    double size = settings.precision().bytes();
    double step = 2 * PRODUCTS * n * dag.weightCount() + ACTIVATION_FLOPS * n * neurons;
    double steps = settings.cap();
    double memory = size * (ARRAYS * n * neurons + COPIES * dag.weightCount());
    return new Cost(steps, step, 0, size * COPIES * dag.weightCount(), memory, false);
  }

  @Override
  public List<Outcome> run(List<Cell> batch, Backend backend, Watch watch) {
    List<MomentumCase> cases = batch.stream().map(this::caseOf).toList();
    try (BatchRun run = new BatchRun(cases, backend, watch)) {
      return run.run();
    }
  }

  @Override
  public List<Statement> statements() {
    return List.of(
        new Statement(CellStatements.DECREASE, "momentum-quick", "certificate"),
        new Statement(CellStatements.BAND, "momentum-quick", "certificate"),
        new Statement(CellStatements.SUMMABLE, "momentum-quick", "loss"),
        new Statement(CellStatements.CONVERGENCE, "momentum-quick", "loss"));
  }

  @Override
  public Findings judge(List<Finished> cells) {
    return new StudyFindings(cells).findings();
  }

  private MomentumCase caseOf(Cell cell) {
    return new MomentumCase(cell.settings(), dataset(cell.settings()));
  }

  private Dataset dataset(Settings settings) {
    return datasets.get(
        Arrays.asList(plain(settings, "data"), plain(settings, "labels")),
        () -> Datasets.readOutputs(settings));
  }

  private static @Nullable Object plain(Settings settings, String path) {
    return settings.find(path).map(Node::plain).orElse(null);
  }
}
