package io.github.widthbench.experiment.electrodynamics;

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
import io.github.widthbench.study.StudyException;
import io.github.widthbench.study.StudyReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Students of any depth, on the reference. */
class DeepRunTest {
  private final ElectrodynamicsExperiment experiment = new ElectrodynamicsExperiment();

  private static final String STUDY =
      """
      experiment: electrodynamics
      axes: {depth: [2, 4], seed: {count: 2}}
      fixed:
        potential: {kind: sigmoid}
        inputDim: 3
        width: 3
        data: {kind: gaussian, sampleCount: 40, inputDim: 3, seed: 0}
        stop: {residual: 1e-2, cap: 60}
      """;

  @Test
  void training_lowersTheLoss_andReportsTheTestError() {
    List<Finished> finished = run(STUDY);
    for (Finished cell : finished) {
      Outcome outcome = cell.outcome();
      double first = ((Number) outcome.curve().getFirst().getOrDefault("loss", 0)).doubleValue();
      assertThat(outcome.number("finalLoss")).isLessThan(0.7 * first);
      assertThat(outcome.number("testError")).isLessThan(outcome.number("trivialError") * 2);
      assertThat(outcome.curve().getLast()).containsEntry("testError", outcome.number("testError"));
      assertThat(outcome.verdicts()).allMatch(v -> v.says() == Says.UNDECIDED).hasSize(5);
    }
    Findings findings = experiment.judge(finished);
    assertThat(findings.rows()).hasSize(2);
    assertThat(findings.rows().getFirst()).containsKeys("depth", "iterations", "testError");
    assertThat(findings.sentence()).startsWith("Of 4 networks");
  }

  /**
   * A network of depth 2 is one of charges with s at the output too; its step is that of the sheet.
   */
  @ParameterizedTest
  @ValueSource(strings = {"tanh", "sigmoid", "relu"})
  void step_isAlongTheGradientInTheWeightsThatAreMeant(String kind) {
    ElectrodynamicsCase cell =
        ElectrodynamicsCase.of(cells(STUDY.replace("sigmoid", kind)).getFirst());
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1);
        DeepNetwork network = new DeepNetwork(backend.ops(), cell)) {
      double before = network.evaluate();
      double norm = network.differentiate();
      double step = 1e-6;
      network.step(step);
      double after = network.evaluate();
      network.step(-step);
      double behind = network.evaluate();
      assertThat((behind - after) / (2 * step)).isCloseTo(norm * norm, within(1e-5 * norm * norm));
      assertThat(before).isBetween(after, behind);
    }
  }

  @Test
  void fixedSteps_areTaken() {
    List<Finished> finished =
        run(STUDY.replace("width: 3", "width: 3\n  learningRate: {value: 0.1}"));
    assertThat(finished).allMatch(cell -> cell.outcome().number("finalLoss") < 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "kind: gaussian, sampleCount | kind: sphere, sampleCount | data",
        "kind: sigmoid | kind: gaussian | potential.kind",
        "width: 3 | {width: 3, teacherWidth: 2} | teacherWidth"
      })
  void check_ofWhatHasNoDepth_namesTheField(String from, String to, String field) {
    String yaml = STUDY.replace(from, to.replace("{width: 3, ", "width: 3\n  ").replace("}", ""));
    assertThatThrownBy(() -> cells(yaml).forEach(experiment::check))
        .isInstanceOfSatisfying(
            StudyException.class, refused -> assertThat(refused.field()).isEqualTo(field));
  }

  private List<Cell> cells(String yaml) {
    return new StudyReader(Map.of("electrodynamics", experiment.schema()))
        .parse(yaml, "test.yaml", "test", List.of())
        .cells();
  }

  private List<Finished> run(String yaml) {
    List<Finished> finished = new ArrayList<>();
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      for (Cell cell : cells(yaml)) {
        experiment.check(cell);
        finished.add(
            new Finished(cell, experiment.run(List.of(cell), backend, Watch.NONE).getFirst()));
      }
    }
    return finished;
  }
}
