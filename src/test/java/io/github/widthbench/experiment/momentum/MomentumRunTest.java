package io.github.widthbench.experiment.momentum;

import static io.github.widthbench.experiment.momentum.Studies.AUTOENCODER;
import static io.github.widthbench.experiment.momentum.Studies.EXPERIMENT;
import static io.github.widthbench.experiment.momentum.Studies.G1;
import static io.github.widthbench.experiment.momentum.Studies.SMALL;
import static io.github.widthbench.experiment.momentum.Studies.at;
import static io.github.widthbench.experiment.momentum.Studies.run;
import static io.github.widthbench.experiment.momentum.Studies.study;
import static io.github.widthbench.experiment.momentum.Studies.verdict;
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
import io.github.widthbench.math.Precision;
import io.github.widthbench.network.Dag;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Study;
import io.github.widthbench.study.StudyException;
import io.github.widthbench.training.AdaptiveMomentum.Kind;
import io.github.widthbench.training.AdaptiveMomentum.Rule;
import io.github.widthbench.training.AdaptiveMomentum.Scope;
import java.util.List;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whole runs from the text of a study, on the reference. */
class MomentumRunTest {

  @Test
  void g1_followsItsPublishedErrors_atThePointsAskedFor() {
    Outcome outcome = run(G1).getFirst().outcome();
    assertThat(at(outcome, 0, "loss")).isCloseTo(0.1906252357917820, within(1e-15));
    assertThat(at(outcome, 1, "loss")).isCloseTo(.174646583571875, within(1e-15));
    assertThat(at(outcome, 2, "loss")).isCloseTo(.170769792494189, within(1e-15));
    assertThat(at(outcome, 10, "loss")).isCloseTo(.170635878067151, within(1e-15));
    assertThat(at(outcome, 100, "loss")).isCloseTo(.170509944712705, within(1e-15));
    assertThat(at(outcome, 1000, "loss")).isCloseTo(.163732526346852, within(1e-15));
    assertThat(at(outcome, 1, "step")).isCloseTo(0.1 * at(outcome, 0, "gradient"), within(1e-15));
    assertThat(outcome.metrics()).containsEntry("increases", 0).containsEntry("converged", false);
    assertThat(outcome.number("lipschitzStart")).isCloseTo(5.57297680, within(6e-9));
    // s = 1/2: η·L·4.5/2 at the largest L of the way
    assertThat(outcome.number("certificate"))
        .isCloseTo(0.1 * outcome.number("lipschitz") * 2.25, within(1e-12));
    assertThat(outcome.reason()).startsWith("cap of 1000 steps");
  }

  @Test
  void g1_ofTheHeavyBall_risesAndHasNoGuarantee() {
    Outcome outcome =
        run(G1.replace("{kind: adaptive, momentum: 0.05}", "{kind: heavyBall, momentum: 0.9}")
                .replace("cap: 1000", "cap: 100")
                .replace(", 1000]", "]"))
            .getFirst()
            .outcome();
    assertThat(at(outcome, 10, "loss")).isCloseTo(.170748654312349, within(1e-15));
    assertThat(outcome.metrics()).containsEntry("increases", 30);
    assertThat(outcome.metrics()).containsEntry("certificate", Double.NaN);
    assertThat(outcome.verdicts())
        .allMatch(v -> v.says() == Says.UNDECIDED)
        .allMatch(v -> String.valueOf(v.reason()).startsWith("hypothesis: algorithm"));
  }

  @ParameterizedTest
  @CsvSource({"0, 2", ".25, .96", ".5, .4444444444", ".75, .16326530612", ".9, .05540166205"})
  void certificate_isOneAtThePublishedSteps(double s, double bound) {
    Rule rule = new Rule(Kind.ADAPTIVE, Scope.GLOBAL, bound, s * bound);
    Track track = new Track(rule, new Noise(Precision.FP64, 1, 1), List.of(), List.of());
    assertThat(track.certificate(1)).isCloseTo(1, within(1e-9));
    assertThat(track.beta(1)).isCloseTo(0, within(1e-9));
  }

  @Test
  void study_isJudged_andEveryStatementHolds() {
    List<Finished> cells = run(SMALL);
    Findings findings = EXPERIMENT.judge(cells);
    assertThat(findings.verdicts())
        .extracting(Verdict::statement)
        .containsExactly(
            "momentum.decrease", "momentum.band", "momentum.summable", "momentum.convergence");
    assertThat(findings.verdicts()).allMatch(v -> v.says() == Says.HOLDS);
    assertThat(findings.rows()).hasSize(4);
    assertThat(findings.rows().getFirst()).containsEntry("width", 6).containsEntry("converged", 3);
    assertThat((double) findings.rows().get(1).getOrDefault("speedUp", 0.0)).isBetween(1.3, 1.7);
    assertThat(findings.sentence()).startsWith("Of 12 networks 12 converged").contains("times");
  }

  @Test
  void outcome_doesNotDependOnTheBatch() {
    List<Finished> alone = run(SMALL);
    List<Cell> cells = study(SMALL).cells();
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      assertThat(EXPERIMENT.run(cells, backend, Watch.NONE))
          .containsExactlyElementsOf(alone.stream().map(Finished::outcome).toList());
    }
  }

  @Test
  void outcome_onTheFastBackend_isThatOfTheReference() {
    List<Cell> cells = study(SMALL).cells();
    List<Finished> reference = run(SMALL);
    try (Backend backend = Backends.open(BackendKind.CPU, 2)) {
      List<Outcome> outcomes = EXPERIMENT.run(cells, backend, Watch.NONE);
      for (int i = 0; i < cells.size(); i++) {
        Outcome expected = reference.get(i).outcome();
        assertThat(outcomes.get(i).metrics().get("iterations"))
            .isEqualTo(expected.metrics().get("iterations"));
        assertThat(outcomes.get(i).number("finalLoss"))
            .isCloseTo(expected.number("finalLoss"), Percentage.withPercentage(1e-6));
      }
    }
  }

  @Test
  void tooLongASteps_areUndecided_orOverflow_neverViolated() {
    String far = SMALL.replace("scaled: 0.3", "scaled: 60");
    for (Finished cell : run(far)) {
      assertThat(cell.outcome().status()).isEqualTo(Outcome.Status.OK);
      assertThat(verdict(cell.outcome().verdicts(), "decrease").says()).isEqualTo(Says.UNDECIDED);
      assertThat(cell.outcome().metrics()).containsEntry("coveredSteps", 0);
      assertThat(cell.outcome().verdicts()).noneMatch(v -> v.says() == Says.VIOLATED);
    }
    assertThat(EXPERIMENT.judge(run(far)).sentence()).contains("the certificate covers 0");
  }

  @Test
  void kinkedActivations_areNotCertified() {
    String relu = SMALL.replace("  width: 6", "  width: 6\n  activation: relu");
    assertThat(run(relu))
        .filteredOn(c -> MomentumCase.kind(c.cell().settings()) == Kind.ADAPTIVE)
        .isNotEmpty()
        .allMatch(c -> verdict(c.outcome().verdicts(), "decrease").says() == Says.UNDECIDED)
        .allMatch(c -> verdict(c.outcome().verdicts(), "band").says() == Says.HOLDS);
  }

  @Test
  void autoencoders_areMeasuredOnBothSetsOfImages_andMatchedInWeights() {
    List<Finished> cells = run(AUTOENCODER);
    double[] weights = cells.stream().mapToDouble(c -> c.outcome().number("weightCount")).toArray();
    assertThat(weights[0]).isEqualTo(2 * (16 * 8 + 8 * 4 + 4 * 2));
    assertThat(weights[2]).isEqualTo(2 * (16 * 14 + 8 * 6 + 4 * 2));
    assertThat(weights[1]).isCloseTo(weights[2], Percentage.withPercentage(5));
    for (Finished cell : cells) {
      Outcome outcome = cell.outcome();
      double mean = outcome.number("meanSquare");
      assertThat(mean).isCloseTo(2 * outcome.number("finalLoss") / 16, within(1e-14));
      assertThat(outcome.number("ssim")).isBetween(-1.0, 1.0);
      assertThat(outcome.number("heldOutPsnr")).isFinite();
      assertThat(outcome.number("bestLinearMeanSquare")).isBetween(1e-4, mean);
      assertThat(outcome.list("iterationsToLoss")).hasSize(2);
    }
    assertThat(EXPERIMENT.judge(cells).rows().getFirst()).containsKeys("psnr", "bestLinearPsnr");
  }

  @Test
  void ways_aroundTheCode_areFound() {
    for (Cell cell : study(AUTOENCODER).cells()) {
      Dag dag = Networks.of(cell.settings(), 16, 16);
      assertThat(Networks.pathAround(dag, "h3")).isEmpty();
    }
    Dag leaking = Dag.allSkips(List.of(16, 8, 4, 2, 4, 8, 16), null, null);
    assertThat(Networks.pathAround(leaking, "h3")).isNotEmpty().doesNotContain("h3");
    refused(
        G1.replace("inputs: [x]", "inputs: [x]\n    code: h1"),
        "network.code",
        "a way around it: x → h2 → o");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[h2, o]] | [h2, o], [h2, h1]] | network | circle",
        "[h2, o]] | [h2, o], [x, h1]] | network | twice",
        "inputs: [x] | inputs: [y] | network | inputs name y",
        "W: [[0.8]] | W: [[0.8, 1]] | weights.edges | 1×2",
        "{from: h1, to: h2, W: [[0.8]]} | {from: h2, to: h1, W: [[0.8]]} | weights.edges | h2 → h1",
        "stop: {cap: 1000} | width: 4 | width | network",
        "stop: {cap: 1000} | activation: tanh | activation | network",
        "[0.3]] | [[0.3, 1]]] | data.y | 2",
        "x: [[-1], [-0.5], [0.5], [1]] | x: [[-1, 0], [-0.5, 0], [0.5, 0], [1, 1]] | network.inputs | 2",
      })
  void check_ofWhatDoesNotFit_namesTheField(String from, String to, String field, String message) {
    refused(G1.replace(from, to), field, message);
  }

  private static void refused(String yaml, String field, String message) {
    assertThatThrownBy(
            () -> {
              Study study = study(yaml);
              study.cells().forEach(EXPERIMENT::check);
            })
        .isInstanceOf(StudyException.class)
        .hasMessageContaining(field)
        .hasMessageContaining(message);
  }

  @Test
  void similarity_ofEqualImagesIsOne_andFallsWithTheirDistance() {
    double[] image = new double[64];
    double[] other = new double[64];
    for (int p = 0; p < 64; p++) {
      image[p] = (p % 8) / 7.0;
      other[p] = 1 - image[p];
    }
    assertThat(Reconstruction.ssim(image, image, 8, 1)).isCloseTo(1, within(1e-12));
    assertThat(Reconstruction.ssim(image, other, 8, 1)).isNegative();
    // equal but for their means 0.5 and 0.6: (2·0.3 + c1)/(0.25 + 0.36 + c1)
    double[] bright = image.clone();
    for (int p = 0; p < 64; p++) {
      bright[p] += 0.1;
    }
    assertThat(Reconstruction.ssim(image, bright, 8, 1))
        .isCloseTo((0.6 + 1e-4) / (0.61 + 1e-4), within(1e-12));
  }
}
