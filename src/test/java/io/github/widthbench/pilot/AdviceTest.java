package io.github.widthbench.pilot;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.pilot.Advice.Says;
import io.github.widthbench.study.Goal;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AdviceTest {

  private static final OptionalDouble NONE = OptionalDouble.empty();

  @Test
  void of_timeAgainstItsGoal_goesStopsOrDoubts() {
    Forecast forecast = forecast(new Estimate(0.9, 1, 1), new Estimate(50, 70, 90));

    assertThat(says(NONE, OptionalDouble.of(100), forecast, 5)).isEqualTo(Says.GO);
    assertThat(says(NONE, OptionalDouble.of(94), forecast, 5)).isEqualTo(Says.UNCLEAR);
    assertThat(says(NONE, OptionalDouble.of(54), forecast, 5)).isEqualTo(Says.STOP);
  }

  @Test
  void of_shareAgainstItsGoal_goesStopsOrDoubts() {
    Forecast forecast = forecast(new Estimate(0.8, 0.9, 0.95), Estimate.ZERO);

    assertThat(says(OptionalDouble.of(0.8), NONE, forecast, 0)).isEqualTo(Says.GO);
    assertThat(says(OptionalDouble.of(0.9), NONE, forecast, 0)).isEqualTo(Says.UNCLEAR);
    assertThat(says(OptionalDouble.of(0.96), NONE, forecast, 0)).isEqualTo(Says.STOP);
  }

  @Test
  void of_severalCriteria_isTheWorst() {
    Forecast forecast = forecast(new Estimate(0.99, 1, 1), new Estimate(50, 70, 90));

    assertThat(says(OptionalDouble.of(0.95), OptionalDouble.of(10), forecast, 0))
        .isEqualTo(Says.STOP);
  }

  @Test
  void of_noGoal_goes() {
    Advice advice = Advice.of(Goal.NONE, forecast(Estimate.ZERO, Estimate.ZERO), 0);

    assertThat(advice.says()).isEqualTo(Says.GO);
    assertThat(advice.reasons()).hasSize(1);
  }

  private static Says says(
      OptionalDouble converged, OptionalDouble seconds, Forecast forecast, double spent) {
    return Advice.of(new Goal(converged, seconds), forecast, spent).says();
  }

  private static Forecast forecast(Estimate converged, Estimate seconds) {
    return new Forecast(List.of(), converged, seconds, Estimate.ZERO, 0, 0);
  }
}
