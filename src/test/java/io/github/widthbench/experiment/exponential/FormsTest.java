package io.github.widthbench.experiment.exponential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Outcome;
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
import org.junit.jupiter.params.provider.CsvSource;

/** Exponent forms, storage formats and the softmax, from the text of a study. */
class FormsTest {
  private static final ExponentialExperiment EXPERIMENT = new ExponentialExperiment();

  private static final String SIX =
      """
      experiment: exponential
      fixed:
        data: {kind: sphere, sampleCount: 6, inputDim: 4, radius: 0.5, seed: 2}
        width: 256
        stop: {residual: 1e-3, cap: 3000}
      """;

  /** Unit points on a circle: λ(H∞) is 6.39 for 4 of them and 0.00007 for 16. */
  private static final String CIRCLE =
      """
      experiment: exponential
      fixed:
        data: {kind: circle, sampleCount: %d}
        labels: {kind: sign}
        initialization: iid
        width: 4096
        stop: {residual: 1e-3, cap: 1}
        %s
      """;

  @Test
  void exactLoops_followTheBackendsOwnPasses() {
    Outcome expected = run(SIX);
    for (String form : List.of("exact", "rowScaled")) {
      Outcome found = run(SIX + "  exponent: " + form + "\n");
      assertThat(found.number("iterations")).isEqualTo(expected.number("iterations"));
      assertThat(found.number("lambdaMin")).isCloseTo(expected.number("lambdaMin"), within(1e-12));
      assertThat(found.number("movement")).isCloseTo(expected.number("movement"), within(1e-9));
      assertThat(found.number("startResidual")).isEqualTo(expected.number("startResidual"));
      assertThat(found.verdicts())
          .extracting(Verdict::says)
          .containsExactlyElementsOf(expected.verdicts().stream().map(Verdict::says).toList());
    }
  }

  @Test
  void bf16_losesLambda_whereItIsBelowTheRoundoffTimesTheLargest() {
    double exact = lambda(16, "storage: fp64");
    assertThat(lambda(16, "storage: fp32")).isCloseTo(exact, within(0.1 * exact));
    assertThat(Math.abs(lambda(16, "storage: fp16") - exact)).isGreaterThan(exact);
    assertThat(Math.abs(lambda(16, "storage: bf16") - exact)).isGreaterThan(10 * exact);
    assertThat(Math.abs(lambda(16, "storage: {activations: bf16}") - exact))
        .isGreaterThan(10 * exact);
    Outcome lost = run(CIRCLE.formatted(16, "storage: bf16"));
    assertThat(lost.cautions()).anyMatch(c -> c.startsWith("smallest eigenvalue below rounding"));
  }

  @Test
  void bf16_keepsLambda_whereItIsLarge() {
    double exact = lambda(4, "storage: fp64");
    assertThat(lambda(4, "storage: {activations: bf16}")).isCloseTo(exact, within(0.05 * exact));
    Outcome kept = run(CIRCLE.formatted(4, "storage: {activations: bf16}"));
    assertThat(kept.cautions()).noneMatch(c -> c.startsWith("smallest eigenvalue below rounding"));
  }

  private static double lambda(int points, String storage) {
    return run(CIRCLE.formatted(points, storage)).number("lambdaMin");
  }

  @Test
  void bf16Weights_standStill_wherePreciseOnesConverge() {
    String wide = SIX.replace("256", "4096");
    Outcome stored = run(wide + "  storage: {weights: bf16}\n");
    assertThat(stored.flag("converged")).isFalse();
    assertThat(stored.reason()).contains("the same since t=").contains("weights in bf16");
    assertThat(run(wide + "  storage: {activations: bf16}\n").number("finalResidual"))
        .isLessThan(stored.number("finalResidual") / 4);
    assertThat(run(wide + "  storage: fp64\n").flag("converged")).isTrue();
  }

  @Test
  void polynomialOfTooLowDegree_hasNoLambda_andAHighOneHasItAll() {
    String circle = CIRCLE.formatted(8, "exponent: {polynomial: %d}");
    double exact = lambda(8, "exponent: exact");
    // slopes of degree 1 span 2 + 3 directions of 8
    assertThat(run(circle.formatted(2)).number("lambdaMin")).isLessThan(1e-10);
    assertThat(run(circle.formatted(24)).number("lambdaMin"))
        .isCloseTo(exact, within(1e-6 * exact));
  }

  @Test
  void fp16_overflowsAtTheStart_unlessRowsAreScaled() {
    String large = SIX.replace("radius: 0.5", "radius: 5").replace("3000", "2");
    assertThat(run(large + "  storage: fp16\n").reason()).isEqualTo("overflow at t=0");
    Outcome scaled = run(large + "  storage: fp16\n  exponent: rowScaled\n");
    assertThat(scaled.number("startResidual")).isEqualTo(Math.sqrt(6));
    assertThat(scaled.number("lambdaMax")).isPositive();
  }

  @ParameterizedTest
  @CsvSource({"coupled", "iid"})
  void softmax_approachesItsOwnLimit_andIsNotJudged(String initialization) {
    String yaml =
        SIX.replace("256", "16384").replace("3000", "1")
            + "  normalisation: softmax\n  initialization: "
            + initialization
            + "\n";
    Outcome outcome = run(yaml);
    assertThat(outcome.number("lambdaMin"))
        .isCloseTo(
            outcome.number("lambdaMinInfinite"),
            within(0.15 * outcome.number("lambdaMinInfinite")));
    double plain = run(SIX.replace("3000", "1")).number("lambdaMinInfinite");
    // the points have |x| = 1/2, so that H∞ is smaller by e^{1/4} in each entry
    assertThat(outcome.number("lambdaMinInfinite"))
        .isCloseTo(plain * Math.exp(-0.25), within(1e-12));
    assertThat(outcome.verdicts()).allMatch(v -> v.says() == Says.UNDECIDED);
    assertThat(outcome.verdicts().getFirst().reason()).contains("an extension without a theorem");
  }

  @Test
  void softmax_trains() {
    Outcome outcome = run(SIX + "  normalisation: softmax\n");
    assertThat(outcome.number("startResidual")).isEqualTo(Math.sqrt(6));
    assertThat(outcome.flag("converged")).isTrue();
  }

  @Test
  void table_setsEveryFormBesideTheExactOne() {
    String study =
        SIX.replace(
                "fixed:",
                "axes: {storage: [fp64, {weights: bf16}, fp32], seed: {count: 3}}\nfixed:")
            .replace("3000", "600");
    List<SequencedMap<String, Object>> rows = EXPERIMENT.judge(finish(study)).rows();
    assertThat(rows).hasSize(3);
    assertThat(rows.get(0)).containsEntry("lambdaDrift", 0.0).containsEntry("extraIterations", 0.0);
    assertThat(Math.abs(number(rows.get(1), "lambdaDrift"))).isBetween(1e-5, 0.1);
    assertThat(Math.abs(number(rows.get(2), "lambdaDrift"))).isBetween(1e-12, 1e-5);
    assertThat(rows.get(0)).containsKey("stepMicroseconds");
    assertThat(EXPERIMENT.judge(finish(SIX)).rows().getFirst()).doesNotContainKey("lambdaDrift");
  }

  @Test
  void roundedNetworks_areNotJudged() {
    for (String field : List.of("storage: bf16", "exponent: {polynomial: 6}")) {
      assertThat(run(SIX.replace("3000", "1") + "  " + field + "\n").verdicts())
          .allMatch(v -> v.says() == Says.UNDECIDED)
          .allMatch(v -> String.valueOf(v.reason()).contains("found"));
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exponent: exact, activation: relu| exponent",
        "storage: bf16, activation: tanh| storage",
        "normalisation: softmax, activation: relu| normalisation",
        "storage: bf16, precision: fp32| precision",
        "exponent: {clipped: 2}, clip: 3| clip",
      })
  void combinationsWithoutMeaning_areRefused(String fields, String field) {
    String yaml = "  " + fields.replace(", ", "\n  ") + "\n";
    assertThatThrownBy(() -> run(SIX + yaml))
        .isInstanceOfSatisfying(StudyException.class, e -> assertThat(e.field()).isEqualTo(field));
  }

  private static double number(Map<String, Object> values, String name) {
    return ((Number) Objects.requireNonNull(values.get(name))).doubleValue();
  }

  private static Outcome run(String yaml) {
    return finish(yaml).getFirst().outcome();
  }

  private static List<Finished> finish(String yaml) {
    List<Cell> cells =
        new StudyReader(Map.of("exponential", EXPERIMENT.schema()))
            .parse(yaml, "forms.yaml", "forms", List.of())
            .cells();
    List<Finished> finished = new ArrayList<>();
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      for (Cell cell : cells) {
        EXPERIMENT.check(cell);
        Outcome outcome = EXPERIMENT.run(List.of(cell), backend, Watch.NONE).getFirst();
        finished.add(new Finished(cell, outcome));
      }
    }
    return finished;
  }
}
