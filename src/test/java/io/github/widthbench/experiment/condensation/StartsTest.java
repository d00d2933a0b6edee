package io.github.widthbench.experiment.condensation;

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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Starts of the usual size, at which nothing condenses, from the text of a study. */
class StartsTest {
  private static final CondensationExperiment EXPERIMENT = new CondensationExperiment();

  private static final String STUDY =
      """
      experiment: condensation
      fixed:
        data: {kind: inline, x: [[1, 0, 0], [0, 1, 0], [0, 0.6, 0.8]], y: [1, -1, 1]}
        depth: %d
        width: 8
        initialization: %s
        stop: {relativeResidual: 0.2, cap: 5000}
      """;

  /** A network that is 0 loses (1/2n)·|y|² = 1/2. */
  @ParameterizedTest
  @ValueSource(ints = {2, 3, 4})
  void coupledNetwork_startsAtZero_andLearns(int depth) {
    Outcome coupled = run(STUDY.formatted(depth, "coupled"));
    assertThat(number(coupled.curve().getFirst(), "loss")).isCloseTo(0.5, within(1e-14));
    assertThat(coupled.flag("converged")).isTrue();
    Outcome iid = run(STUDY.formatted(depth, "iid"));
    assertThat(Math.abs(number(iid.curve().getFirst(), "loss") - 0.5)).isGreaterThan(1e-4);
  }

  /** All entries have the mean square of iid ones on average, so |W|² is what they have. */
  @Test
  void orthonormalMatrices_haveEqualSingularValues() {
    Outcome outcome = run(STUDY.formatted(3, "orthonormal"));
    assertThat(number(outcome.curve().getFirst(), "effectiveRank")).isCloseTo(8, within(1e-9));
    assertThat(number(run(STUDY.formatted(3, "iid")).curve().getFirst(), "effectiveRank"))
        .isLessThan(7.5);
  }

  @ParameterizedTest
  @CsvSource({
    "'width: 8', 'width: 7', coupled, width",
    "'depth:', 'model: effective\n  depth:', orthonormal, initialization",
    "'depth', 'model: factorisation\n  depth', coupled, initialization"
  })
  void startThatHasNoMeaning_isRefused(String from, String to, String start, String field) {
    assertThatThrownBy(() -> run(STUDY.formatted(3, start).replace(from, to)))
        .isInstanceOfSatisfying(StudyException.class, e -> assertThat(e.field()).isEqualTo(field));
  }

  private static double number(Map<String, Object> values, String name) {
    return ((Number) Objects.requireNonNull(values.get(name))).doubleValue();
  }

  private static Outcome run(String yaml) {
    Cell cell =
        new StudyReader(Map.of("condensation", EXPERIMENT.schema()))
            .parse(yaml, "starts.yaml", "starts", List.of())
            .cells()
            .getFirst();
    EXPERIMENT.check(cell);
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      return EXPERIMENT.run(List.of(cell), backend, Watch.NONE).getFirst();
    }
  }
}
