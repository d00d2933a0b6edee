package io.github.widthbench.experiment.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.dataset.Dataset;
import io.github.widthbench.dataset.Datasets;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Verdict.Says;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.StudyException;
import io.github.widthbench.study.StudyReader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Coupled and small starts, and monitors, from the text of a study. */
class StartsTest {
  private static final RecoveryExperiment EXPERIMENT = new RecoveryExperiment();

  private static final String STUDY =
      """
      experiment: recovery
      fixed:
        data: {kind: gaussian, sampleCount: 9, inputDim: 2, seed: 0}
        width: 4
        initialization: %s
        algorithm: {kind: %s}
        stop: {loss: 1e-6, time: 1e4, cap: 400}
      """;

  @Test
  void coupledStudent_startsAtZero_andAnotherDoesNot() {
    Cell cell = cell(STUDY.formatted("coupled", "flow"));
    Outcome coupled = run(STUDY.formatted("coupled", "flow"));
    double[] labels = Case.of(cell.settings(), data(cell)).loss().y();
    double square = 0;
    for (double label : labels) {
      square += label * label;
    }
    assertThat(number(coupled.curve().getFirst(), "loss")).isCloseTo(square / 2, within(1e-15));
    Outcome iid = run(STUDY.formatted("iid", "flow"));
    assertThat(Math.abs(number(iid.curve().getFirst(), "loss") - square / 2)).isGreaterThan(1e-3);
    assertThat(coupled.number("finalLoss")).isLessThan(square / 20);
  }

  @Test
  void coupledStudent_ofOddWidth_isRefused() {
    assertThatThrownBy(
            () -> run(STUDY.formatted("coupled", "flow").replace("width: 4", "width: 5")))
        .isInstanceOfSatisfying(
            StudyException.class, e -> assertThat(e.field()).isEqualTo("width"));
  }

  @Test
  void smallStart_isTheScaledOneOfItsWidth() {
    assertThat(run(STUDY.formatted("{small: 1.5}", "flow")))
        .isEqualTo(run(STUDY.formatted("{scaled: 0.125}", "flow")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"flow", "descent"})
  void gradientBelowItsBound_endsTheRun_isNamed_andNothingIsJudged(String algorithm) {
    String watched =
        STUDY.formatted("iid", algorithm)
            + "  monitors: {every: 1, weightNorm: {}, gradientNorm: {stopBelow: 5}}\n";
    Outcome outcome = run(watched);
    assertThat(outcome.metrics()).containsEntry("stoppedBy", "gradientNorm");
    assertThat(outcome.reason()).startsWith("monitor gradientNorm: found ");
    assertThat(number(outcome.curve().getLast(), "gradientNorm")).isLessThan(5);
    assertThat(outcome.curve().getLast()).containsKey("weightNorm");
    assertThat(outcome.verdicts()).allMatch(v -> v.says() == Says.UNDECIDED);
    assertThat(run(STUDY.formatted("iid", algorithm)).metrics()).doesNotContainKey("stoppedBy");
  }

  private static Dataset data(Cell cell) {
    return Datasets.read(cell.settings());
  }

  private static Cell cell(String yaml) {
    return new StudyReader(Map.of("recovery", EXPERIMENT.schema()))
        .parse(yaml, "starts.yaml", "starts", List.of())
        .cells()
        .getFirst();
  }

  private static double number(Map<String, Object> values, String name) {
    return ((Number) Objects.requireNonNull(values.get(name))).doubleValue();
  }

  private static Outcome run(String yaml) {
    Cell cell = cell(yaml);
    EXPERIMENT.check(cell);
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      return EXPERIMENT.run(List.of(cell), backend, Watch.NONE).getFirst();
    }
  }
}
