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

  private static List<Finished> healthy = List.of();

  @BeforeAll
  static void run() {
    List<Cell> cells =
        new StudyReader(Map.of("exponential", EXPERIMENT.schema()))
            .parse(STUDY, "faults.yaml", "faults", List.of())
            .cells();
    List<Finished> finished = new ArrayList<>();
    try (Backend backend = Backends.open(BackendKind.CPU, 1)) {
      for (Cell cell : cells) {
        finished.add(
            new Finished(cell, EXPERIMENT.run(List.of(cell), backend, Watch.NONE).getFirst()));
      }
    }
    healthy = List.copyOf(finished);
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

  /** The statements that the widest network violates on a backend with a fault in one method. */
  private static List<String> turned(String method, Faulty.Call fault) {
    Cell widest = healthy.getLast().cell();
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
      Outcome outcome = cell.outcome();
      SequencedMap<String, Object> metrics = new LinkedHashMap<>(outcome.metrics());
      double width = ExponentialCase.of(cell.cell()).width();
      metrics.put(name, outcome.number(name) * Math.pow(width, exponent));
      return new Outcome(
          outcome.status(), null, metrics, outcome.reasons(), outcome.curve(), outcome.verdicts());
    };
  }

  private static Says says(String statement, Function<Finished, Outcome> fault) {
    List<Finished> faulty =
        healthy.stream().map(cell -> new Finished(cell.cell(), fault.apply(cell))).toList();
    return EXPERIMENT.judge(faulty).verdicts().stream()
        .filter(v -> v.statement().equals(statement))
        .findFirst()
        .orElseThrow()
        .says();
  }
}
