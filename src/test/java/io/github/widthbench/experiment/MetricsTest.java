package io.github.widthbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsTest {
  private final Metrics metrics = new Metrics();

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
  void put_numberThatIsNone_readsAsFromARecord(double value) {
    metrics.put("rate", value, "the loss does not fall");
    Outcome outcome = metrics.outcome(null, List.of());
    assertThat(outcome.metrics()).containsEntry("rate", Double.NaN);
    assertThat(outcome.reasons()).isEqualTo(Map.of("outcome.rate", "the loss does not fall"));
  }

  @Test
  void iterations_oneToleranceMissed_keepsOrderAndSaysWhich() {
    metrics.iterations(
        OptionalInt.of(7),
        List.of(1.0, 1e-3),
        tolerance -> tolerance < 0.5 ? OptionalInt.empty() : OptionalInt.of(3));
    Outcome outcome = metrics.outcome(null, List.of());
    assertThat(outcome.metrics())
        .containsEntry("converged", true)
        .containsEntry("iterations", 7)
        .containsEntry(
            "iterationsTo",
            List.of(
                Map.of("tolerance", 1.0, "iterations", 3),
                Map.of("tolerance", 1e-3, "iterations", Double.NaN)));
    assertThat(outcome.reasons())
        .isEqualTo(Map.of("outcome.iterationsTo.1.iterations", "not reached"));
  }

  @Test
  void iterations_neverMet_saysNotConverged() {
    metrics.iterations(OptionalInt.empty(), List.of(), _ -> OptionalInt.empty());
    Outcome outcome = metrics.outcome("cap of 3 steps reached", List.of());
    assertThat(outcome.flag("converged")).isFalse();
    assertThat(outcome.number("iterations")).isNaN();
    assertThat(outcome.reasons()).containsEntry("outcome.iterations", "not converged");
  }

  @Test
  void point_several_makeTheCurveInOrder() {
    metrics.point(0).put("loss", 2.0);
    Metrics.putFinite(metrics.point(0.5), "loss", Double.NaN);
    assertThat(metrics.outcome(null, List.of()).curve())
        .isEqualTo(List.of(Map.of("t", 0, "loss", 2.0), Map.of("t", 0.5)));
  }
}
