package io.github.widthbench.pilot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.experiment.Cost;
import io.github.widthbench.pilot.CostLaw.Timed;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CostLawTest {

  @Test
  void seconds_ofAMachineWithOverheads_areToldForWiderCells() {
    CostLaw law = CostLaw.of(times(1e-3, 2e-5, 1e-9, 5e-10));

    assertThat(law.seconds("a", 4096, 500, cost(4096), 1).value())
        .isCloseTo(1e-3 + 500 * 2e-5 + 500 * 4096e3 * 1e-9 + 4096e4 * 5e-10, within(1e-2));
  }

  @Test
  void seconds_whereNothingWouldBeNegative_areNeverBelowZero() {
    List<Timed> times =
        List.of(
            new Timed("a", 8, 100, cost(8), 2.0),
            new Timed("a", 16, 100, cost(16), 1.0),
            new Timed("a", 32, 100, cost(32), 0.5));

    assertThat(CostLaw.of(times).seconds("a", 4096, 100, cost(4096), 1).low()).isPositive();
  }

  @Test
  void seconds_ofASettingThatIsDearer_areDearer() {
    List<Timed> times = new ArrayList<>(times(1e-3, 2e-5, 1e-9, 0));
    times(1e-3, 2e-5, 1e-9, 0)
        .forEach(t -> times.add(new Timed("b", t.width(), t.steps(), t.cost(), 3 * t.seconds())));
    CostLaw law = CostLaw.of(times);

    double a = law.seconds("a", 4096, 100, cost(4096), 1).value();
    double b = law.seconds("b", 4096, 100, cost(4096), 1).value();
    assertThat(b / a).isCloseTo(3, within(0.2));
  }

  /** Seconds a cell, a step, an operation of a step, and one beside. */
  private static List<Timed> times(double cell, double step, double flop, double once) {
    List<Timed> times = new ArrayList<>();
    for (int i = 4; i < 10; i++) {
      double width = 1 << i;
      double steps = 100 + 37 * (i % 3);
      Cost cost = cost(width);
      double seconds =
          cell + steps * step + steps * cost.stepFlops() * flop + cost.onceFlops() * once;
      times.add(new Timed("a", width, steps, cost, seconds));
    }
    return times;
  }

  private static Cost cost(double width) {
    return new Cost(100, 1000 * width, 10_000 * width, 0, 0, false);
  }
}
