package io.github.widthbench.experiment.condensation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Verdict.Says;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.StudyException;
import io.github.widthbench.study.StudyReader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Monitors of networks that condense, from the text of a study. */
class MonitorsTest {
  private static final CondensationExperiment EXPERIMENT = new CondensationExperiment();

  private static final String STUDY =
      """
      experiment: condensation
      axes: {seed: {count: 3}}
      fixed:
        data: {kind: sphere, sampleCount: 20, inputDim: 5, seed: 0}
        labels: {kind: smooth}
        depth: %d
        width: 8
        initialization: {scaled: 0.1}
        %s
        stop: {relativeResidual: 0.5, cap: 4000}
      """;

  private static final String DESCENT = "learningRate: {scaled: 0.05}";
  private static final String FLOW = "algorithm: {kind: flow}";

  @ParameterizedTest
  @ValueSource(strings = {DESCENT, FLOW})
  void weightsBeyondTheirBound_endTheRun_areNamed_andNothingIsJudged(String algorithm) {
    String watched =
        STUDY.formatted(3, algorithm)
            + "  monitors: {every: 1, weightNorm: {stopAbove: 0.4}, gradientNorm: {}}\n";
    Outcome outcome = run(watched).getFirst();
    assertThat(outcome.metrics()).containsEntry("stoppedBy", "weightNorm");
    assertThat(outcome.reason()).startsWith("monitor weightNorm: found 0.4").contains("above 0.4");
    assertThat(outcome.flag("converged")).isFalse();
    assertThat(number(outcome.curve().getLast(), "weightNorm"))
        .isEqualTo(outcome.number("stoppedValue"))
        .isGreaterThan(0.4);
    assertThat(outcome.number("largestNorm")).isEqualTo(outcome.number("stoppedValue"));
    assertThat(outcome.verdicts()).allMatch(v -> v.says() == Says.UNDECIDED);
    Outcome free = run(STUDY.formatted(3, algorithm)).getFirst();
    assertThat(free.metrics()).doesNotContainKey("stoppedBy").containsEntry("converged", true);
    assertThat(free.number("largestNorm")).isGreaterThan(0.8);
  }

  @Test
  void boundsThatAreKept_changeNothingButTheCurve_whateverElseIsInTheBatch() {
    String bounds = "  monitors: {every: 5, weightNorm: {}, gradientNorm: {}, stepCurvature: {}}\n";
    List<Outcome> watched = run(STUDY.formatted(3, DESCENT) + bounds);
    List<Outcome> plain = run(STUDY.formatted(3, DESCENT));
    for (int b = 0; b < plain.size(); b++) {
      assertThat(watched.get(b).metrics()).isEqualTo(plain.get(b).metrics());
      assertThat(watched.get(b).verdicts()).isEqualTo(plain.get(b).verdicts());
      assertThat(watched.get(b).curve())
          .hasSameSizeAs(plain.get(b).curve())
          .allSatisfy(p -> assertThat(p).containsKeys("weightNorm", "gradientNorm"));
    }
    Cell last = cells(STUDY.formatted(3, DESCENT) + bounds).getLast();
    assertThat(run(List.of(last))).containsExactly(watched.getLast());
  }

  /** Small two-layer networks have the Hessian ∇²L = [0 z; zᵀ 0] in each neuron: |∇²L| = β. */
  @Test
  void stepCurvature_atASmallStart_isTheStepTimesBeta() {
    String study = STUDY.formatted(2, "learningRate: {value: 0.5}").replace("0.1}", "1e-4}");
    Outcome outcome = run(study + "  monitors: {stepCurvature: {}, gradientNorm: {}}\n").getFirst();
    assertThat(number(outcome.curve().getFirst(), "stepCurvature"))
        .isCloseTo(0.5 * outcome.number("beta"), within(1e-3));
  }

  /** L(θ − η∇L) = L − η|∇L|² + O(η²). */
  @Test
  void gradientNorm_isTheDecreaseOfTheLoss_overAShortStep() {
    double eta = 1e-7;
    String study =
        STUDY
            .formatted(3, "learningRate: {value: 1e-7}")
            .replace("0.1}", "2}")
            .replace("4000", "1");
    Outcome outcome = run(study + "  monitors: {gradientNorm: {}}\n").getFirst();
    SequencedMap<String, Object> first = outcome.curve().getFirst();
    double decrease = number(first, "loss") - number(outcome.curve().getLast(), "loss");
    double gradient = number(first, "gradientNorm");
    assertThat(Math.sqrt(decrease / eta)).isCloseTo(gradient, within(1e-3 * gradient));
  }

  @Test
  void monitorThatHasNoMeaning_isRefused() {
    assertThatThrownBy(() -> run(STUDY.formatted(3, FLOW) + "  monitors: {stepCurvature: {}}\n"))
        .isInstanceOfSatisfying(
            StudyException.class, e -> assertThat(e.field()).isEqualTo("monitors.stepCurvature"));
    assertThatThrownBy(() ->
            run(
                "experiment: condensation\nfixed: {model: effective, width: 4,"
                    + " initialization: {scaled: 0.1}, monitors: {weightNorm: {}}}\n"))
        .isInstanceOfSatisfying(
            StudyException.class, e -> assertThat(e.field()).isEqualTo("monitors"));
  }

  private static double number(Map<String, Object> values, String name) {
    return ((Number) Objects.requireNonNull(values.get(name))).doubleValue();
  }

  private static List<Cell> cells(String yaml) {
    List<Cell> cells =
        new StudyReader(Map.of("condensation", EXPERIMENT.schema()))
            .parse(yaml, "monitors.yaml", "monitors", List.of())
            .cells();
    cells.forEach(EXPERIMENT::check);
    return cells;
  }

  private static List<Outcome> run(String yaml) {
    return run(cells(yaml));
  }

  private static List<Outcome> run(List<Cell> cells) {
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      return EXPERIMENT.run(cells, backend, Watch.NONE);
    }
  }
}
