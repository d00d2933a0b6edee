package io.github.widthbench.experiment.exponential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Extension;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Replicates;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Says;
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
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What practice asks beyond the theory; each test fails where the effect is absent. */
class PracticeTest {
  private static final ExponentialExperiment EXPERIMENT = new ExponentialExperiment();

  /** Three points whose theory is known, on networks wide enough to be nearly linear. */
  private static final String LINEAR =
      """
      experiment: exponential
      fixed:
        data: {kind: inline, x: [[1, 0], [0, 1], [0.6, 0.8]]}
        labels: {kind: eigenvector}
        width: 16384
        learningRate: {scaled: 0.5}
        stop: {residual: 1e-9, cap: 12}
        record: {at: [1, 2, 3, 4, 5, 6]}
      """;

  private static final String SMALL =
      """
      experiment: exponential
      axes: {seed: {count: 4}}
      fixed:
        data: {kind: sphere, sampleCount: 12, inputDim: 4, radius: 0.5}
        labels: {kind: smooth}
        width: 64
        stop: {residual: 1e-2, cap: 300}
      """;

  /**
   * The outputs follow f(t + 1) − f(t) = (1 − κ(λ + μ))(f(t) − f(t − 1)) on labels along the bottom
   * eigenvector: what is read off the path is λ, and with a ridge μ it is λ + μ.
   */
  @Test
  void ridge_shiftsLambdaByItsOwnSize() {
    Outcome plain = outcome(LINEAR);
    double lambda = plain.number("lambdaMinInfinite");
    double largest = plain.number("lambdaMaxInfinite");
    double kappa = 0.5 / largest;
    double without = rateOnPath(plain, kappa);
    assertThat(without).isCloseTo(lambda, within(0.1 * lambda));
    for (double share : new double[] {0.1, 0.2, 0.4}) {
      Outcome ridged = outcome(LINEAR + "  ridge: {scaled: %s}\n".formatted(share));
      double shift = rateOnPath(ridged, kappa) - without;
      assertThat(shift).isCloseTo(share * largest, within(0.05 * share * largest));
      assertThat(ridged.number("lambdaMinRidge") - ridged.number("lambdaMin"))
          .isCloseTo(share * largest, within(1e-12));
      assertThat(ridged.number("lambdaMin")).isEqualTo(plain.number("lambdaMin"));
    }
  }

  /** λ of the slowest mode, by how the steps of the outputs along the labels shrink. */
  private static double rateOnPath(Outcome outcome, double kappa) {
    double first = along(outcome, 2) - along(outcome, 1);
    double last = along(outcome, 6) - along(outcome, 5);
    return (1 - Math.pow(last / first, 0.25)) / kappa;
  }

  /** ⟨y, F⟩/|y|, from |F − y| and |F|; at t = 0 the residual is |y|. */
  private static double along(Outcome outcome, int t) {
    double squared = outputs(outcome, t).stream().mapToDouble(v -> v * v).sum();
    double residual = number(point(outcome, t), "residual");
    double norm = number(point(outcome, 0), "residual");
    return (norm * norm + squared - residual * residual) / (2 * norm);
  }

  @Test
  void ridge_value_isTheSameAsScaled_inUnitsOfTheWeights() {
    Outcome scaled = outcome(LINEAR + "  ridge: {scaled: 0.1}\n");
    double unit = scaled.number("lambdaMaxInfinite") * 16384;
    String values =
        LINEAR.replace("{scaled: 0.5}", "{value: %s}".formatted(0.5 / unit))
            + "  ridge: {value: %s}\n".formatted(0.1 * unit);
    assertThat(outcome(values).number("finalResidual"))
        .isCloseTo(scaled.number("finalResidual"), within(1e-12));
  }

  @Test
  void weightDecay_pullsWeightsToZero_andARidgeToTheirStart() {
    String longer = LINEAR.replace("cap: 12", "cap: 60");
    double free = outcome(longer).number("movement");
    double ridge = outcome(longer + "  ridge: {scaled: 0.1}\n").number("movement");
    double decay = outcome(longer + "  weightDecay: {scaled: 0.1}\n").number("movement");
    // |W(0)| is √(16384·2) = 181; after 60 steps of 1 − 0.05 next to nothing of it is left
    assertThat(ridge).isLessThan(free);
    assertThat(decay).isBetween(165.0, 190.0);
  }

  @ParameterizedTest
  @EnumSource(
      value = BackendKind.class,
      names = {"REFERENCE", "CPU"})
  void batchesOfAll_areDescent_bitForBit(BackendKind kind) {
    for (String start : List.of("coupled", "iid")) {
      String study = SMALL + "  initialization: " + start + "\n";
      List<Finished> plain = run(study, kind);
      List<Finished> full = run(study + "  batchSize: 12\n", kind);
      for (int b = 0; b < plain.size(); b++) {
        for (int i = 0; i < plain.get(b).outcome().curve().size(); i++) {
          assertThat(full.get(b).outcome().curve().get(i))
              .containsAllEntriesOf(plain.get(b).outcome().curve().get(i))
              .containsEntry("distanceToDescent", 0.0);
        }
        assertThat(full.get(b).outcome().metrics())
            .containsAllEntriesOf(plain.get(b).outcome().metrics())
            .containsEntry("distanceToDescent", 0.0);
      }
    }
  }

  @Test
  void batches_stayNearDescent_theNearerTheSmallerTheStep() {
    String study =
        SMALL.replace("residual: 1e-2, cap: 300", "residual: 1e-9, cap: %d")
            + "  batchSize: 4\n  learningRate: {scaled: %s}\n";
    List<Finished> coarse = run(study.formatted(60, 0.1));
    List<Finished> fine = run(study.formatted(600, 0.01));
    double distance = median(coarse, "distanceToDescent");
    // every epoch sees every sample once, so that what batches add is of the order of the step
    assertThat(distance).isGreaterThan(1e-4);
    assertThat(distance / median(fine, "distanceToDescent")).isBetween(5.0, 20.0);
    // and so is what separates descent from the flow over the same time
    assertThat(median(coarse, "descentToFlow") / median(fine, "descentToFlow"))
        .isBetween(8.0, 12.5);
    assertThat(coarse.getFirst().outcome().curve().get(1))
        .containsKeys("distanceToDescent", "distanceToFlow");
  }

  @Test
  void batches_outcome_doesNotDependOnOtherCells() {
    String study = SMALL + "  batchSize: 5\n  ridge: {scaled: 0.01}\n";
    List<Cell> cells = cells(study);
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      List<Outcome> together = EXPERIMENT.run(cells, backend, Watch.NONE);
      assertThat(together.get(0)).isNotEqualTo(together.get(1));
      for (int i = 0; i < cells.size(); i++) {
        assertThat(EXPERIMENT.run(List.of(cells.get(i)), backend, Watch.NONE))
            .containsExactly(together.get(i));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"loss: logistic", "loss: huber", "output: tanh", "loss: logistic\n  output: tanh"})
  void otherLosses_fall_andAreTheirOwn(String field) {
    String study =
        SMALL.replace("kind: smooth", "kind: sign").replace("residual: 1e-2", "loss: 1e-9");
    Outcome squared = run(study).getFirst().outcome();
    Outcome other = run(study + "  " + field + "\n").getFirst().outcome();
    double start = number(other.curve().getFirst(), "loss");
    assertThat(other.number("finalLoss")).isLessThan(0.7 * start);
    assertThat(other.number("finalLoss")).isNotEqualTo(squared.number("finalLoss"));
    // at outputs of 0 and labels of ±1 each sample loses log 2, or a half
    assertThat(start).isCloseTo(field.contains("logistic") ? 12 * Math.log(2) : 6, within(1e-12));
  }

  @Test
  void labelNoise_lowersTestAccuracy_andNotLambda() {
    String study =
        """
        experiment: exponential
        axes: {data.seed: {count: 6}, seed: {count: 2}}
        fixed:
          data: {kind: sphere, sampleCount: 40, inputDim: 3, radius: 0.8, heldOut: 200}
          labels: {kind: smooth%s}
          width: 512
          stop: {residual: 1e-2, cap: 2000}
        """;
    List<Finished> clean = run(study.formatted(""));
    List<Finished> noisy = run(study.formatted(", noise: 1.0"));
    List<Finished> flipped = run(study.formatted(", flip: 0.4"));
    assertThat(median(clean, "heldOutAccuracy")).isGreaterThan(0.9);
    assertThat(median(noisy, "heldOutAccuracy"))
        .isLessThan(median(clean, "heldOutAccuracy") - 0.05);
    assertThat(median(flipped, "heldOutAccuracy"))
        .isLessThan(median(clean, "heldOutAccuracy") - 0.05);
    assertThat(median(noisy, "testLoss")).isGreaterThan(2 * median(clean, "testLoss"));
    for (int i = 0; i < clean.size(); i++) {
      for (String lambda : List.of("lambdaMin", "lambdaMax", "lambdaMinInfinite")) {
        assertThat(noisy.get(i).outcome().number(lambda))
            .isEqualTo(clean.get(i).outcome().number(lambda));
      }
    }
  }

  @Test
  void missingEntries_moveLambda() {
    String whole = SMALL.replace("radius: 0.5}", "radius: 0.5, missing: 0.0}");
    String gappy = SMALL.replace("radius: 0.5}", "radius: 0.5, missing: 0.3}");
    double before = run(whole).getFirst().outcome().number("lambdaMinInfinite");
    assertThat(before).isEqualTo(run(SMALL).getFirst().outcome().number("lambdaMinInfinite"));
    assertThat(run(gappy).getFirst().outcome().number("lambdaMinInfinite"))
        .isNotCloseTo(before, within(0.01 * before));
  }

  @Test
  void statements_areNotJudged_whereTheirHypothesesAreLeft() {
    for (String field :
        List.of(
            "batchSize: 4",
            "loss: huber",
            "output: tanh",
            "ridge: {scaled: 0.1}",
            "weightDecay: {scaled: 0.5}")) {
      List<Finished> cells = run(SMALL + "  " + field + "\n");
      String what = field.substring(0, field.indexOf(':'));
      assertThat(cells.getFirst().outcome().verdicts())
          .as(what)
          .filteredOn(v -> !v.statement().equals(PracticeStatements.RIDGE))
          .hasSize(4)
          .allSatisfy(v -> assertThat(v.says()).isEqualTo(Says.UNDECIDED))
          .allSatisfy(v -> assertThat(v.reason()).startsWith("hypothesis: ").contains("needed"));
      assertThat(EXPERIMENT.judge(cells).verdicts())
          .filteredOn(v -> !v.statement().equals(PracticeStatements.RIDGE))
          .extracting(Verdict::says)
          .containsOnly(Says.UNDECIDED);
      assertThat(EXPERIMENT.extensions(cells.getFirst().cell())).hasSize(1);
    }
  }

  @Test
  void statements_areJudged_withNoiseAndSplits_whichAreMarked() {
    List<Finished> cells =
        run(
            SMALL
                .replace("kind: smooth", "kind: smooth, noise: 0.2, flip: 0")
                .replace("radius: 0.5}", "radius: 0.5, split: 0.25}"));
    assertThat(cells.getFirst().outcome().verdicts())
        .anyMatch(v -> v.says() == Says.HOLDS)
        .noneMatch(v -> v.says() == Says.VIOLATED);
    assertThat(EXPERIMENT.extensions(cells.getFirst().cell()))
        .extracting(Extension::text)
        .containsExactly("split 0.25", "label noise 0.2");
    assertThat(EXPERIMENT.extensions(cells(SMALL).getFirst())).isEmpty();
  }

  @Test
  void folds_areOneRowOfTheTable() {
    String study =
        SMALL
            .replace("axes: {", "axes: {data.folds.fold: {from: 0, to: 3, step: 1}, ")
            .replace("radius: 0.5}", "radius: 0.5, folds: {of: 4}}");
    var findings = EXPERIMENT.judge(run(study));
    assertThat(findings.rows()).hasSize(1);
    assertThat(findings.rows().getFirst()).containsEntry("cells", 16).containsKey("testLoss");
    assertThat(findings.verdicts()).noneMatch(v -> v.says() == Says.VIOLATED);
  }

  @Test
  void spectraAtEndsOnly_areThoseOfAllAtTheEnds() {
    Outcome all = run(SMALL).getFirst().outcome();
    Outcome ends = run(SMALL + "  record: {spectra: ends}\n").getFirst().outcome();
    for (String metric : List.of("lambdaMin", "lambdaMinFinal", "drift", "iterations")) {
      assertThat(ends.metrics().get(metric)).isEqualTo(all.metrics().get(metric));
    }
    Outcome start = run(SMALL + "  record: {spectra: start}\n").getFirst().outcome();
    assertThat(start.number("lambdaMin")).isEqualTo(all.number("lambdaMin"));
    assertThat(start.number("lambdaMinFinal")).isNaN();
    assertThat(start.reasons()).containsKey("outcome.lambdaMinFinal");
    assertThat(ends.curve().get(1)).doesNotContainKey("lambdaMin");
    assertThat(ends.verdicts().getFirst().reason())
        .startsWith("hypothesis: spectra along the path");
  }

  @Test
  void whatCannotBe_isRefusedBeforeItRuns() {
    refused("batchSize: 13", "batchSize: found 13; allowed: 1 to 12");
    refused(
        "ridge: {scaled: 0.1}\n  weightDecay: {scaled: 0.1}",
        "weightDecay: found weight decay beside a ridge");
    refused("ridge: {value: 0.1}", "ridge: found value with another learningRate");
    refused(
        "ridge: {scaled: 1.5}", "ridge.scaled: found 1.5, which times the learning rate is 1.5");
  }

  private static void refused(String field, String message) {
    assertThatExceptionOfType(StudyException.class)
        .isThrownBy(() -> run(SMALL + "  " + field + "\n"))
        .withMessageContaining(message);
  }

  private static double median(List<Finished> cells, String metric) {
    return new Replicates(cells).median(metric);
  }

  private static Outcome outcome(String study) {
    return run(study).getFirst().outcome();
  }

  private static List<Finished> run(String study) {
    return run(study, BackendKind.CPU);
  }

  private static List<Cell> cells(String study) {
    return new StudyReader(Map.of("exponential", EXPERIMENT.schema()))
        .parse(study, "test.yaml", "test", List.of())
        .cells();
  }

  private static List<Finished> run(String study, BackendKind kind) {
    List<Cell> cells = cells(study);
    cells.forEach(EXPERIMENT::check);
    List<Finished> finished = new ArrayList<>();
    try (Backend backend = Backends.open(kind, 1)) {
      for (Cell cell : cells) {
        finished.add(
            new Finished(cell, EXPERIMENT.run(List.of(cell), backend, Watch.NONE).getFirst()));
      }
    }
    return finished;
  }

  private static SequencedMap<String, Object> point(Outcome outcome, int t) {
    return outcome.curve().stream()
        .filter(p -> Integer.valueOf(t).equals(p.get("t")))
        .findFirst()
        .orElseThrow();
  }

  private static double number(Map<String, Object> point, String name) {
    return ((Number) Objects.requireNonNull(point.get(name))).doubleValue();
  }

  @SuppressWarnings("unchecked")
  private static List<Double> outputs(Outcome outcome, int t) {
    return (List<Double>) Objects.requireNonNull(point(outcome, t).get("outputs"));
  }
}
