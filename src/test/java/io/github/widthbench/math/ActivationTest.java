package io.github.widthbench.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class ActivationTest {

  @ParameterizedTest
  @EnumSource
  void of_ownLabel_findsIt(Activation s) {
    assertThat(Activation.of(s.label())).contains(s);
    assertThat(Activation.of(s.label().toUpperCase(Locale.ROOT))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "RELU, -2, 0, 0, 0",
    "RELU, 0, 0, 0, 0",
    "RELU, 3, 3, 1, 0",
    "TANH, 0.5, 0.4621171572600097585, 0.78644773296592741015, -0.72686198138358727554",
    "EXP, -1.5, 0.22313016014842982893, 0.22313016014842982893, 0.22313016014842982893",
    "ERF, 0.5, 0.52049987781304653768, 0.87878257893544479409, -0.87878257893544479409",
    "SIGMOID, 1, 0.73105857863000487925, 0.19661193324148185254, -0.090857747672948409442",
    "SOFTPLUS, 1, 1.313261687518222834, 0.73105857863000487925, 0.19661193324148185254"
  })
  void valueAndDerivatives_knownArgument_agree(
      Activation s, double z, double value, double first, double second) {
    assertThat(s.value(z)).isCloseTo(value, within(2 * Math.ulp(value)));
    assertThat(s.derivative(z)).isCloseTo(first, within(4 * Math.ulp(first)));
    assertThat(s.secondDerivative(z)).isCloseTo(second, within(6 * Math.ulp(second)));
  }

  @ParameterizedTest
  @EnumSource(mode = Mode.EXCLUDE, names = "RELU")
  void derivatives_overTheRange_areSlopesOfTheOrderBelow(Activation s) {
    for (double z = -8; z <= 8; z += 0.37) {
      double scale = Math.max(1, s.value(z));
      assertThat(s.derivative(z)).isCloseTo(slope(s::value, z), within(1e-11 * scale));
      assertThat(s.secondDerivative(z)).isCloseTo(slope(s::derivative, z), within(1e-11 * scale));
    }
  }

  /** Values by mpmath: the digits survive where a naive formula gives 0, 1 or infinity. */
  @ParameterizedTest
  @CsvSource({
    "TANH, 40, 1.0, 7.2194055513816606892e-35, -1.4438811102763321378e-34",
    "SIGMOID, -40, 4.2483542552915889773e-18, 4.2483542552915889592e-18, 4.2483542552915889231e-18",
    "SIGMOID, 40, 0.99999999999999999575, 4.2483542552915889592e-18, -4.2483542552915889231e-18",
    "SOFTPLUS, -40, 4.2483542552915889863e-18, 4.2483542552915889773e-18, 4.2483542552915889592e-18",
    "SOFTPLUS, 40, 40.000000000000000004, 0.99999999999999999575, 4.2483542552915889592e-18",
    "SOFTPLUS, 800, 800, 1, 0",
    "SOFTPLUS, -800, 0, 0, 0",
    "SIGMOID, 800, 1, 0, 0",
    "SIGMOID, -800, 0, 0, 0",
    "TANH, -800, -1, 0, 0",
    "ERF, -800, -1, 0, 0",
    "ERF, 800, 1, 0, 0",
    "EXP, -800, 0, 0, 0",
    "RELU, -800, 0, 0, 0"
  })
  void valueAndDerivatives_extremeArgument_keepTheirDigits(
      Activation s, double z, double value, double first, double second) {
    assertThat(s.value(z)).isCloseTo(value, within(2 * Math.ulp(value)));
    assertThat(s.derivative(z)).isCloseTo(first, within(4 * Math.ulp(first)));
    assertThat(s.secondDerivative(z)).isCloseTo(second, within(6 * Math.ulp(second)));
  }

  @Test
  void value_expBeyondTheRange_isInfinite() {
    assertThat(Activation.EXP.value(800)).isEqualTo(Double.POSITIVE_INFINITY);
  }

  @ParameterizedTest
  @EnumSource
  void value_notANumber_staysSo(Activation s) {
    assertThat(s.value(Double.NaN)).isNaN();
    assertThat(s.pairDifference(Double.NaN, 1)).isNaN();
    assertThat(s.pairDifference(1, Double.NaN)).isNaN();
    assertThat(s.pairDifference(Double.NaN, 0)).isNaN();
  }

  /** Central difference of order 8; its error is h⁸ s⁽⁹⁾/630 + 2ε/h. */
  private static double slope(DoubleUnaryOperator f, double z) {
    double h = 0x1p-7;
    double[] weights = {4.0 / 5, -1.0 / 5, 4.0 / 105, -1.0 / 280};
    double sum = 0;
    for (int k = 1; k <= weights.length; k++) {
      sum += weights[k - 1] * (f.applyAsDouble(z + k * h) - f.applyAsDouble(z - k * h));
    }
    return sum / h;
  }
}
