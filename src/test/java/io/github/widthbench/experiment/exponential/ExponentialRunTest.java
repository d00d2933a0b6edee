package io.github.widthbench.experiment.exponential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Findings;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Says;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Study;
import io.github.widthbench.study.StudyReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs from the text of a study, on the reference. */
class ExponentialRunTest {
  private final ExponentialExperiment experiment = new ExponentialExperiment();

  private static final String TINY =
      """
      experiment: exponential
      fixed:
        data: {kind: inline, x: [[1]], y: [1]}
        weights: {kind: inline, W: [[0.3], [0.3]], a: [1, -1]}
        learningRate: {value: 0.01}
        stop: {residual: 1e-9, cap: 100}
        record: {at: [0, 1, 2, 10, 100]}
      """;

  private static final String THREE =
      """
      experiment: exponential
      axes:
        width: [64, 256, 1024, 4096]
        seed: {count: 6}
      fixed:
        data: {kind: inline, x: [[1, 0], [0, 1], [0.6, 0.8]], y: [1, -1, 0.5]}
        initialization: %s
        learningRate: {scaled: 0.65}
        record: {at: [3]}
      """;

  @Test
  void noStep_ofCoupledNetworks_isTheStartOfTheirTraining() {
    String study = THREE.formatted("coupled").replace("record: {at: [3]}", "stop: {cap: %d}");
    List<Finished> trained = run(study(study.formatted(3)));
    List<Finished> lookedAt = run(study(study.formatted(0)));
    assertThat(lookedAt).hasSameSizeAs(trained).isNotEmpty();
    for (int i = 0; i < trained.size(); i++) {
      Outcome start = lookedAt.get(i).outcome();
      Outcome whole = trained.get(i).outcome();
      assertThat(start.curve()).hasSize(1);
      assertThat(whole.curve()).hasSizeGreaterThan(1);
      for (String name : List.of("lambdaMin", "lambdaMax", "gramDistance", "startResidual")) {
        assertThat(start.number(name)).as(name).isCloseTo(whole.number(name), within(1e-12));
      }
      assertThat(start.number("movement")).isZero();
      assertThat(start.flag("converged")).isFalse();
      assertThat(start.reason()).startsWith("cap of 0 steps");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"initialization: iid", "clip: 3", "record: {at: [2]}"})
  void noStep_whereWeightsWouldBeNeeded_isRefused(String field) {
    String study = THREE.formatted("coupled").replace("record: {at: [3]}", "stop: {cap: 0}");
    String refused =
        field.startsWith("init")
            ? study.replace("initialization: coupled", field)
            : study + "  " + field;
    assertThatThrownBy(() -> study(refused).cells().forEach(experiment::check))
        .hasMessageContaining("stop.cap")
        .hasMessageContaining("initialization: coupled");
  }

  @Test
  void tinyInstance_hasTheGoldenOutputs() {
    Outcome outcome = run(study(TINY)).getFirst().outcome();
    Map<Integer, Double> expected =
        Map.of(
            0, 0.0,
            1, 0.0364434827235339,
            2, 0.0715808107511251,
            10, 0.313470188279445,
            100, 0.990794067303683);
    expected.forEach((t, f) -> {
      SequencedMap<String, Object> point = point(outcome, t);
      double output = outputs(point).getFirst();
      assertThat(output).isCloseTo(f, within(1e-10 * Math.max(f, 1e-3)));
      assertThat(point)
          .hasEntrySatisfying(
              "loss",
              loss -> assertThat((double) loss).isCloseTo((f - 1) * (f - 1) / 2, within(1e-10)));
    });
    assertThat(outcome.flag("converged")).isFalse();
    assertThat(outcome.reason()).startsWith("cap of 100 steps");
  }

  @ParameterizedTest
  @ValueSource(strings = {"exp", "relu", "tanh", "erf", "sigmoid", "softplus"})
  void coupledStart_isExactlyZero(String activation) {
    List<Finished> cells =
        run(
            study(
                """
                experiment: exponential
                axes: {seed: {count: 3}}
                fixed:
                  data: {kind: sphere, sampleCount: 5, inputDim: 3, radius: 0.5, seed: 1}
                  activation: %s
                  width: 64
                  stop: {residual: 1e-3, cap: 20}
                """
                    .formatted(activation)));
    for (Finished cell : cells) {
      assertThat(outputs(cell.outcome().curve().getFirst())).containsOnly(0.0);
      assertThat(cell.outcome().number("startResidual")).isEqualTo(Math.sqrt(5));
      assertThat(cell.outcome().number("finalResidual")).isLessThan(Math.sqrt(5));
    }
  }

  @Test
  void threePoints_approachTheLinearTheory_withTheWidth() {
    List<Finished> cells = run(study(THREE.formatted("coupled")));
    for (Finished cell : cells) {
      Outcome outcome = cell.outcome();
      assertThat(outcome.flag("converged")).isTrue();
      if (ExponentialCase.of(cell.cell()).width() == 4096) {
        // κ = 0.65/λmax = 0.0497, close to the golden 0.05 with its 72 steps
        assertThat(outcome.number("predictedIterations")).isEqualTo(72);
        assertThat(outcome.number("iterations")).isBetween(60.0, 100.0);
      }
      assertThat(point(outcome, 3)).containsKey("residual");
      assertThat(outcome.number("lambdaMinInfinite")).isCloseTo(1.70974444038317, within(1e-12));
    }
  }

  @Test
  void movement_ofWideNetworks_isTheMinimumNormOne() {
    String wide = THREE.formatted("coupled").replace("[64, 256, 1024, 4096]", "[16384]");
    double mean =
        run(study(wide)).stream()
            .mapToDouble(cell -> 16384 * Math.pow(cell.outcome().number("movement"), 2))
            .average()
            .orElseThrow();
    // yᵀH∞⁻¹y, up to what an |H − H∞| of 147/√m still changes at this width
    assertThat(mean).isCloseTo(0.458078110679602, within(0.08));
  }

  @Test
  void outcome_doesNotDependOnTheBatch() {
    List<Cell> cells = study(THREE.formatted("iid")).cells().subList(0, 6);
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      List<Outcome> together = experiment.run(cells, backend, Watch.NONE);
      for (int i = 0; i < cells.size(); i++) {
        assertThat(experiment.run(List.of(cells.get(i)), backend, Watch.NONE))
            .containsExactly(together.get(i));
      }
    }
  }

  @Test
  void study_isJudged_byFractionsAndExponents() {
    Findings findings = experiment.judge(run(study(THREE.formatted("coupled"))));
    assertThat(findings.rows()).hasSize(4);
    assertThat(findings.verdicts())
        .extracting(Verdict::statement)
        .containsExactly(
            "exponential.rate",
            "exponential.positive",
            "exponential.concentration",
            "exponential.iterations",
            "exponential.lazy-gram",
            "exponential.lazy-residual",
            "exponential.lazy-movement",
            "exponential.lazy-max-movement",
            "exponential.lazy-drift");
    assertThat(findings.verdicts()).noneMatch(v -> v.says() == Says.VIOLATED);
    assertThat(verdict(findings, "exponential.positive").says()).isEqualTo(Says.HOLDS);
    assertThat(verdict(findings, "exponential.lazy-residual").estimate())
        .isCloseTo(0, within(1e-12));
    assertThat(findings.sentence()).startsWith("At width 4096, 6 of 6 networks converged");
  }

  @Test
  void tooLargeStep_endsInOverflow_notInAFailure() {
    Outcome outcome = run(study(TINY.replace("0.01", "400"))).getFirst().outcome();
    assertThat(outcome.status()).isEqualTo(Outcome.Status.OK);
    assertThat(outcome.flag("converged")).isFalse();
    assertThat(outcome.reason()).startsWith("overflow at t=");
    assertThat(outcome.verdicts()).noneMatch(v -> v.says() == Says.VIOLATED);
  }

  @Test
  void clip_limitsTheExponent_andTheRecordSaysSo() {
    String clipped = TINY.replace("learningRate", "clip: 0.35\n  learningRate");
    Outcome outcome = run(study(clipped)).getFirst().outcome();
    assertThat(outcome.flag("clipped")).isTrue();
    assertThat(verdict(outcome.verdicts(), "exponential.rate").says()).isEqualTo(Says.UNDECIDED);
    assertThat(run(study(TINY)).getFirst().outcome().flag("clipped")).isFalse();
  }

  @Test
  void smallStart_isTheScaledOneOfItsWidth() {
    String four = THREE.replace("[64, 256, 1024, 4096]", "[256]").replace("count: 6", "count: 1");
    Outcome small = run(study(four.formatted("{small: 0.5}"))).getFirst().outcome();
    assertThat(small)
        .isEqualTo(run(study(four.formatted("{scaled: 0.0625}"))).getFirst().outcome());
    assertThat(small)
        .isNotEqualTo(run(study(four.formatted("{small: 0.25}"))).getFirst().outcome());
  }

  private Study study(String yaml) {
    return new StudyReader(Map.of("exponential", experiment.schema()))
        .parse(yaml, "test.yaml", "test", List.of());
  }

  private List<Finished> run(Study study) {
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

  private static SequencedMap<String, Object> point(Outcome outcome, int t) {
    return outcome.curve().stream()
        .filter(p -> Integer.valueOf(t).equals(p.get("t")))
        .findFirst()
        .orElseThrow();
  }

  @SuppressWarnings("unchecked")
  private static List<Double> outputs(SequencedMap<String, Object> point) {
    return (List<Double>) Objects.requireNonNull(point.get("outputs"));
  }

  private static Verdict verdict(Findings findings, String statement) {
    return verdict(findings.verdicts(), statement);
  }

  private static Verdict verdict(List<Verdict> verdicts, String statement) {
    return verdicts.stream().filter(v -> v.statement().equals(statement)).findFirst().orElseThrow();
  }
}
