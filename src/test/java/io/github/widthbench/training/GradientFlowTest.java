package io.github.widthbench.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class GradientFlowTest {

  private record Equation(int size, Function slopes, Function matrices) implements Flow {
    interface Function {
      void apply(double[] y, double[] target);
    }

    @Override
    public void slope(double[] y, double[] slope) {
      slopes.apply(y, slope);
    }

    @Override
    public void jacobian(double[] y, double[] matrix) {
      matrices.apply(y, matrix);
    }
  }

  /** y₁′ = −y₁, y₂′ = −10⁸(y₂ − y₁²). */
  private static final Flow STIFF =
      new Equation(
          2,
          (y, slope) -> {
            slope[0] = -y[0];
            slope[1] = -1e8 * (y[1] - y[0] * y[0]);
          },
          (y, matrix) -> {
            matrix[0] = -1;
            matrix[1] = 0;
            matrix[2] = 2e8 * y[0];
            matrix[3] = -1e8;
          });

  private static final Flow CUBIC =
      new Equation(
          1, (y, slope) -> slope[0] = -y[0] * y[0] * y[0], (y, m) -> m[0] = -3 * y[0] * y[0]);

  /** H. H. Robertson's reactions. */
  private static final Flow ROBERTSON =
      new Equation(
          3,
          (y, slope) -> {
            slope[0] = -0.04 * y[0] + 1e4 * y[1] * y[2];
            slope[2] = 3e7 * y[1] * y[1];
            slope[1] = -slope[0] - slope[2];
          },
          (y, m) -> {
            double[] first = {-0.04, 1e4 * y[2], 1e4 * y[1]};
            double[] third = {0, 6e7 * y[1], 0};
            for (int k = 0; k < 3; k++) {
              m[k] = first[k];
              m[3 + k] = -first[k] - third[k];
              m[6 + k] = third[k];
            }
          });

  @Test
  void advance_stiffEquation_isExactInFewSteps() {
    GradientFlow flow = new GradientFlow(STIFF, new double[] {1, 3}, Tolerance.SHARP);
    int steps = 0;
    while (flow.time() < 2) {
      assertThat(flow.step(2)).isTrue();
      steps++;
    }
    assertThat(flow.time()).isEqualTo(2);
    assertThat(flow.state()[0]).isCloseTo(StrictMath.exp(-2), within(1e-10));
    // the slow manifold y₂ = y₁²·10⁸/(10⁸ − 2)
    assertThat(flow.state()[1]).isCloseTo(StrictMath.exp(-4) / (1 - 2e-8), within(1e-10));
    assertThat(steps).isLessThan(4000);
  }

  @Test
  void advance_algebraicDecay_keepsItsDigitsOverTwelveDecades() {
    GradientFlow flow = new GradientFlow(CUBIC, new double[] {1}, Tolerance.SHARP);
    assertThat(flow.advance(1e12)).isTrue();
    assertThat(flow.state()[0])
        .isCloseTo(1 / StrictMath.sqrt(1 + 2e12), Percentage.withPercentage(1e-6));
  }

  @Test
  void advance_exponentialDecay_keepsItsDigitsToTheFloor() {
    Flow decay = new Equation(1, (y, s) -> s[0] = -y[0], (y, m) -> m[0] = -1);
    GradientFlow flow = new GradientFlow(decay, new double[] {1}, Tolerance.SHARP);
    assertThat(flow.advance(20)).isTrue();
    assertThat(flow.state()[0]).isCloseTo(StrictMath.exp(-20), Percentage.withPercentage(1e-2));
  }

  @Test
  void advance_robertson_hasThePublishedValues() {
    GradientFlow flow = new GradientFlow(ROBERTSON, new double[] {1, 0, 0}, Tolerance.SHARP);
    assertThat(flow.advance(1e11)).isTrue();
    // E. Hairer, G. Wanner, volume II, and the Bari test set
    assertThat(flow.state()[0]).isCloseTo(0.2083340149701255e-7, Percentage.withPercentage(1e-2));
    assertThat(flow.state()[1]).isCloseTo(0.8333360770334713e-13, Percentage.withPercentage(1e-2));
  }

  @Test
  void step_undefinedSlope_fails() {
    Flow broken = new Equation(1, (y, s) -> s[0] = Double.NaN, (y, m) -> m[0] = 0);
    assertThat(new GradientFlow(broken, new double[] {1}, Tolerance.SHARP).step(1)).isFalse();
  }
}
