package io.github.widthbench.experiment.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.experiment.Extension;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Verdict.Says;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.StudyReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Noise in the labels that the teacher gives, from the text of a study. */
class NoiseTest {
  private static final RecoveryExperiment EXPERIMENT = new RecoveryExperiment();

  private static final String STUDY =
      """
      experiment: recovery
      axes: {labels.noise: %s}
      fixed:
        data: {kind: gaussian, sampleCount: 20, inputDim: 2, seed: 0}
        teacher: {kind: random, neurons: 1, seed: 0}
        width: 1
        initialization: {branch: {delta: 0.1}}
        stop: {gradient: 1e-9, cap: 4000}
      """;

  @Test
  void noiseOfZero_isNone() {
    Outcome clean = run(STUDY.formatted("[0]")).getFirst();
    Outcome plain = run(STUDY.replace("axes: {labels.noise: %s}\n", "")).getFirst();
    assertThat(clean).isEqualTo(plain);
    assertThat(clean.flag("recovered")).isTrue();
    assertThat(clean.verdicts()).anyMatch(v -> v.says() == Says.HOLDS);
  }

  /** To first order the best student is off by J⁺ε, with n − p of n parts of |ε|² left over. */
  @Test
  void noise_movesTheStudentByItsSize_andThenTheTeacherIsNotRecovered() {
    List<Outcome> outcomes = run(STUDY.formatted("[1e-5, 1e-4, 1e-2, 1e-1]"));
    for (Outcome outcome : outcomes) {
      assertThat(outcome.flag("converged")).isTrue();
      assertThat(outcome.verdicts()).allMatch(v -> v.says() == Says.UNDECIDED);
      assertThat(outcome.verdicts().getFirst().reason()).startsWith("hypothesis: label 0, found");
    }
    assertThat(outcomes)
        .extracting(o -> o.flag("recovered"))
        .containsExactly(true, true, false, false);
    for (String metric : List.of("testRms", "distance", "finalResidual")) {
      double unit = outcomes.get(0).number(metric);
      assertThat(outcomes.get(1).number(metric)).isCloseTo(10 * unit, within(0.1 * unit));
      assertThat(outcomes.get(2).number(metric)).isBetween(800 * unit, 1200 * unit);
    }
    double left = outcomes.get(1).number("finalResidual") / (1e-4 * Math.sqrt(20 - 3));
    assertThat(left).isBetween(0.5, 1.6);
  }

  @Test
  void moreSamples_makeUpForTheNoise() {
    String few = STUDY.formatted("[3e-3]");
    Outcome without = run(few).getFirst();
    Outcome with = run(few.replace("sampleCount: 20", "sampleCount: 2000")).getFirst();
    assertThat(without.flag("recovered")).isFalse();
    assertThat(with.flag("recovered")).isTrue();
    assertThat(with.number("testRms") / without.number("testRms")).isBetween(0.03, 0.3);
  }

  @Test
  void flippedLabels_areNotTheTeachers() {
    String flipped = STUDY.replace("labels.noise: %s", "labels.flip: [0.3]");
    assertThat(run(flipped).getFirst().flag("recovered")).isFalse();
  }

  /** Labels of the data are noisy too, each cell's its own. */
  @Test
  void labelsOfTheData_getTheirNoise() {
    String own =
        STUDY
            .formatted("[0, 0.5]")
            .replace(
                "{kind: gaussian, sampleCount: 20, inputDim: 2, seed: 0}",
                "{kind: inline, x: [[1, 0], [0, 2], [1, 1]], y: [0.1, 0.2, 0.3]}");
    List<Outcome> outcomes = run(own);
    assertThat(outcomes.get(0).curve().getFirst().get("loss"))
        .isNotEqualTo(outcomes.get(1).curve().getFirst().get("loss"));
  }

  @Test
  void noise_isBeyondTheTheory() {
    assertThat(EXPERIMENT.extensions(cells(STUDY.formatted("[0.5]")).getFirst()))
        .extracting(Extension::text)
        .containsExactly("label noise 0.5");
  }

  private static List<Cell> cells(String yaml) {
    return new StudyReader(Map.of("recovery", EXPERIMENT.schema()))
        .parse(yaml, "noise.yaml", "noise", List.of())
        .cells();
  }

  private static List<Outcome> run(String yaml) {
    List<Outcome> outcomes = new ArrayList<>();
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      for (Cell cell : cells(yaml)) {
        EXPERIMENT.check(cell);
        outcomes.addAll(EXPERIMENT.run(List.of(cell), backend, Watch.NONE));
      }
    }
    return outcomes;
  }
}
