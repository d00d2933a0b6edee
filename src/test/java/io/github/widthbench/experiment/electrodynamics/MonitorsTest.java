package io.github.widthbench.experiment.electrodynamics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Verdict.Says;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.StudyReader;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Monitors of charges and of deep students, from the text of a study. */
class MonitorsTest {
  private static final ElectrodynamicsExperiment EXPERIMENT = new ElectrodynamicsExperiment();

  private static final String CHARGES =
      """
      experiment: electrodynamics
      fixed:
        potential: {kind: yukawa}
        inputDim: 3
        width: 3
        algorithm: {kind: %s}
      """;

  private static final String DEEP =
      """
      experiment: electrodynamics
      fixed:
        potential: {kind: tanh}
        data: {kind: gaussian, sampleCount: 40, inputDim: 3}
        inputDim: 3
        width: 4
        depth: 3
        stop: {residual: 1e-2, cap: 40}
      """;

  @ParameterizedTest
  @ValueSource(strings = {"descent", "secondOrder", "nodewise", "deep"})
  void gradientBelowItsBound_endsTheRun_andIsNamed(String algorithm) {
    String study = algorithm.equals("deep") ? DEEP : CHARGES.formatted(algorithm);
    Outcome free = run(study + "  monitors: {every: 1, gradientNorm: {}, weightNorm: {}}\n");
    double first = number(free.curve().getFirst(), "gradientNorm");
    Outcome outcome =
        run(study + "  monitors: {every: 1, gradientNorm: {stopBelow: %s}}\n".formatted(first / 2));
    assertThat(outcome.metrics()).containsEntry("stoppedBy", "gradientNorm");
    assertThat(outcome.reason()).startsWith("monitor gradientNorm: found ");
    assertThat(outcome.flag("converged")).isFalse();
    assertThat(outcome.curve().getLast().get("t")).isEqualTo(outcome.metrics().get("stoppedAt"));
    assertThat(number(outcome.curve().getLast(), "gradientNorm"))
        .isEqualTo(number(outcome.curve().getLast(), "gradient"))
        .isLessThan(first / 2);
    assertThat(outcome.verdicts())
        .filteredOn(v -> v.statement().equals(CellStatements.NODEWISE))
        .allMatch(v -> v.says() == Says.UNDECIDED);
    assertThat(free.number("finalLoss")).isLessThan(outcome.number("finalLoss"));
  }

  @Test
  void boundsThatAreKept_changeNothingButTheCurve() {
    for (String study : List.of(CHARGES.formatted("descent"), DEEP)) {
      Outcome watched = run(study + "  monitors: {weightNorm: {stopAbove: 1e6}}\n");
      Outcome plain = run(study);
      assertThat(watched.metrics()).isEqualTo(plain.metrics());
      assertThat(watched.reason()).isEqualTo(plain.reason());
      assertThat(watched.curve())
          .hasSameSizeAs(plain.curve())
          .allSatisfy(point -> assertThat(point).containsKey("weightNorm"));
    }
  }

  /** Places of length 1, and charges only where they move. */
  @Test
  void weightNorm_isOfWhatIsTrained() {
    String sphere =
        """
        experiment: electrodynamics
        fixed:
          potential: {kind: hermite, degree: 3}
          inputDim: 4
          width: 9
          charges: {scaled: 2}
          train: %s
          stop: {cap: 3}
          monitors: {weightNorm: {}}
        """;
    assertThat(number(run(sphere.formatted("theta")).curve().getLast(), "weightNorm"))
        .isCloseTo(3, within(1e-12));
    assertThat(number(run(sphere.formatted("all")).curve().getFirst(), "weightNorm"))
        .isBetween(4.0, 10.0);
  }

  /** Every row or column of length 1 up to the scale: |W|² is the number of entries. */
  @Test
  void orthonormalDeepStudent_hasTheNormOfItsShape() {
    String study = DEEP + "  initialization: orthonormal\n  monitors: {weightNorm: {}}\n";
    double entries = 3 * 4 + 4 * 4 + 4;
    assertThat(number(run(study).curve().getFirst(), "weightNorm"))
        .isCloseTo(Math.sqrt(entries), within(1e-12));
  }

  private static double number(Map<String, Object> values, String name) {
    return ((Number) Objects.requireNonNull(values.get(name))).doubleValue();
  }

  private static Outcome run(String yaml) {
    Cell cell =
        new StudyReader(Map.of("electrodynamics", EXPERIMENT.schema()))
            .parse(yaml, "monitors.yaml", "monitors", List.of())
            .cells()
            .getFirst();
    EXPERIMENT.check(cell);
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      return EXPERIMENT.run(List.of(cell), backend, Watch.NONE).getFirst();
    }
  }
}
