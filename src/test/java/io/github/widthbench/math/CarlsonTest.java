package io.github.widthbench.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class CarlsonTest {

  /** Values of Carlson 1995, section 3, and of mpmath. */
  @Test
  void rf_hasThePublishedValues() {
    Percentage exact = Percentage.withPercentage(1e-13);
    assertThat(Carlson.rf(1, 2, 0)).isCloseTo(1.3110287771461, Percentage.withPercentage(1e-11));
    assertThat(Carlson.rf(0.5, 1, 0)).isCloseTo(1.8540746773014, Percentage.withPercentage(1e-11));
    assertThat(Carlson.rf(2, 3, 4)).isCloseTo(0.58408284167715, Percentage.withPercentage(1e-11));
    assertThat(Carlson.rf(0.25, 0.25, 0.25)).isCloseTo(2, exact);
  }

  @Test
  void rf_isSymmetric_andOfDegreeMinusOneHalf() {
    double value = Carlson.rf(0.09, 0.25, 0.49);
    assertThat(Carlson.rf(0.49, 0.09, 0.25)).isCloseTo(value, Percentage.withPercentage(1e-13));
    assertThat(Carlson.rf(0.09e-200, 0.25e-200, 0.49e-200))
        .isCloseTo(value * 1e100, Percentage.withPercentage(1e-12));
  }

  @Test
  void rf_ofTwoZeros_isInfinite_andOfANegative_refused() {
    assertThat(Carlson.rf(0, 3, 0)).isInfinite();
    assertThatThrownBy(() -> Carlson.rf(1, -1, 2)).isInstanceOf(IllegalArgumentException.class);
  }
}
