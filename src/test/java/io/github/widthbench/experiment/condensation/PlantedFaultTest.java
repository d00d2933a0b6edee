package io.github.widthbench.experiment.condensation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Turns;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Says;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.math.Carlson;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.StudyReader;
import io.github.widthbench.training.DormandPrince;
import io.github.widthbench.training.Slope;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Faults planted into the dynamics, or into the outcomes of a healthy study, must be noticed. */
class PlantedFaultTest {
  private static final CondensationExperiment EXPERIMENT = new CondensationExperiment();
  private static final double T = 2.0875186740381;

  private static final String STUDY =
      """
      experiment: condensation
      axes:
        model: [effective, network]
        depth: [2, 3]
        initialization.scaled: [0.1, 0.05, 0.025]
        seed: {count: 6}
      fixed:
        data: {kind: sphere, sampleCount: 20, inputDim: 5, seed: 0}
        labels: {kind: smooth}
        width: 6
        learningRate: {scaled: 0.05}
        stop: {relativeResidual: 0.2}
      """;

  private static List<Finished> healthy = List.of();

  @BeforeAll
  static void run() {
    List<Cell> cells =
        new StudyReader(Map.of("condensation", EXPERIMENT.schema()))
            .parse(STUDY, "faults.yaml", "faults", List.of())
            .cells();
    List<Finished> finished = new ArrayList<>();
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
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
  @Turns("condensation.homogeneity-slope")
  void blowUpTimeThatScalesOtherwise_isNoticed() {
    ToDoubleFunction<CondensationCase> root = cell -> Math.sqrt(cell.scale());
    assertThat(says("homogeneity-slope", "effective", metric("blowUpLower", root)))
        .isEqualTo(Says.VIOLATED);
  }

  @Test
  @Turns("condensation.homogeneity-slope")
  void escapeOfThreeLayersThatIsLogarithmic_isNoticed() {
    ToDoubleFunction<CondensationCase> logarithm =
        cell -> cell.scale() * Math.log(1 / cell.scale());
    assertThat(says("homogeneity-slope", "network", metric("escapeTime", logarithm)))
        .isEqualTo(Says.VIOLATED);
  }

  @Test
  @Turns("condensation.two-layer-log")
  void escapeOfTwoLayersThatTakesTwiceAsLong_isNoticed() {
    assertThat(says("two-layer-log", "network", metric("escapeTime", _ -> 2)))
        .isEqualTo(Says.VIOLATED);
  }

  @Test
  @Turns({
    "condensation.blow-up",
    "condensation.homogeneity",
    "condensation.alignment",
    "condensation.cone",
    "condensation.low-rank",
    "condensation.two-layer",
    "condensation.factorisation"
  })
  void oneViolatingCell_isNoticed() {
    for (String statement : Statements.ALL) {
      Verdict broken = Verdict.atMost(statement, Statements.ORIGIN, 2, 1);
      Finished first = healthy.getFirst();
      List<Finished> faulty = new ArrayList<>(healthy);
      faulty.set(0, with(first, first.outcome().metrics(), List.of(broken)));
      assertThat(EXPERIMENT.judge(faulty).verdicts())
          .filteredOn(v -> v.says() == Says.VIOLATED)
          .extracting(Verdict::statement)
          .containsExactly(statement);
    }
  }

  /** c′ = −Bᵀa: the invariants drift and κ falls. */
  @Test
  void aSignInTheField_breaksInvariantsAndMonotony() {
    Chain chain = BlowUpGoldenTest.CHAIN;
    Slope faulty =
        (y, slope) -> {
          chain.energy(y, slope);
          for (int i = 0; i < 3; i++) {
            slope[i] = -slope[i];
          }
        };
    double[] end = follow(faulty, T / 2);
    assertThat(chain.drift(BlowUpGoldenTest.V, end)).isGreaterThan(0.1);
    assertThat(chain.kappa(end)).isLessThan(chain.kappa(BlowUpGoldenTest.V));
  }

  /** B′ = a·cᵀ/2: one invariant is broken, and the bracket no longer holds the blow-up. */
  @Test
  void aSlowerMiddle_breaksTheInvariant() {
    Chain chain = BlowUpGoldenTest.CHAIN;
    Slope faulty =
        (y, slope) -> {
          chain.energy(y, slope);
          for (int i = 3; i < 9; i++) {
            slope[i] /= 2;
          }
        };
    double[] end = follow(faulty, 0.9 * T);
    assertThat(chain.drift(BlowUpGoldenTest.V, end)).isGreaterThan(1e-2);
    double rho = Chain.rho(end);
    assertThat(0.9 * T + chain.leastTime(rho)).isGreaterThan(T * 1.01);
  }

  /** √2 for √3 as the constant of the least time, or ρ/(2E) for the most: the ends cross. */
  @Test
  void aWrongBlowUpConstant_isOutsideTheBracket() {
    Chain chain = BlowUpGoldenTest.CHAIN;
    double[] near = BlowUpGoldenTest.at(0.9 * T);
    double rho = Chain.rho(near);
    double most = chain.mostTime(rho, chain.energy(near));
    assertThat(0.9 * T + 2 / Math.sqrt(rho)).as("a least time with √4").isGreaterThan(T * 1.01);
    assertThat(0.9 * T + most * 3 / 4).as("a most time with 4E").isLessThan(T * 0.99);
    // and the closed form with one argument not squared
    assertThat(Math.abs(Carlson.rf(.3, .5 * .5, .7 * .7) - 2.0218350255)).isGreaterThan(0.1);
  }

  /** Only ⟨b₁, b₂⟩ ≥ 0 fails here, and the second neuron turns: no condition may be forgotten. */
  @Test
  void aConeWithoutItsPairs_wouldBeLeftAgain() {
    Chain chain = new Chain(List.of(1, 2, 2, 1));
    double[] start = {1, 0.01, 0.1, 0.1, 0.5, -0.5, 0.1, 0};
    assertThat(Cone.depth(chain, start)).isNegative();
    DormandPrince flow = new DormandPrince((y, s) -> chain.energy(y, s), start, 1e-12);
    assertThat(flow.advance(0.8)).isTrue();
    assertThat(flow.state()[1]).isNegative();
  }

  private static double[] follow(Slope slope, double time) {
    DormandPrince flow = new DormandPrince(slope, BlowUpGoldenTest.V, 1e-12);
    assertThat(flow.advance(time)).isTrue();
    return flow.state().clone();
  }

  private static Function<Finished, Finished> metric(
      String name, ToDoubleFunction<CondensationCase> factor) {
    return finished -> {
      SequencedMap<String, Object> metrics = new LinkedHashMap<>(finished.outcome().metrics());
      CondensationCase cell = CondensationCase.of(finished.cell());
      metrics.put(name, finished.outcome().number(name) * factor.applyAsDouble(cell));
      return with(finished, metrics, finished.outcome().verdicts());
    };
  }

  private static Finished with(
      Finished finished, SequencedMap<String, Object> metrics, List<Verdict> verdicts) {
    Outcome outcome = finished.outcome();
    return new Finished(
        finished.cell(),
        new Outcome(
            outcome.status(),
            outcome.reason(),
            metrics,
            outcome.reasons(),
            outcome.curve(),
            verdicts));
  }

  private static Says says(String statement, String model, Function<Finished, Finished> fault) {
    return EXPERIMENT.judge(healthy.stream().map(fault).toList()).verdicts().stream()
        .filter(v -> v.statement().equals("condensation." + statement))
        .filter(v -> String.valueOf(v.group()).contains("model=" + model))
        .findFirst()
        .orElseThrow()
        .says();
  }
}
