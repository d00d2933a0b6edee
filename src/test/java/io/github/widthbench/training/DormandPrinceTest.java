package io.github.widthbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class DormandPrinceTest {
  private static final Slope TURN =
      (y, slope) -> {
        slope[0] = -y[1];
        slope[1] = y[0];
      };

  @Test
  void advance_aTurn_comesBack() {
    DormandPrince flow = new DormandPrince(TURN, new double[] {1, 0}, 1e-13);
    assertThat(flow.advance(2 * StrictMath.PI)).isTrue();
    assertThat(flow.time()).isEqualTo(2 * StrictMath.PI);
    assertThat(flow.state()[0]).isCloseTo(1, within(1e-10));
    assertThat(flow.state()[1]).isCloseTo(0, within(1e-10));
  }

  /** A method of order five makes an error of order h⁵: steps grow as the fifth root of 1/error. */
  @Test
  void step_atATenThousandthOfTheError_isAboutSixTimesShorter() {
    double coarse = steps(1e-6);
    double fine = steps(1e-10);
    assertThat(fine / coarse).isBetween(5.0, 7.5);
  }

  private static double steps(double tolerance) {
    DormandPrince flow = new DormandPrince(TURN, new double[] {1, 0}, tolerance);
    int steps = 0;
    while (flow.time() < 20) {
      flow.step(20);
      steps++;
    }
    return steps;
  }

  @Test
  void advance_towardsABlowUp_followsIt_andFailsAtIt() {
    DormandPrince flow = new DormandPrince((y, s) -> s[0] = y[0] * y[0], new double[] {1}, 1e-13);
    assertThat(flow.advance(0.999)).isTrue();
    assertThat(flow.state()[0]).isCloseTo(1000, Percentage.withPercentage(1e-6));
    assertThat(flow.advance(2)).isFalse();
  }

  @Test
  void step_undefinedSlope_fails() {
    DormandPrince flow = new DormandPrince((y, s) -> s[0] = Double.NaN, new double[] {1}, 1e-9);
    assertThat(flow.step(1)).isFalse();
  }
}
