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
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Says;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Study;
import io.github.widthbench.study.StudyException;
import io.github.widthbench.study.StudyReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole runs from the text of a study, on the reference. */
class ElectrodynamicsRunTest {
  private final ElectrodynamicsExperiment experiment = new ElectrodynamicsExperiment();

  private static final String INLINE =
      """
      experiment: electrodynamics
      fixed:
        potential: {kind: %s}
        weights:
          kind: inline
          electrons: {theta: [[0.6, 0.8], [0.5, -0.5]], a: [1, 1]}
          protons: {w: [[1, 0], [0, 1]], b: [1, 1]}
        stop: {residual: 1e-4, cap: 300}
      """;

  private static final String ONE_BY_ONE =
      """
      experiment: electrodynamics
      axes: {seed: {count: 6}}
      fixed:
        potential: %s
        inputDim: %d
        width: 4
        algorithm: {kind: nodewise}
        stop: {residual: 1e-3, cap: 2000}
      """;

  @ParameterizedTest
  @CsvSource({"relu, 0.172666356141260", "sign, 1.81933105879653"})
  void inlineNetwork_startsAtTheGoldenLoss(String kind, double expected) {
    Outcome outcome = run(study(INLINE.formatted(kind))).getFirst().outcome();
    assertThat(outcome.curve().getFirst())
        .hasEntrySatisfying(
            "loss", loss -> assertThat((double) loss).isCloseTo(expected, within(1e-13)));
    assertThat(outcome.number("finalLoss")).isLessThan(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'{kind: yukawa}', 3",
    "'{kind: harmonic}', 1",
    "'{kind: harmonic, epsilon: 0.2}', 5",
    "'{kind: harmonic, epsilon: 0.3}', 7"
  })
  void nodewise_underAHarmonicPotential_learnsEveryProton(String potential, int dim) {
    for (Finished cell : run(study(ONE_BY_ONE.formatted(potential, dim)))) {
      Outcome outcome = cell.outcome();
      assertThat(outcome.number("learned")).isEqualTo(4);
      assertThat(outcome.metrics()).containsEntry("stopPoint", "matched");
      assertThat(says(outcome, "nodewise")).isEqualTo(Says.HOLDS);
      assertThat(says(outcome, "earnshaw")).isNotEqualTo(Says.VIOLATED);
      assertThat((List<?>) outcome.metrics().get("staircase")).hasSize(5);
    }
  }

  @Test
  void nodewise_onOrthonormalProtons_takesAStepOfOneEach() {
    String yaml =
        ONE_BY_ONE.formatted("{kind: hermite, degree: 3}", 5) + "  teacher: orthonormal\n";
    for (Finished cell : run(study(yaml))) {
      assertThat(says(cell.outcome(), "orthonormal")).isEqualTo(Says.HOLDS);
      assertThat(cell.outcome().number("learned")).isEqualTo(4);
    }
  }

  @Test
  void surplusElectrons_stayWithoutCharge() {
    String yaml = ONE_BY_ONE.formatted("{kind: yukawa}", 3) + "  teacherWidth: 2\n";
    for (Finished cell : run(study(yaml))) {
      assertThat(cell.outcome().number("learned")).isEqualTo(2);
      assertThat(cell.outcome().number("matched")).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{kind: hermite, degree: 1}",
        "{kind: hermite, degree: 2}",
        "{kind: hermite, degree: 3}",
        "{kind: hermite, degree: 4}",
        "{kind: sign}"
      })
  void oneElectronOnTheSphere_isOnTime_andFindsTheWinner(String potential) {
    String yaml =
        """
        experiment: electrodynamics
        axes:
          teacherWidth: [1, 3]
          seed: {count: 12}
        fixed:
          potential: %s
          inputDim: 6
          width: 1
          teacher: orthonormal
          train: theta
          learningRate: {value: 0.01}
          matchTolerance: 0.05
          stop: {residual: 1e-3, gradient: 1e-6, cap: 6000}
        """
            .formatted(potential);
    Findings findings = experiment.judge(run(study(yaml)));
    String timed = potential.contains("sign") ? "sign" : "hitting-time";
    assertThat(verdict(findings.verdicts(), timed).says()).isEqualTo(Says.HOLDS);
    if (potential.contains("3") || potential.contains("4")) {
      assertThat(verdict(findings.verdicts(), "orthonormal").says()).isEqualTo(Says.HOLDS);
    }
    assertThat(findings.verdicts()).noneMatch(v -> v.says() == Says.VIOLATED);
    assertThat(findings.rows()).hasSize(2);
  }

  @Test
  void sampledGradient_tendsToTheForce_asTheRootOfTheSamples() {
    String yaml =
        """
        experiment: electrodynamics
        axes: {potential: [{kind: relu}, {kind: erf}, {kind: gaussian}], seed: {count: 10}}
        fixed: {inputDim: 2, width: 2, spread: 0.5, charges: one, stop: {cap: 8}}
        """;
    List<Finished> cells = run(study(yaml));
    Verdict verdict = verdict(experiment.judge(cells).verdicts(), "equivalence");
    assertThat(verdict.says()).isNotEqualTo(Says.VIOLATED);
    assertThat(verdict.estimate()).isCloseTo(-0.5, within(0.1));
    for (Finished cell : cells) {
      assertThat(cell.outcome().curve().getFirst())
          .hasEntrySatisfying(
              "cosine", cosine -> assertThat((double) cosine).isBetween(0.8, 1 + 1e-12));
    }
  }

  /** Descent on samples follows descent under the potential. */
  @Test
  void data_makesTheLossEmpirical_andCloseToThePopulations() {
    String population = INLINE.formatted("tanh").replace("residual: 1e-4, cap: 300", "cap: 20");
    String empirical = population + "  data: {kind: gaussian, sampleCount: 20000, inputDim: 2}\n";
    double exact = run(study(population)).getFirst().outcome().number("finalLoss");
    double sampled = run(study(empirical)).getFirst().outcome().number("finalLoss");
    assertThat(sampled).isCloseTo(exact, within(0.05 * exact)).isNotEqualTo(exact);
  }

  /** Independent noise of variance σ² adds that to the mean square, whatever the electrons are. */
  @Test
  void labelNoise_addsItsVarianceToTheLoss() {
    String clean =
        INLINE.formatted("tanh").replace("residual: 1e-4, cap: 300", "cap: 1")
            + "  data: {kind: gaussian, sampleCount: 20000, inputDim: 2}\n";
    double without = run(study(clean)).getFirst().outcome().number("finalLoss");
    double with =
        run(study(clean + "  labels: {noise: 2}\n")).getFirst().outcome().number("finalLoss");
    assertThat(with - without).isCloseTo(4, within(5 * 4 * Math.sqrt(2.0 / 20000)));
    assertThatThrownBy(() -> run(study(INLINE.formatted("tanh") + "  labels: {noise: 2}\n")))
        .hasMessageContaining("labels: found noise without data");
  }

  /** The best place is off by about σ/√N over how much the outputs bend, and then by less. */
  @Test
  void labelNoise_takesProtonsAway_andMoreSamplesBringThemBack() {
    String noisy =
        INLINE
                .formatted("tanh")
                .replace("[[0.6, 0.8], [0.5, -0.5]]", "[[0.9, 0.1], [0.1, 1.1]]")
                .replace("residual: 1e-4, cap: 300", "gradient: 1e-7, cap: 2000")
            + """
              data: {kind: gaussian, sampleCount: %d, inputDim: 2}
              labels: {noise: %s}
              matchTolerance: 0.1
            """;
    assertThat(learned(noisy.formatted(200, 0))).isEqualTo(2);
    assertThat(learned(noisy.formatted(200, 3))).isLessThan(2);
    assertThat(learned(noisy.formatted(200_000, 3))).isEqualTo(2);
  }

  private double learned(String yaml) {
    return run(study(yaml)).getFirst().outcome().number("learned");
  }

  @Test
  void secondOrder_leavesASaddle_thatDescentStaysAt() {
    String yaml =
        """
        experiment: electrodynamics
        fixed:
          potential: {kind: hermite, degree: 4}
          weights:
            kind: inline
            electrons: {theta: [[1, 1, 0]], a: [1]}
            protons: {w: [[1, 0, 0], [0, 1, 0]], b: [1, 1]}
          train: theta
          algorithm: {kind: %s}
        """;
    Outcome stays = run(study(yaml.formatted("descent"))).getFirst().outcome();
    assertThat(stays.metrics()).containsEntry("stopPoint", "saddle").containsEntry("learned", 0);
    assertThat(stays.number("hessianIndex")).isEqualTo(1);
    Outcome leaves = run(study(yaml.formatted("secondOrder"))).getFirst().outcome();
    assertThat(leaves.metrics()).containsEntry("learned", 1);
    assertThat(leaves.number("hessianIndex")).isZero();
  }

  @Test
  void outcome_doesNotDependOnTheBatch() {
    List<Cell> cells = study(ONE_BY_ONE.formatted("{kind: gaussian}", 2)).cells();
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      List<Outcome> together = experiment.run(cells, backend, Watch.NONE);
      for (int i = 0; i < cells.size(); i++) {
        assertThat(experiment.run(List.of(cells.get(i)), backend, Watch.NONE))
            .containsExactly(together.get(i));
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'potential: {kind: yukawa}, inputDim: 2, width: 2', potential.kind",
    "'potential: {kind: harmonic}, inputDim: 2, width: 2', potential.kind",
    "'potential: {kind: sign}, inputDim: 1, width: 2', potential.kind",
    "'potential: {kind: sign}, inputDim: 2, width: 2, domain: free', domain",
    "'potential: {kind: relu}, inputDim: 2', width",
    "'potential: {kind: relu}, inputDim: 2, width: 3, teacher: orthonormal', teacher",
    "'potential: {kind: sign}, inputDim: 2, width: 2, data: {kind: circle, sampleCount: 9}', data",
    "'potential: {kind: relu}, inputDim: 3, width: 2, data: {kind: circle, sampleCount: 9}', data",
    "'potential: {kind: relu}, inputDim: 2, width: 2, algorithm: {kind: nodewise},"
        + " data: {kind: circle, sampleCount: 9}', algorithm.kind"
  })
  void check_ofWhatCannotBe_namesTheField(String fixed, String field) {
    Study study = study("experiment: electrodynamics\nfixed: {" + fixed + "}\n");
    assertThatThrownBy(() -> study.cells().forEach(experiment::check))
        .isInstanceOfSatisfying(
            StudyException.class, refused -> assertThat(refused.field()).isEqualTo(field));
  }

  @Test
  void check_ofInlineSizesThatDisagree_namesTheField() {
    Study study = study(INLINE.formatted("relu").replace("b: [1, 1]", "b: [1]"));
    assertThatThrownBy(() -> study.cells().forEach(experiment::check))
        .hasMessageContaining("weights.protons.b");
  }

  private Study study(String yaml) {
    return new StudyReader(Map.of("electrodynamics", experiment.schema()))
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

  private static Says says(Outcome outcome, String statement) {
    return verdict(outcome.verdicts(), statement).says();
  }

  private static Verdict verdict(List<Verdict> verdicts, String statement) {
    return verdicts.stream()
        .filter(v -> v.statement().equals("electrodynamics." + statement))
        .findFirst()
        .orElseThrow();
  }
}
