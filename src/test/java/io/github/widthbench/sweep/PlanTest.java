package io.github.widthbench.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.widthbench.results.RefusedException;
import io.github.widthbench.study.Cell;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class PlanTest {

  private static final double MEBI = 1 << 20;

  @Test
  void of_study_saysHowItWouldRun() {
    List<Cell> cells = Probe.study(10, 2, 4).cells();
    Plan plan = Plan.of(cells, Probe.WELL, Probe.IDLE, 1, 1000 * MEBI);

    assertThat(plan).isEqualTo(new Plan(20, 2, 1, 10 * 2 * MEBI));
  }

  @Test
  void of_cellThatDoesNotFit_namesTheLargestWidthThatDoes() {
    Locale before = Locale.getDefault();
    Locale.setDefault(Locale.GERMANY);
    try {
      assertThatThrownBy(() ->
              Plan.of(Probe.study(1, 4, 4096).cells(), Probe.WELL, Probe.IDLE, 1, 50.9 * MEBI))
          .isInstanceOf(RefusedException.class)
          .hasMessageContaining("width=4096")
          .hasMessageContaining("2.0 GiB")
          .hasMessageContaining("50.9 MiB")
          .hasMessageContaining("the largest width that fits is 100.");
    } finally {
      Locale.setDefault(before);
    }
    assertThat(Plan.of(Probe.study(1, 100).cells(), Probe.WELL, Probe.IDLE, 1, 50.9 * MEBI).cells())
        .isEqualTo(1);
    assertThatThrownBy(
            () -> Plan.of(Probe.study(1, 102).cells(), Probe.WELL, Probe.IDLE, 1, 50.9 * MEBI))
        .isInstanceOf(RefusedException.class);
  }

  @Test
  void of_limitBelowTheSmallestWidth_saysThatNoneFits() {
    assertThatThrownBy(() -> Plan.of(Probe.study(1, 8).cells(), Probe.WELL, Probe.IDLE, 1, 1000))
        .hasMessageContaining("no width fits");
  }
}
