package io.github.widthbench.experiment.exponential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class ThresholdsTest {

  @Test
  void bound_hasTheGoldenValues() {
    double small = Thresholds.bound(1024, 10, 1, 0.1);
    assertThat(small).isCloseTo(4.94566257889628, within(1e-13));
    assertThat(Math.exp(4 * small)).isCloseTo(3.90387469564269e8, within(1e-3));
    double large = Thresholds.bound(65536, 100, 1, 0.01);
    assertThat(large).isCloseTo(6.47979049684405, within(1e-13));
    assertThat(Math.exp(4 * large)).isCloseTo(1.80529852232868e11, within(1.0));
  }

  @Test
  void width_solvesItsFixedPoint() {
    // the small sets were published for the smallest eigenvalue of G∘exp(G), without the factors D
    double lambda = 0.09 * Math.exp(0.09);
    assertThat(Thresholds.of(1, 0.3, 1, lambda, 1e-3).width()).isCloseTo(4.367e7, within(5e3));
    double three = Thresholds.of(3, 0.3, Math.sqrt(3), lambda, 1e-3).width();
    assertThat(three).isCloseTo(1.562e9, within(5e5));
    Thresholds unit = Thresholds.of(3, 1, 1.5, 1.70974444038317, 1e-3);
    assertThat(unit.width()).isCloseTo(4.725e20, within(5e16));
    assertThat(unit.iterations()).isCloseTo(6.7e20, within(5e18));
  }

  @Test
  void iterationBound_hasTheGoldenValue() {
    assertThat(CellStatements.iterationBound(2.25, 1e-3, 0.05 * 1.70974444038317)).isEqualTo(335);
  }
}
