package io.github.widthbench.experiment.recovery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.dataset.Datasets;
import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Findings;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Says;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Settings;
import io.github.widthbench.study.Study;
import io.github.widthbench.study.StudyException;
import io.github.widthbench.study.StudyReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs from the text of a study, on the reference. */
class RecoveryRunTest {
  private final RecoveryExperiment experiment = new RecoveryExperiment();

  private static final String CASE_A =
      """
      experiment: recovery
      fixed:
        data: {kind: inline, x: [[0.5], [1], [1.7]]}
        weights:
          kind: inline
          student: {a: [0.6, 0.4], w: [[1.02], [0.97]]}
          teacher: {a: [1], w: [[1]]}
        stop: {loss: 1e-30, time: 1e9}
        record: {at: [1e5, 1e6, 1e7, 1e8, 1e9]}
      """;

  private static final String BRANCH =
      """
      experiment: recovery
      axes:
        data.sampleCount: [%s]
        initialization.branch.duplicates: [%s]
        seed: {count: 3}
      fixed:
        data: {kind: gaussian, inputDim: %s, seed: 0}
        width: %s
        initialization: {branch: {delta: 1e-2}}
        algorithm: {kind: flow, tolerance: 1e-6}
        stop: {time: 1e11, cap: 4000}
      """;

  private static final String DESCENT =
      """
      experiment: recovery
      axes: {learningRate.scaled: [0.5, 0.25, 0.125]}
      fixed:
        data: {kind: gaussian, sampleCount: 6, inputDim: 2, seed: 0}
        width: 2
        initialization: {branch: {delta: 0.1}}
        algorithm: {kind: descent}
        stop: {residual: 1e-4}
      """;

  @Test
  void caseA_followsTheGoldenAlgebraicDecay() {
    Outcome outcome = run(CASE_A).getFirst().outcome();
    Map.of(1e5, 3.94774627, 1e6, 17.69412350, 1e7, 22.35400646, 1e8, 22.89151987, 1e9, 22.93759859)
        .forEach((t, golden) ->
            assertThat(t * t * loss(outcome, t))
                .isCloseTo(golden, Percentage.withPercentage(1e-5)));
    assertThat(loss(outcome, 1e5)).isCloseTo(3.947746265e-10, Percentage.withPercentage(1e-6));
    assertThat(outcome.metrics()).containsEntry("rateClass", "algebraic");
    assertThat(outcome.number("slope")).isCloseTo(-2, within(0.01));
    assertThat(outcome.number("rateConstantPredicted")).isCloseTo(22.93825157, within(2e-3));
    assertThat(outcome.number("rateConstant")).isCloseTo(22.93825157, within(0.02));
    assertThat(outcome.flag("recovered")).isTrue();
    assertThat(verdict(outcome, "recovery.algebraic").says()).isEqualTo(Says.HOLDS);
    assertThat(verdict(outcome, "recovery.gram").says()).isEqualTo(Says.HOLDS);
  }

  @Test
  void duplicates_ofCaseA_haveTheGoldenCurvatureAndConstant() {
    Settings settings =
        study(CASE_A.replace("1.02", "1").replace("0.97", "1")).cells().getFirst().settings();
    Case cell = Case.of(settings, Datasets.read(settings));
    Nearest nearest = Nearest.to(cell.teacher(), cell.start());
    assertThat(nearest.distance()).isLessThan(1e-15);
    double[] apart = {0.6, 0.4, 1 + 0.4 * 0.05, 1 - 0.6 * 0.05};
    Duplicates pair = new Duplicates(cell.loss(), cell.teacher(), nearest);
    assertThat(pair.curvature(apart)).isCloseTo(0.02560338838264065, within(1e-15));
    Path path = new Path();
    path.add(new Path.Point(0, 0, 1, 1, apart));
    Duplicates.Law law = pair.law(path);
    assertThat(law.constant()).isCloseTo(22.919058477174666, within(1e-11));
    assertThat(law.onset()).isCloseTo(1.4e5, Percentage.withPercentage(2));
  }

  /** The same student with one neuron's signs turned is the same function of an odd activation. */
  @Test
  void caseA_withANeuronTurned_isTheSame() {
    Outcome turned =
        run(CASE_A.replace("[0.6, 0.4]", "[0.6, -0.4]").replace("[0.97]", "[-0.97]"))
            .getFirst()
            .outcome();
    Outcome outcome = run(CASE_A).getFirst().outcome();
    assertThat(turned.number("rateConstantPredicted"))
        .isCloseTo(outcome.number("rateConstantPredicted"), within(1e-9));
    assertThat(turned.number("distance"))
        .isCloseTo(outcome.number("distance"), Percentage.withPercentage(1e-6));
  }

  /** base + δ·(1, −1, 0.5, 0.7): the test error is of order δ² at duplicates, δ at off neurons. */
  @ParameterizedTest
  @CsvSource({
    "0.6, 0.4, 1, 1, 0.08, 6.264407e-05, 1e-5",
    "0.6, 0.4, 1, 1, 0.04, 1.3205662e-05, 1e-5",
    "1, 0, 1, 2.5, 0.08, 5.924019477e-03, 1e-7",
    "1, 0, 1, 2.5, 0.04, 3.034333896e-03, 1e-7"
  })
  void tooFewSamples_learnThemAndNotTheTeacher(
      double a1, double a2, double w1, double w2, double delta, double rms, double percent) {
    String yaml =
        """
        experiment: recovery
        fixed:
          data: {kind: inline, x: [[0.5], [1.7]]}
          weights:
            kind: inline
            student: {a: [%s, %s], w: [[%s], [%s]]}
            teacher: {a: [1], w: [[1]]}
          stop: {loss: 1e-30, time: 2000}
          record: {at: [2000]}
        """
            .formatted(a1 + delta, a2 - delta, w1 + 0.5 * delta, w2 + 0.7 * delta);
    Outcome outcome = run(yaml).getFirst().outcome();
    assertThat(outcome.number("finalLoss")).isLessThan(1e-30);
    assertThat(outcome.number("testRms")).isCloseTo(rms, Percentage.withPercentage(percent));
    assertThat(outcome.flag("recovered")).isFalse();
    assertThat(outcome.metrics()).containsEntry("rateClass", "exponential");
    assertThat(verdict(outcome, "recovery.non-recovery").says()).isEqualTo(Says.HOLDS);
    assertThat(verdict(outcome, "recovery.rate").says()).isEqualTo(Says.HOLDS);
  }

  @Test
  void offNeurons_recover_fromTheThresholdOn() {
    List<Finished> cells = run(BRANCH.formatted("3, 4, 5, 8", "0", 2, 2));
    assertThat(cells).hasSize(12);
    for (Finished cell : cells) {
      boolean enough = cell.cell().settings().integer("data.sampleCount") >= 4;
      Outcome outcome = cell.outcome();
      assertThat(outcome.flag("recovered")).isEqualTo(enough);
      assertThat(outcome.verdicts()).noneMatch(v -> v.says() == Says.VIOLATED);
      if (outcome.flag("converged")) {
        assertThat(outcome.number("rate"))
            .isCloseTo(outcome.number("ratePredicted"), Percentage.withPercentage(2));
        assertThat(outcome.number("distance")).isLessThan(enough ? 1e-8 : 1);
      }
    }
  }

  @Test
  void study_isJudged_andEveryStatementDecided() {
    List<Finished> cells = run(BRANCH.formatted("2, 3, 6, 8", "0, 1", 1, 2));
    Findings findings = experiment.judge(cells);
    assertThat(findings.verdicts())
        .extracting(Verdict::statement)
        .containsExactly(
            "recovery.separation",
            "recovery.rate",
            "recovery.algebraic",
            "recovery.non-recovery",
            "recovery.gram");
    assertThat(findings.verdicts()).allMatch(v -> v.says() == Says.HOLDS);
    assertThat(findings.rows()).hasSize(8);
    assertThat(findings.rows().getFirst())
        .containsEntry("width", 2)
        .containsEntry("recoveredShare", 0.0)
        .containsEntry("restarts", Double.POSITIVE_INFINITY);
    assertThat(findings.sentence()).startsWith("Of 24 students");
  }

  @Test
  void descent_isAsFarFromTheFlow_asItsStep() {
    List<Finished> cells = run(DESCENT);
    double[] distance =
        cells.stream().mapToDouble(c -> c.outcome().number("flowDistance")).toArray();
    assertThat(distance[0] / distance[1]).isBetween(1.8, 2.4);
    assertThat(distance[1] / distance[2]).isBetween(1.9, 2.2);
    for (Finished cell : cells) {
      assertThat(cell.outcome().flag("converged")).isTrue();
      assertThat(cell.outcome().number("iterations")).isGreaterThan(10);
    }
  }

  @Test
  void descent_tooLongAStep_overflowsOrStays_andIsNotJudgedViolated() {
    Outcome outcome = run(DESCENT.replace("[0.5, 0.25, 0.125]", "[1e9]")).getFirst().outcome();
    assertThat(outcome.status()).isEqualTo(Outcome.Status.OK);
    assertThat(outcome.flag("converged")).isFalse();
    assertThat(outcome.verdicts()).noneMatch(v -> v.says() == Says.VIOLATED);
  }

  @Test
  void labelsThatAreNotTheTeachers_areNotJudged() {
    Outcome outcome = run(CASE_A.replace("[1.7]]", "[1.7]], y: [0, 0.5, 1]")).getFirst().outcome();
    assertThat(outcome.verdicts())
        .allMatch(v -> v.says() == Says.UNDECIDED)
        .allMatch(v -> String.valueOf(v.reason()).startsWith("hypothesis: label 0"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "width: 3 | width",
        "teacher: {kind: random} | teacher",
        "initialization: iid | initialization",
      })
  void check_conflictWithInlineWeights_namesTheField(String line, String field) {
    Study study = study(CASE_A + "  " + line + "\n");
    assertThatThrownBy(() -> experiment.check(study.cells().getFirst()))
        .isInstanceOfSatisfying(
            StudyException.class, e -> assertThat(e.getMessage()).contains(field));
  }

  @Test
  void axes_withinOneForm_areKeptTogether() {
    String both =
        BRANCH
            .formatted("4", "0, 1", 2, 2)
            .replace("  seed:", "  initialization.branch.delta: [1e-3, 1e-1]\n  seed:");
    assertThat(study(both).cells())
        .hasSize(12)
        .extracting(cell -> cell.settings().number("initialization.branch.delta"))
        .contains(1e-3, 1e-1);
    Cell fixed = study(BRANCH.formatted("4", "1", 2, 2).replace("1e-2", "5e-2")).cells().getFirst();
    assertThat(fixed.settings().number("initialization.branch.delta")).isEqualTo(5e-2);
    assertThat(fixed.settings().integer("initialization.branch.duplicates")).isEqualTo(1);
  }

  @Test
  void check_moreDuplicatesThanNeurons_isRefused() {
    Study study = study(BRANCH.formatted("3", "2", 1, 2));
    assertThatThrownBy(() -> experiment.check(study.cells().getFirst()))
        .hasMessageContaining("duplicates");
  }

  @Test
  void outcome_doesNotDependOnTheBatch() {
    List<Cell> cells = study(BRANCH.formatted("4", "0", 2, 2)).cells();
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      List<Outcome> together = experiment.run(cells, backend, Watch.NONE);
      for (int i = 0; i < cells.size(); i++) {
        assertThat(experiment.run(List.of(cells.get(i)), backend, Watch.NONE))
            .containsExactly(together.get(i));
      }
    }
  }

  @Test
  void restarts_areThoseOfIndependentTrials() {
    assertThat(RecoveryRow.restarts(0.5)).isEqualTo(5);
    assertThat(RecoveryRow.restarts(0)).isInfinite();
    assertThat(RecoveryRow.restarts(1)).isEqualTo(1);
  }

  private Study study(String yaml) {
    return new StudyReader(Map.of("recovery", experiment.schema()))
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

  private static double loss(Outcome outcome, double t) {
    return outcome.curve().stream()
        .filter(p -> Double.valueOf(t).equals(p.get("t")))
        .mapToDouble(p -> ((Number) p.getOrDefault("loss", Double.NaN)).doubleValue())
        .findFirst()
        .orElseThrow();
  }

  private static Verdict verdict(Outcome outcome, String statement) {
    return outcome.verdicts().stream()
        .filter(v -> v.statement().equals(statement))
        .findFirst()
        .orElseThrow();
  }
}
