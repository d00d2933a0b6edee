package io.github.widthbench.experiment.condensation;

import static org.assertj.core.api.Assertions.assertThat;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModeTimeTest {
  private static final Percentage EXACT = Percentage.withPercentage(1e-12);

  @ParameterizedTest
  @CsvSource({
    "2, 1, 3.453377389324277",
    "2, .5, 6.212606095751519",
    "3, 1, 9.144747306608262",
    "3, .5, 17.83748649053903",
    "4, 1, 15.52915165123697",
    "4, .5, 30.80593931438992"
  })
  void toHalf_fromAThousandth_isTheQuadrature(int factors, double sigma, double golden) {
    assertThat(ModeTime.toHalf(factors, sigma, 1e-3)).isCloseTo(golden, EXACT);
  }

  @Test
  void toHalf_ofTwoFactors_isALogarithm() {
    assertThat(ModeTime.toHalf(2, 1, 1e-3)).isCloseTo(StrictMath.log(999) / 2, EXACT);
    assertThat(ModeTime.toHalf(2, 1, 0.6)).isZero();
  }
}
