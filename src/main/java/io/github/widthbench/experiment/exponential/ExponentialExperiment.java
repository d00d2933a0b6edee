package io.github.widthbench.experiment.exponential;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.dataset.Dataset;
import io.github.widthbench.dataset.Datasets;
import io.github.widthbench.experiment.Cost;
import io.github.widthbench.experiment.Experiment;
import io.github.widthbench.experiment.Extension;
import io.github.widthbench.experiment.Findings;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.RecentlyUsed;
import io.github.widthbench.experiment.Statement;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.experiment.exponential.Problem.EigenLabels;
import io.github.widthbench.experiment.exponential.Theory.Law;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Node;
import io.github.widthbench.study.Schema;
import io.github.widthbench.study.Settings;
import io.github.widthbench.study.Variation;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Over-parameterized exponential regression (Gao, Mahadevan, Song, arXiv 2303.16504): gradient
 * descent on F(x) = Σ_r a_r·exp(⟨w_r, x⟩) with fixed signs, its Gram matrix, and what the theory
 * says of both. Other activations run on the same driver as baselines.
 */
public final class ExponentialExperiment implements Experiment {

  /**
   * Numbers that the data sets kept for later cells may hold together; and their theory as many.
   */
  private static final long KEPT_NUMBERS = 1L << 26;

  private final RecentlyUsed<Dataset> datasets =
      new RecentlyUsed<>(KEPT_NUMBERS, data -> data.sampleCount() * (long) data.inputDim());
  private final RecentlyUsed<Theory> theories =
      new RecentlyUsed<>(KEPT_NUMBERS, theory -> 2L * theory.gram().length);

  @Override
  public String name() {
    return "exponential";
  }

  @Override
  public Schema schema() {
    return ExponentialSchema.schema();
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
  public List<Extension> extensions(Cell cell) {
    return Stream.concat(
            Experiment.super.extensions(cell).stream(),
            ExponentialCase.of(cell).extensions().stream())
        .toList();
  }

  @Override
  public List<Variation> waysOut(Cell cell) {
    return Stream.concat(
            Experiment.super.waysOut(cell).stream(), Practice.waysOut(cell.settings()).stream())
        .toList();
  }

  @Override
  public Cost cost(Cell cell, Backend backend) {
    ExponentialCase settings = ExponentialCase.of(cell);
    Problem problem = problem(settings, backend);
    double[] start = Arrays.stream(problem.y()).map(v -> -v).toArray();
    OptionalLong predicted =
        Practice.of(settings, problem).theory().iterations(start, settings.stopResidual(problem));
    // those that the theory does not predict are taken to end at the cap
    double steps = Math.min(settings.cap(), predicted.orElse(settings.cap()));
    return CellCost.of(problem, settings, steps, predicted.isPresent());
  }

  @Override
  public List<Outcome> run(List<Cell> batch, Backend backend, Watch watch) {
    List<ExponentialCase> cases = batch.stream().map(ExponentialCase::of).toList();
    Problem problem = problem(cases.getFirst(), backend);
    if (cases.getFirst().takesNoStep()) {
      return new StartRun(cases, problem, backend, watch).run();
    }
    try (BatchRun run = new BatchRun(cases, problem, backend, watch)) {
      return run.run();
    }
  }

  @Override
  public List<Statement> statements() {
    return List.of(
        new Statement(CellStatements.RATE, "exponential-quick", "loss-0"),
        new Statement(CellStatements.ITERATIONS, "exponential-quick", "iterations"),
        new Statement(CellStatements.POSITIVE, "exponential-quick", "lambda"),
        new Statement(CellStatements.CONCENTRATION, "exponential-quick", "concentration"),
        new Statement(LazyExponents.GRAM, "exponential-quick", "concentration"),
        new Statement(LazyExponents.RESIDUAL, "exponential-quick", "loss-0"),
        new Statement(LazyExponents.MOVEMENT, "exponential-quick", "movement"),
        new Statement(LazyExponents.MAX_MOVEMENT, "exponential-quick", "movement"),
        new Statement(LazyExponents.DRIFT, "exponential-quick", "drift"),
        new Statement(Comparisons.LABEL_NOISE, "exponential-noise", "lambda"),
        new Statement(PracticeStatements.RIDGE, "exponential-ridge", "losses-width"),
        new Statement(PracticeStatements.FULL_BATCH, "exponential-batches", "losses-width"),
        new Statement(Comparisons.STORAGE, "exponential-forms", "lambda"));
  }

  @Override
  public Findings judge(List<Finished> cells) {
    return new StudyFindings(cells).findings();
  }

  private Dataset dataset(Settings settings) {
    return datasets.get(
        Arrays.asList(plain(settings, "data"), plain(settings, "labels")),
        () -> Datasets.read(settings));
  }

  private Problem problem(ExponentialCase settings, Backend backend) {
    return new Problem(
        dataset(settings.settings()), theory(settings, backend), eigenLabels(settings.settings()));
  }

  /** The same for every cell that shares points and activation; solved once. */
  private Theory theory(ExponentialCase settings, Backend backend) {
    Object key =
        Arrays.asList(backend.kind(), Law.of(settings), plain(settings.settings(), "data"));
    return theories.get(
        key,
        () -> Theory.of(dataset(settings.settings()), Law.of(settings), backend.eigenSolver()));
  }

  private static Optional<EigenLabels> eigenLabels(Settings settings) {
    if (!settings.has("labels.kind") || !settings.text("labels.kind").equals("eigenvector")) {
      return Optional.empty();
    }
    return Optional.of(
        settings.text("labels.which").equals("top") ? EigenLabels.TOP : EigenLabels.BOTTOM);
  }

  private static @Nullable Object plain(Settings settings, String path) {
    return settings.find(path).map(Node::plain).orElse(null);
  }
}
