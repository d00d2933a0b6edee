package io.github.widthbench.sweep;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.math.Precision;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgreementTest {

  /** Loss 8 and so residual 4 at the start; largest eigenvalue 2. */
  private static final Outcome EXPECTED = with("clipped", false);

  private final Agreement agreement = new Agreement(1e-4);

  @ParameterizedTest
  @CsvSource({
    "finalLoss, 1e-6, 7e-4", "finalResidual, 1e-3, 3e-4", "lambdaMin, 0.5, 1.9e-4",
    "lambdaMinFinal, 0.5, 1.9e-4", "lambdaMax, 2, 1.9e-4", "movement, 0.25, 1.9e-4",
  })
  void difference_ofAValue_isFoundBeyondItsToleranceOnly(String metric, double is, double off) {
    assertThat(agreement.difference(with(metric, is + off), EXPECTED)).isEmpty();
    assertThat(agreement.difference(with(metric, is - 1.5 * off), EXPECTED))
        .get()
        .asString()
        .startsWith(metric + " is " + (is - 1.5 * off) + ", the fp64 reference has " + is)
        .contains("tolerance");
    assertThat(agreement.difference(with(metric, Double.NaN), EXPECTED)).isPresent();
  }

  @Test
  void difference_ofCounts_allowsOneStepAndOneInAHundred() {
    assertThat(agreement.difference(with("iterations", 303), EXPECTED)).isEmpty();
    assertThat(agreement.difference(with("iterations", 305), EXPECTED))
        .contains("iterations is 305.0, the fp64 reference has 300.0 (tolerance 4.0)");
    assertThat(
            agreement.difference(
                with("iterationsTo", List.of(Map.of("tolerance", 0.1, "iterations", 40))),
                EXPECTED))
        .get()
        .asString()
        .startsWith("iterationsTo.0 is 40.0, the fp64 reference has 30.0");
  }

  @Test
  void difference_ofFlags_isFound() {
    assertThat(agreement.difference(with("converged", false), EXPECTED))
        .contains("converged is false, the fp64 reference has true (tolerance none)");
    assertThat(agreement.difference(with("clipped", true), EXPECTED)).isPresent();
  }

  @Test
  void difference_ofOverflows_isNone() {
    assertThat(
            agreement.difference(
                with("drift", Double.NaN), with("drift", Double.POSITIVE_INFINITY)))
        .isEmpty();
  }

  @Test
  void tolerance_growsWithTheRootOfTheWorkFromHalfTheDigits() {
    assertThat(Agreement.tolerance(Precision.FP64, 64, 100)).isEqualTo(Math.sqrt(0x1p-53));
    assertThat(Agreement.tolerance(Precision.FP32, 64, 100)).isEqualTo(0x1p-12);
    assertThat(Agreement.tolerance(Precision.FP32, 1 << 20, 256)).isEqualTo(8 * 0x1p14 * 0x1p-24);
  }

  private static Outcome with(String name, Object value) {
    SequencedMap<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("converged", true);
    metrics.put("clipped", false);
    metrics.put("iterations", 300);
    metrics.put("iterationsTo", List.of(Map.of("tolerance", 0.1, "iterations", 30)));
    metrics.put("finalLoss", 1e-6);
    metrics.put("finalResidual", 1e-3);
    metrics.put("lambdaMin", 0.5);
    metrics.put("lambdaMinFinal", 0.5);
    metrics.put("lambdaMax", 2.0);
    metrics.put("movement", 0.25);
    metrics.put(name, value);
    SequencedMap<String, Object> start = new LinkedHashMap<>(Map.of("t", 0, "loss", 8.0));
    return new Outcome(
        Outcome.Status.OK, null, metrics, new LinkedHashMap<>(), List.of(start), List.of());
  }
}
