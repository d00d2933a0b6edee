package io.github.widthbench.experiment.exponential;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.backend.DescentStretch;
import io.github.widthbench.backend.EigenSolver.Decomposition;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Turns;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Origin;
import io.github.widthbench.experiment.Verdict.Says;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.StudyReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Faults planted into the outcomes of a healthy study must turn its verdicts. */
class PlantedFaultTest {
  private static final ExponentialExperiment EXPERIMENT = new ExponentialExperiment();

  private static final String STUDY =
      """
      experiment: exponential
      axes: {width: [64, 256, 1024, 4096], seed: {count: 30}}
      fixed:
        data: {kind: inline, x: [[0.3, 0.4], [-0.4, 0.3], [0.5, 0]], y: [1, -1, 1]}
      """;

  /** What practice asks beyond the theory: an axis, and a field. */
  private static final String PRACTICE =
      """
      experiment: exponential
      axes: {%s, seed: {count: 3}}
      fixed:
        data: {kind: inline, x: [[1, 0], [0, 1], [0.6, 0.8]]}
        labels: {kind: sign}
        width: 4096
        learningRate: {scaled: 0.5}
        stop: {residual: 1e-9, cap: 40}
      """;

  private static List<Finished> healthy = List.of();

  @BeforeAll
  static void run() {
    healthy = run(cells(STUDY));
  }

  private static List<Cell> cells(String yaml) {
    return new StudyReader(Map.of("exponential", EXPERIMENT.schema()))
        .parse(yaml, "faults.yaml", "faults", List.of())
        .cells();
  }

  private static List<Finished> run(List<Cell> cells) {
    List<Finished> finished = new ArrayList<>();
    try (Backend backend = Backends.open(BackendKind.CPU, 1)) {
      for (Cell cell : cells) {
        finished.add(
            new Finished(cell, EXPERIMENT.run(List.of(cell), backend, Watch.NONE).getFirst()));
      }
    }
    return List.copyOf(finished);
  }

  @Test
  void healthy_isNotViolated() {
    assertThat(EXPERIMENT.judge(healthy).verdicts()).noneMatch(v -> v.says() == Says.VIOLATED);
  }

  @Test
  @Turns("exponential.lazy-drift")
  void driftOfUncoupledNetworks_isNoticed() {
    assertThat(says("exponential.lazy-drift", metric("drift", 1))).isEqualTo(Says.VIOLATED);
  }

  @Test
  @Turns({"exponential.lazy-movement", "exponential.lazy-max-movement"})
  void movementThatDoesNotShrink_isNoticed() {
    assertThat(says("exponential.lazy-movement", metric("movement", 0.5))).isEqualTo(Says.VIOLATED);
    assertThat(says("exponential.lazy-max-movement", metric("maxMovement", 1)))
        .isEqualTo(Says.VIOLATED);
  }

  @Test
  @Turns("exponential.lazy-gram")
  void gramMatrixThatDoesNotConcentrate_isNoticed() {
    assertThat(says("exponential.lazy-gram", metric("gramDistance", 0.5))).isNotEqualTo(Says.HOLDS);
    assertThat(says("exponential.lazy-gram", metric("gramDistance", 1))).isEqualTo(Says.VIOLATED);
  }

  @Test
  @Turns("exponential.rate")
  void oneWidthWithoutItsRate_isNoticed() {
    Verdict broken = Verdict.atMost("exponential.rate", Origin.RE_DERIVED, 2, 1);
    Function<Finished, Outcome> fault =
        cell ->
            ExponentialCase.of(cell.cell()).width() == 256
                ? new Outcome(
                    cell.outcome().status(),
                    null,
                    cell.outcome().metrics(),
                    cell.outcome().reasons(),
                    cell.outcome().curve(),
                    List.of(broken))
                : cell.outcome();
    assertThat(says("exponential.rate", fault)).isEqualTo(Says.VIOLATED);
  }

  @Test
  @Turns("exponential.lazy-residual")
  void startThatGrowsWithTheWidth_isNoticed() {
    assertThat(says("exponential.lazy-residual", metric("startResidual", 0.5)))
        .isEqualTo(Says.VIOLATED);
  }

  /** A step a tenth as long as it says. */
  @Test
  @Turns({"exponential.rate", "exponential.iterations"})
  void shorterStepsThanDeclared_areTooSlow() {
    Faulty.Call tenth =
        (ops, method, arguments) -> {
          DescentStretch stretch = (DescentStretch) arguments[4];
          double[] rates = Arrays.stream(stretch.learningRate()).map(rate -> rate / 10).toArray();
          arguments[4] = new DescentStretch(stretch.steps(), rates, stretch.stopBelow());
          return method.invoke(ops, arguments);
        };
    assertThat(turned("twoLayerDescend", tenth))
        .contains("exponential.rate", "exponential.iterations");
  }

  /** Every neuron counted twice. */
  @Test
  @Turns("exponential.concentration")
  void gramMatrixTwiceAsLarge_isFarFromItsLimit() {
    Faulty.Call twice =
        (ops, method, arguments) -> {
          Object result = method.invoke(ops, arguments);
          Tensor gram = (Tensor) arguments[2];
          gram.upload(Arrays.stream(gram.toArray()).map(entry -> 2 * entry).toArray());
          return result;
        };
    assertThat(turned("twoLayerGram", twice)).contains("exponential.concentration");
  }

  /** All eigenvalues too small by the size of the largest. */
  @Test
  @Turns("exponential.positive")
  void shiftedEigenvalues_areNotPositive() {
    Faulty.Call shifted =
        (solver, method, arguments) -> {
          Decomposition right = (Decomposition) method.invoke(solver, arguments);
          double[] values = right.values();
          double largest = values[values.length - 1];
          double[] wrong = Arrays.stream(values).map(value -> value - largest / 2).toArray();
          return new Decomposition(wrong, right.vectors());
        };
    assertThat(turned("decompose", shifted)).contains("exponential.positive");
  }

  /** λ that hears of the labels. */
  @Test
  @Turns("exponential.label-noise")
  void eigenvaluesThatDependOnNoise_areNoticed() {
    List<Finished> cells = run(cells(PRACTICE.formatted("labels.noise: [0, 1]")));
    assertThat(says("exponential.label-noise", cells)).isEqualTo(Says.HOLDS);
    assertThat(says("exponential.label-noise", replaced(cells, 4, "lambdaMin", 1.0001)))
        .isEqualTo(Says.VIOLATED);
  }

  /** A format of fewer bits than it says. */
  @Test
  @Turns("exponential.storage")
  void bf16UnderTheNameOfFp32_isNoticed() {
    List<Finished> cells = run(cells(PRACTICE.formatted("storage: [fp64, fp32, bf16]")));
    assertThat(says("exponential.storage", cells)).isEqualTo(Says.HOLDS);
    double coarse = cells.get(6).outcome().number("lambdaMin");
    double fine = cells.get(3).outcome().number("lambdaMin");
    assertThat(says("exponential.storage", replaced(cells, 3, "lambdaMin", coarse / fine)))
        .isEqualTo(Says.VIOLATED);
  }

  /** Weights drawn to their start by half of what the ridge says. */
  @Test
  @Turns("exponential.ridge")
  void halfTheRidge_isNoticed() {
    List<Cell> cells = cells(PRACTICE.formatted("ridge.scaled: [0.2]"));
    assertThat(says("exponential.ridge", run(cells))).isEqualTo(Says.HOLDS);
    Faulty.Call half =
        (ops, method, arguments) -> {
          arguments[0] = Arrays.stream((double[]) arguments[0]).map(c -> c / 2).toArray();
          return method.invoke(ops, arguments);
        };
    assertThat(turned(cells.getFirst(), "axpy", half)).containsExactly("exponential.ridge");
  }

  /** Descent without batches that takes longer steps. */
  @Test
  @Turns("exponential.full-batch")
  void descentThatIsNotThatOfFullBatches_isNoticed() {
    List<Cell> cells = cells(PRACTICE.formatted("batchSize: [3]"));
    assertThat(says("exponential.full-batch", run(cells))).isEqualTo(Says.HOLDS);
    Faulty.Call longer =
        (ops, method, arguments) -> {
          DescentStretch stretch = (DescentStretch) arguments[4];
          double factor = stretch.steps() > 1 ? 1.001 : 1;
          double[] rates = Arrays.stream(stretch.learningRate()).map(r -> r * factor).toArray();
          arguments[4] = new DescentStretch(stretch.steps(), rates, stretch.stopBelow());
          return method.invoke(ops, arguments);
        };
    assertThat(turned(cells.getFirst(), "twoLayerDescend", longer))
        .containsExactly("exponential.full-batch");
  }

  /** The cells with a metric of one of them times a factor. */
  private static List<Finished> replaced(
      List<Finished> cells, int index, String metric, double factor) {
    List<Finished> faulty = new ArrayList<>(cells);
    Finished cell = cells.get(index);
    faulty.set(
        index,
        new Finished(
            cell.cell(), with(cell.outcome(), metric, cell.outcome().number(metric) * factor)));
    return faulty;
  }

  /** The statements that the widest network violates on a backend with a fault in one method. */
  private static List<String> turned(String method, Faulty.Call fault) {
    return turned(healthy.getLast().cell(), method, fault);
  }

  private static List<String> turned(Cell widest, String method, Faulty.Call fault) {
    try (Backend backend = new Faulty(Backends.open(BackendKind.REFERENCE, 1), method, fault)) {
      return new ExponentialExperiment()
          .run(List.of(widest), backend, Watch.NONE).getFirst().verdicts().stream()
              .filter(verdict -> verdict.says() == Says.VIOLATED)
              .map(Verdict::statement)
              .toList();
    }
  }

  /** The metric times width to the power {@code exponent}. */
  private static Function<Finished, Outcome> metric(String name, double exponent) {
    return cell -> {
      double width = ExponentialCase.of(cell.cell()).width();
      double value = cell.outcome().number(name) * Math.pow(width, exponent);
      return with(cell.outcome(), name, value);
    };
  }

  private static Outcome with(Outcome outcome, String name, double value) {
    SequencedMap<String, Object> metrics = new LinkedHashMap<>(outcome.metrics());
    metrics.put(name, value);
    return new Outcome(
        outcome.status(), null, metrics, outcome.reasons(), outcome.curve(), outcome.verdicts());
  }

  private static Says says(String statement, Function<Finished, Outcome> fault) {
    return says(
        statement,
        healthy.stream().map(cell -> new Finished(cell.cell(), fault.apply(cell))).toList());
  }

  private static Says says(String statement, List<Finished> cells) {
    return EXPERIMENT.judge(cells).verdicts().stream()
        .filter(v -> v.statement().equals(statement))
        .findFirst()
        .orElseThrow()
        .says();
  }
}
