package io.github.widthbench.experiment.exponential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.StudyException;
import io.github.widthbench.study.StudyReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Monitors of the exponential experiment, from the text of a study. */
class MonitorsTest {
  private static final ExponentialExperiment EXPERIMENT = new ExponentialExperiment();

  private static final String STUDY =
      """
      experiment: exponential
      fixed:
        data: {kind: sphere, sampleCount: 6, inputDim: 4, radius: 0.5, seed: 2}
        width: 64
        learningRate: {scaled: %s}
        stop: {residual: 1e-3, cap: 500}
        initialization: %s
        monitors: {%s}
      """;

  private final List<String> shown = new ArrayList<>();

  @Test
  void sharpnessBeyondItsBound_endsTheRun_andIsNamed() {
    Outcome outcome = run(8, "coupled", "every: 1, stepSharpness: {stopAbove: 6}");
    assertThat(outcome.metrics()).containsEntry("stoppedBy", "stepSharpness");
    assertThat(outcome.flag("converged")).isFalse();
    int at = (int) outcome.number("stoppedAt");
    assertThat(outcome.reason())
        .startsWith("monitor stepSharpness: found ")
        .endsWith("at t=" + at + ", above 6.0");
    SequencedMap<String, Object> last = outcome.curve().getLast();
    assertThat(last)
        .containsEntry("t", at)
        .containsEntry("stepSharpness", outcome.number("stoppedValue"));
    assertThat(number(last, "stepSharpness")).isGreaterThan(6);
  }

  @Test
  void boundsThatAreKept_changeNothingButTheCurve() {
    Outcome watched =
        run(
            1,
            "iid",
            "every: 7, weightNorm: {}, stepSharpness: {stopAbove: 100}, gradientNorm: {}");
    Outcome plain = outcome(STUDY.formatted("1", "iid", "").replace("  monitors: {}\n", ""));
    assertThat(watched.metrics()).isEqualTo(plain.metrics());
    assertThat(watched.reason()).isEqualTo(plain.reason());
    assertThat(watched.curve()).hasSameSizeAs(plain.curve());
    for (int i = 0; i < plain.curve().size(); i++) {
      assertThat(watched.curve().get(i))
          .containsAllEntriesOf(plain.curve().get(i))
          .containsKey("weightNorm");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"coupled", "iid"})
  void gradientNorm_isTheDecreaseOfTheLoss_overAShortStep(String initialization) {
    // L(W − η∇L) = L − η|∇L|² + O(η²)
    double eta = 1e-9;
    String study =
        STUDY
            .formatted("1", initialization, "gradientNorm: {}")
            .replace("{scaled: 1}", "{value: 1e-9}");
    Outcome outcome = outcome(study.replace("cap: 500", "cap: 1"));
    SequencedMap<String, Object> first = outcome.curve().getFirst();
    double decrease = number(first, "loss") - number(outcome.curve().getLast(), "loss");
    assertThat(Math.sqrt(decrease / eta))
        .isCloseTo(number(first, "gradientNorm"), within(1e-3 * Math.sqrt(decrease / eta)));
  }

  @Test
  void sharpness_isTheStepTimesTheLargestEigenvalue_andHeadroomIsWhatIsLeft() {
    Outcome outcome = run(0.5, "iid", "stepSharpness: {}, exponentHeadroom: {}, weightNorm: {}");
    SequencedMap<String, Object> first = outcome.curve().getFirst();
    assertThat(number(first, "stepSharpness"))
        .isCloseTo(
            0.5 * outcome.number("lambdaMax") / outcome.number("lambdaMaxInfinite"), within(1e-12));
    // 64·4 normal weights; |x| = 1/2
    assertThat(number(first, "weightNorm")).isBetween(14.0, 18.0);
    assertThat(709.78 - number(first, "exponentHeadroom")).isBetween(0.8, 2.5);
  }

  @Test
  void headroom_isThatOfTheStorage() {
    String study = STUDY.formatted("1", "iid", "exponentHeadroom: {stopBelow: 10.5}");
    assertThat(outcome(study + "  storage: {activations: fp16}\n").metrics())
        .containsEntry("stoppedBy", "exponentHeadroom")
        .containsEntry("stoppedAt", 0);
    assertThat(outcome(study + "  storage: {activations: bf16}\n").metrics())
        .doesNotContainKey("stoppedBy");
  }

  @Test
  void looks_areTold_everySoManySteps() {
    run(1, "coupled", "every: 50, stepSharpness: {}");
    assertThat(shown.getFirst()).startsWith("t=0 stepSharpness ");
    assertThat(shown).anyMatch(line -> line.startsWith("t=50 stepSharpness "));
  }

  @Test
  void monitorThatHasNoMeaning_isRefused() {
    assertThatThrownBy(() ->
            outcome(STUDY.formatted("1", "iid", "exponentHeadroom: {}") + "  activation: relu\n"))
        .isInstanceOfSatisfying(
            StudyException.class,
            e -> assertThat(e.field()).isEqualTo("monitors.exponentHeadroom"));
    assertThatThrownBy(() -> run(1, "iid", "stepCurvature: {}"))
        .isInstanceOfSatisfying(
            StudyException.class, e -> assertThat(e.getMessage()).contains("stepSharpness"));
  }

  private static double number(Map<String, Object> values, String name) {
    return ((Number) Objects.requireNonNull(values.get(name))).doubleValue();
  }

  private Outcome run(double step, String initialization, String monitors) {
    return outcome(STUDY.formatted(step, initialization, monitors));
  }

  private Outcome outcome(String yaml) {
    Cell cell =
        new StudyReader(Map.of("exponential", EXPERIMENT.schema()))
            .parse(yaml, "monitors.yaml", "monitors", List.of())
            .cells()
            .getFirst();
    EXPERIMENT.check(cell);
    Watch watch =
        new Watch() {
          @Override
          public void check() {}

          @Override
          public void show(String state) {
            shown.add(state);
          }
        };
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      return EXPERIMENT.run(List.of(cell), backend, watch).getFirst();
    }
  }
}
