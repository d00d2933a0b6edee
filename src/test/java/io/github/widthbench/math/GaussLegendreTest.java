package io.github.widthbench.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GaussLegendreTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 32})
  void integral_ofAPolynomial_isExact(int count) {
    int degree = 2 * count - 1;
    GaussLegendre rule = new GaussLegendre(count);
    double integral = rule.integral(x -> (degree + 1) * Math.pow(x, degree), 0, 1);
    assertThat(integral).isCloseTo(1, within(1e-13));
    double beyond = rule.integral(x -> (degree + 2) * Math.pow(x, degree + 1), 0, 1);
    assertThat(Math.abs(beyond - 1)).isGreaterThan(count > 5 ? 0 : 1e-7);
  }

  @Test
  void integral_ofAnAnalyticFunction_isAccurate() {
    assertThat(new GaussLegendre(16).integral(Math::exp, -1, 2))
        .isCloseTo(Math.exp(2) - Math.exp(-1), within(1e-14));
  }
}
