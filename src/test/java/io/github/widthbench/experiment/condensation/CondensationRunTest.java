package io.github.widthbench.experiment.condensation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Findings;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Verdict.Says;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Study;
import io.github.widthbench.study.StudyException;
import io.github.widthbench.study.StudyReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs from the text of a study, on the reference. */
class CondensationRunTest {
  private final CondensationExperiment experiment = new CondensationExperiment();

  private static final String VECTOR =
      """
      experiment: condensation
      fixed:
        model: effective
        weights:
          kind: inline
          a: [0.3, 0.2]
          B: [[0.1, 0.4, 0.3], [0.2, 0.1, 0.5]]
          c: [0.25, 0.35, 0.15]
          perpendicular: [0.2, 0.2, 0.2]
        record: {at: [1, 1.5]}
      """;

  /** One datum x = y = 1, one neuron a layer. */
  private static final String SCALAR =
      """
      experiment: condensation
      fixed:
        model: network
        data: {kind: inline, x: [[1]], y: [1]}
        activation: %s
        weights: {kind: inline, W: [[%s]], %s a: [%s]}
        algorithm: {kind: flow, tolerance: 1e-14}
        stop: {loss: 0.2, cap: 100000}
      """;

  static final String NETWORK =
      """
      experiment: condensation
      axes: {depth: [%s], initialization.scaled: [%s], seed: {count: %d}}
      fixed:
        data: {kind: sphere, sampleCount: 20, inputDim: 5, seed: 0}
        labels: {kind: smooth}
        width: 8
        learningRate: {scaled: 0.05}
        stop: {relativeResidual: 0.2}
      """;

  @Test
  void vectorCase_hasItsGoldenCurveAndBracket() {
    Outcome outcome = run(VECTOR).getFirst().outcome();
    double time = 2.0875186740381;
    assertThat(outcome.number("blowUpLower")).isCloseTo(time, within(1e-11));
    assertThat(outcome.number("blowUpUpper")).isCloseTo(time, within(1e-11));
    assertThat(outcome.number("coneEntry")).isZero();
    assertThat(outcome.curve()).extracting(p -> p.get("t")).contains(0.0, 1.0, 1.5).hasSize(7);
    assertThat(number(outcome.curve().getFirst(), "lower"))
        .isCloseTo(1.8282829060080157, within(1e-14));
    SequencedMap<String, Object> nine = at(outcome, .9);
    assertThat(number(nine, "norm")).isCloseTo(8.302039574427, within(1e-9));
    assertThat(number(nine, "energy")).isCloseTo(109.925144110, within(1e-7));
    assertThat(number(nine, "lower")).isCloseTo(2.087396359895, within(1e-11));
    assertThat(number(nine, "upper")).isCloseTo(2.087769219604, within(1e-11));
    assertThat(number(nine, "effectiveRank")).isCloseTo(1.237813948170, within(1e-10));
    assertThat((List<?>) at(outcome, .99).get("cosines"))
        .first()
        .satisfies(cos -> assertThat((double) cos).isCloseTo(.99994783, within(5e-9)));
    assertThat(says(outcome))
        .containsOnly(
            Map.entry("blow-up", Says.HOLDS),
            Map.entry("homogeneity", Says.HOLDS),
            Map.entry("alignment", Says.HOLDS),
            Map.entry("cone", Says.HOLDS),
            Map.entry("low-rank", Says.HOLDS),
            Map.entry("two-layer", Says.UNDECIDED),
            Map.entry("factorisation", Says.UNDECIDED));
  }

  @Test
  void exceptionalStart_isNotJudged() {
    String start = "model: effective\n  weights: {kind: inline, a: [-0.2], B: [[0.2]], c: [0.5]}\n";
    Outcome outcome = run("experiment: condensation\nfixed:\n  " + start).getFirst().outcome();
    assertThat(outcome.flag("converged")).isFalse();
    assertThat(outcome.reasons()).containsEntry("outcome.blowUpExact", "an exceptional start");
    assertThat(says(outcome).values()).containsOnly(Says.UNDECIDED);
  }

  @ParameterizedTest
  @CsvSource({
    "tanh, .2, 4.23873523285",
    "tanh, .1, 9.31046068042",
    "tanh, .05, 19.34211837650",
    "tanh, .025, 39.35696013333",
    "linear, .1, 8.74160680607531104",
    "linear, .025, 38.7462963053730768"
  })
  void scalarNetworkOfThreeLayers_escapesWhenItShould(String s, double eps, double golden) {
    String b = "B: [[" + eps + "]],";
    Outcome outcome = run(SCALAR.formatted(s, eps, b, eps)).getFirst().outcome();
    assertThat(outcome.number("escapeTime")).isCloseTo(golden, within(2e-11 * golden));
    assertThat(outcome.number("blowUpLower")).isCloseTo(1 / eps, within(1e-8 / eps));
  }

  @ParameterizedTest
  @CsvSource({".1, 1.856873131557523", ".05, 2.55379391493516", ".025, 3.247880062907206"})
  void scalarNetworkOfTwoLayers_escapesALogTwoLaterForHalfTheStart(double eps, double golden) {
    Outcome outcome = run(SCALAR.formatted("linear", eps, "", eps)).getFirst().outcome();
    assertThat(outcome.number("escapeTime")).isCloseTo(golden, within(2e-12 * golden));
    assertThat(outcome.reasons())
        .containsEntry("outcome.blowUpUpper", "two layers grow exponentially and do not blow up");
    assertThat(says(outcome)).containsEntry("two-layer", Says.HOLDS);
  }

  @ParameterizedTest
  @CsvSource({
    "2, 0.03162277660168379, 3.453377389324277, 6.212606095751519",
    "3, 0.1, 9.144747306608262, 17.83748649053903",
    "4, 0.1778279410038923, 15.52915165123697, 30.80593931438992"
  })
  void factorisation_learnsItsModesOneAfterTheOther(int n, String eps, double one, double half) {
    String yaml =
        """
        experiment: condensation
        fixed:
          model: factorisation
          depth: %d
          width: 4
          initialization: {scaled: %s}
          target: {modes: [1, 0.5]}
          stop: {relativeResidual: 0.1}
        """
            .formatted(n, eps);
    Outcome outcome = run(yaml).getFirst().outcome();
    assertThat(outcome.number("escapeTime")).isCloseTo(one, Percentage.withPercentage(1e-7));
    assertThat((List<?>) outcome.metrics().get("modeTimes"))
        .last()
        .satisfies(
            time -> assertThat((double) time).isCloseTo(half, Percentage.withPercentage(1e-7)));
    assertThat(says(outcome)).containsEntry("factorisation", Says.HOLDS);
    assertThat(outcome.number("effectiveRank")).isLessThan(2);
  }

  @Test
  void completion_beginsAlongTheTopPairOfWhatIsSeen_andFillsTheRestIn() {
    String yaml =
        """
        experiment: condensation
        axes: {initialization: [{scaled: 0.01}, {scaled: 1}]}
        fixed:
          model: factorisation
          depth: 3
          width: 10
          target: {modes: [1], observed: 0.7}
          stop: {relativeResidual: 0.02}
        """;
    List<Finished> cells = run(yaml);
    Outcome small = cells.getFirst().outcome();
    Outcome large = cells.getLast().outcome();
    assertThat(says(small)).containsEntry("factorisation", Says.HOLDS);
    assertThat(small.number("testError")).isLessThan(0.3 * large.number("testError"));
    assertThat(says(large)).containsEntry("factorisation", Says.UNDECIDED);
  }

  /** The network at half of the blow-up time is the effective dynamics but for order ε². */
  @Test
  void network_approachesTheEffectiveDynamics_asTheSquareOfItsStart() {
    double[] errors = {errorAtHalf(0.05), errorAtHalf(0.025), errorAtHalf(0.0125)};
    assertThat(errors[0] / errors[1]).isBetween(3.0, 5.0);
    assertThat(errors[1] / errors[2]).isBetween(3.5, 4.5);
  }

  private double errorAtHalf(double eps) {
    double[] v = BlowUpGoldenTest.V;
    double half = 2.0875186740381 / 2;
    String yaml =
        """
        experiment: condensation
        fixed:
          data: {kind: inline, x: [[1]], y: [1]}
          weights:
            kind: inline
            W: [[%s], [%s], [%s]]
            B: [[%s, %s, %s], [%s, %s, %s]]
            a: [%s, %s]
          algorithm: {kind: flow, tolerance: 1e-12}
          stop: {loss: 0.4}
          record: {at: [%s]}
        """
            .formatted(
                eps * v[0],
                eps * v[1],
                eps * v[2],
                eps * v[3],
                eps * v[4],
                eps * v[5],
                eps * v[6],
                eps * v[7],
                eps * v[8],
                eps * v[9],
                eps * v[10],
                half / eps);
    Outcome outcome = run(yaml).getFirst().outcome();
    double expected = Math.sqrt(Chain.rho(BlowUpGoldenTest.at(half)));
    return outcome.curve().stream()
        .filter(p -> number(p, "t") == half / eps)
        .mapToDouble(p -> Math.abs(number(p, "norm") / eps / expected - 1))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void smallNetworks_condenseAndEscapeOnTime_andAreJudged() {
    List<Finished> cells = run(NETWORK.formatted("2, 3, 4", "0.025", 2));
    assertThat(cells).hasSize(6);
    for (Finished finished : cells) {
      Outcome outcome = finished.outcome();
      assertThat(outcome.flag("converged")).isTrue();
      assertThat(outcome.number("alignment")).isGreaterThan(0.95);
      assertThat(outcome.number("increases")).isZero();
      assertThat(outcome.number("mergedParameters")).isLessThan(outcome.number("parameters"));
      assertThat(outcome.number("mergedError")).isLessThan(0.1);
      assertThat(says(outcome).values()).doesNotContain(Says.VIOLATED).contains(Says.HOLDS);
      assertThat(outcome.curve())
          .filteredOn(p -> p.containsKey("cosineMap"))
          .hasSizeGreaterThanOrEqualTo(4)
          .allSatisfy(p -> assertThat((List<?>) p.get("cosineMap")).hasSize(8));
    }
  }

  @Test
  void activationWithoutALinearTerm_isNotJudged() {
    String yaml =
        NETWORK.formatted("3", "0.1", 1).replace("width: 8", "width: 8\n  activation: relu");
    Outcome outcome = run(yaml).getFirst().outcome();
    assertThat(says(outcome).values()).containsOnly(Says.UNDECIDED);
  }

  @Test
  void longSteps_areNotJudged_andGrowthIsNoDivergence() {
    String yaml = NETWORK.formatted("3", "0.05", 1).replace("{scaled: 0.05}", "{value: 30}");
    Outcome outcome = run(yaml.replace("stop:", "stop: {cap: 50}\n  #")).getFirst().outcome();
    assertThat(outcome.number("largestGrowth")).isGreaterThan(0.1);
    assertThat(outcome.flag("converged")).isFalse();
    assertThat(says(outcome).values()).containsOnly(Says.UNDECIDED);
  }

  @Test
  void study_isJudgedOverTheScaleOfTheStart() {
    List<Finished> cells = run(NETWORK.formatted("2, 3", "0.1, 0.05, 0.025", 5));
    Findings findings = experiment.judge(cells);
    assertThat(findings.verdicts()).noneMatch(v -> v.says() == Says.VIOLATED);
    assertThat(findings.verdicts())
        .filteredOn(v -> v.statement().equals("condensation.homogeneity-slope"))
        .singleElement()
        .satisfies(v -> assertThat(v.says()).isEqualTo(Says.HOLDS));
    assertThat(findings.verdicts())
        .filteredOn(v -> v.statement().equals("condensation.two-layer-log"))
        .singleElement()
        .satisfies(v -> assertThat(v.says()).isEqualTo(Says.HOLDS));
    assertThat(findings.rows().getFirst()).containsKeys("width", "iterations", "escapeTime");
    assertThat(findings.sentence()).startsWith("30 of 30 networks left their plateau");
  }

  @Test
  void outcome_doesNotDependOnTheBatch() {
    List<Cell> cells = study(NETWORK.formatted("3", "0.1", 3)).cells();
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      List<Outcome> together = experiment.run(cells, backend, Watch.NONE);
      for (int i = 0; i < cells.size(); i++) {
        assertThat(experiment.run(List.of(cells.get(i)), backend, Watch.NONE))
            .containsExactly(together.get(i));
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "width: 5 | width",
        "depth: 3 | depth",
        "initialization: {scaled: 1} | initialization",
      })
  void check_conflictWithInlineWeights_namesTheField(String line, String field) {
    Cell cell = study(VECTOR + "  " + line + "\n").cells().getFirst();
    assertThatThrownBy(() -> experiment.check(cell))
        .isInstanceOfSatisfying(
            StudyException.class, e -> assertThat(e.getMessage()).contains(field));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: [0.3, 0.2] | a: [0.3] | weights.a",
        "c: [0.25, 0.35, 0.15] | c: [0.25] | weights.c",
        "perpendicular: [0.2, 0.2, 0.2] | perpendicular: [0.2, -0.2, 0.2] | weights.perpendicular",
        "model: effective | model: network | data",
        "model: effective | model: factorisation | weights",
      })
  void check_whatDoesNotFit_namesTheField(String from, String to, String field) {
    Cell cell = study(VECTOR.replace(from, to)).cells().getFirst();
    assertThatThrownBy(() -> experiment.check(cell))
        .isInstanceOfSatisfying(
            StudyException.class, e -> assertThat(e.getMessage()).contains(field));
  }

  private Study study(String yaml) {
    return new StudyReader(Map.of("condensation", experiment.schema()))
        .parse(yaml, "test.yaml", "test", List.of());
  }

  private List<Finished> run(String yaml) {
    Study study = study(yaml);
    study.cells().forEach(experiment::check);
    List<Finished> finished = new ArrayList<>();
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      for (Cell cell : study.cells()) {
        finished.add(
            new Finished(cell, experiment.run(List.of(cell), backend, Watch.NONE).getFirst()));
      }
    }
    return finished;
  }

  private static SequencedMap<String, Object> at(Outcome outcome, double fraction) {
    return outcome.curve().stream()
        .filter(p -> Math.abs(number(p, "fraction") - fraction) < 1e-9)
        .findFirst()
        .orElseThrow();
  }

  private static double number(Map<String, Object> point, String name) {
    return ((Number) point.getOrDefault(name, Double.NaN)).doubleValue();
  }

  private static Map<String, Says> says(Outcome outcome) {
    Map<String, Says> says = new LinkedHashMap<>();
    outcome.verdicts().forEach(v -> says.put(v.statement().replace("condensation.", ""), v.says()));
    return says;
  }
}
