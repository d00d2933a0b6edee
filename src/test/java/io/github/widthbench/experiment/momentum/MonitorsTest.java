package io.github.widthbench.experiment.momentum;

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

/** Monitors and starts of the momentum experiment, from the text of a study. */
class MonitorsTest {
  private static final MomentumExperiment EXPERIMENT = new MomentumExperiment();

  @Test
  void curvatureBeyondTheEdge_endsTheRun_andIsNamed() {
    Outcome outcome = run(6, "iid", "every: 1, stepCurvature: {stopAbove: 2}, weightNorm: {}");
    assertThat(outcome.metrics())
        .containsEntry("stoppedBy", "stepCurvature")
        .containsEntry("stoppedAt", 0);
    assertThat(outcome.reason())
        .startsWith("monitor stepCurvature: found 6.")
        .endsWith("at t=0, above 2.0");
    assertThat(outcome.curve()).hasSize(1);
    assertThat(outcome.verdicts()).noneMatch(v -> v.says() == Says.VIOLATED);
  }

  @Test
  void monitorsWithinTheirBounds_readWhatTheCurveShows() {
    Outcome outcome =
        run(0.5, "iid", "weightNorm: {stopAbove: 1e3}, gradientNorm: {}, stepCurvature: {}");
    assertThat(outcome.metrics()).doesNotContainKey("stoppedBy");
    for (SequencedMap<String, Object> point : outcome.curve()) {
      assertThat(point.get("weightNorm")).isEqualTo(point.get("weights"));
      assertThat(point.get("gradientNorm")).isEqualTo(point.get("gradient"));
    }
    assertThat(number(outcome.curve().getFirst(), "stepCurvature")).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void smallStart_isTheScaledOneOfItsWidth_andOrthonormalIsAnother() {
    Outcome small = run(0.3, "{small: 1}", "");
    assertThat(small).isEqualTo(run(0.3, "{scaled: 0.125}", ""));
    Outcome orthonormal = run(0.3, "orthonormal", "weightNorm: {}");
    Outcome iid = run(0.3, "iid", "weightNorm: {}");
    // the mean square of an orthonormal matrix is what iid weights have on average
    double start = number(orthonormal.curve().getFirst(), "weightNorm");
    assertThat(start).isCloseTo(number(iid.curve().getFirst(), "weightNorm"), within(0.5));
    assertThat(orthonormal.number("iterations")).isNotEqualTo(iid.number("iterations"));
  }

  /** Skips among them; pairs of neurons cancel, and what leads past them is 0. */
  @Test
  void coupledStart_beginsAtOutputsOfZero_andLearns() {
    Outcome coupled = run(0.3, "coupled", "");
    double none = number(run(0.3, "{scaled: 1e-9}", "").curve().getFirst(), "loss");
    assertThat(number(coupled.curve().getFirst(), "loss")).isCloseTo(none, within(1e-8));
    assertThat(number(run(0.3, "iid", "").curve().getFirst(), "loss"))
        .isNotCloseTo(none, within(1e-3));
    assertThat(coupled.number("finalLoss")).isLessThan(none / 10);
  }

  @Test
  void coupledStart_ofOddWidth_isRefused() {
    assertThatThrownBy(() -> run(0.3, "coupled\n  width: 7", ""))
        .isInstanceOfSatisfying(
            StudyException.class, e -> assertThat(e.field()).isEqualTo("width"));
  }

  private static double number(Map<String, Object> values, String name) {
    return ((Number) Objects.requireNonNull(values.get(name))).doubleValue();
  }

  private static Outcome run(double step, String start, String monitors) {
    String yaml =
        """
        experiment: momentum
        fixed:
          data: {kind: orthonormal, sampleCount: 4, inputDim: 4}
          labels: {kind: sign}
          algorithm: {kind: descent}
          learningRate: {scaled: %s}
          stop: {gradient: 1e-3, cap: 200}
          initialization: %s
        """
                .formatted(step, start)
            + (start.contains("width") ? "" : "  width: 8\n")
            + (monitors.isEmpty() ? "" : "  monitors: {" + monitors + "}\n");
    Cell cell =
        new StudyReader(Map.of("momentum", EXPERIMENT.schema()))
            .parse(yaml, "monitors.yaml", "monitors", List.of())
            .cells()
            .getFirst();
    EXPERIMENT.check(cell);
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      return EXPERIMENT.run(List.of(cell), backend, Watch.NONE).getFirst();
    }
  }
}
