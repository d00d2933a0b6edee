package io.github.widthbench.experiment.electrodynamics.potential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.math.Macdonald;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Values computed elsewhere: closed forms with 30 digits, the two tanh rows by the trapezoid rule
 * with 40.
 */
class PotentialGoldenTest {
  private static final double EXACT = 5e-15;

  @ParameterizedTest
  @CsvSource({
    "sign, 0.3, 0.193973368041357",
    "sign, 0.5, 0.333333333333333",
    "sign, -0.7, -0.493633377786730",
    "step, 0.3, 0.298493342010339",
    "step, -0.7, 0.126591655553317",
    "relu, 0.3, 0.241372141917744",
    "relu, 0.5, 0.304498890522115",
    "relu, -0.7, 0.0250452046266358",
    "erf, 0.3, 0.128188433697950",
    "erf, 0.5, 0.216346895938785",
    "erf, -0.7, -0.309090436496155",
    "exp, 0.3, 3.66929666761924",
    "exp, 0.5, 4.48168907033806",
    "tanh, 0.3, 0.110668385547446333",
    "tanh, 0.5, 0.186324413203448086",
    "tanh, 1, 0.394294490397841174",
    "sigmoid, 0.3, 0.0513010855321975352",
    "sigmoid, 0.5, 0.0857133025268211212",
    "sigmoid, 1, 0.173516143432371851",
    "he3, 0.3, 0.027",
    "quadratic, 0.3, 1.18"
  })
  void value_ofUnitVectors_isTheGolden(String kind, double r, double expected) {
    double[] theta = {1, 0};
    double[] w = {r, Math.sqrt(1 - r * r)};
    assertThat(potential(kind).value(theta, w))
        .isCloseTo(expected, within(EXACT * Math.max(1, Math.abs(expected))));
    assertThat(potential(kind).value(w, theta))
        .isCloseTo(expected, within(EXACT * Math.max(1, Math.abs(expected))));
  }

  @ParameterizedTest
  @CsvSource({"gaussian, 0.606530659712633", "exact, 0.367879441171442"})
  void value_atDistanceOne_isTheGolden(String kind, double expected) {
    Radial.Profile profile = kind.equals("gaussian") ? new Gaussian(3) : new Harmonic(1, 1);
    assertThat(new Radial(profile).value(new double[] {1.5}, new double[] {0.5}))
        .isCloseTo(expected, within(EXACT));
  }

  /** Golden values are r^{−ν}K_ν(r); odd dimensions leave out √(π/2). */
  @ParameterizedTest
  @CsvSource({
    "1, 0.760173450533140", "2, 0.924419071227666", "3, 1.52034690106628",
    "4, 3.31288224000660", "5, 9.12208140639768", "7, 115.546364481037"
  })
  void harmonic_atHalf_isTheGolden(int dim, double expected) {
    double factor = dim % 2 == 1 ? Math.sqrt(Math.PI / 2) : 1;
    assertThat(factor * new Harmonic(dim, 1).value(0.5))
        .isCloseTo(expected, within(2e-14 * expected));
    double order = dim / 2.0 - 1;
    assertThat(Math.pow(0.5, -order) * Macdonald.of(order, 0.5))
        .isCloseTo(expected, within(2e-14 * expected));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 9.06346234610091", "0.05, 7.81697882245952", "0.15, 5.34045206131397",
    "0.2, 4.10731748495945", "0.5, 1.21711025239303", "1, 0.369107342163476"
  })
  void yukawa_isTheGolden(double r, double expected) {
    Yukawa yukawa = new Yukawa(1, 0.1);
    assertThat(yukawa.raw(r)).isCloseTo(expected, within(1e-14 * expected));
    assertThat(yukawa.value(r)).isCloseTo(expected / 9.06346234610091, within(1e-14));
  }

  @ParameterizedTest
  @CsvSource({"4, 5, 0.3, 0.8532"})
  void power_hasTheGoldenLaplacian(int degree, int dim, double r, double expected) {
    double[] theta = new double[dim];
    double[] w = new double[dim];
    theta[0] = 1;
    w[0] = r;
    w[1] = Math.sqrt(1 - r * r);
    assertThat(new Zonal(new Zonal.Power(degree), dim).laplacian(theta, w))
        .isCloseTo(expected, within(1e-14));
  }

  private static Potential potential(String kind) {
    return switch (kind) {
      case "sign" -> new Zonal(new Zonal.Sign(), 2);
      case "step" -> new Zonal(new Zonal.Step(), 2);
      case "he3" -> new Zonal(new Zonal.Power(3), 2);
      case "relu" -> new Relu(2);
      case "erf" -> new ErrorFunction(2);
      case "exp" -> new Exponential(2);
      case "quadratic" -> new Quadratic(2);
      case "tanh" -> new Tanh(1, 2);
      default -> new Tanh(0.5, 2);
    };
  }
}
