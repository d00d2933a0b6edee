package io.github.widthbench.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.SplittableRandom;
import org.hipparchus.dfp.Dfp;
import org.hipparchus.dfp.DfpField;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class PairDifferenceTest {

  /** Enough for a plain difference: 16 digits where it is 1e-60 of the two values. */
  private static final DfpField DIGITS = new DfpField(80);

  private static final double PERCENT = 100;

  @ParameterizedTest
  @EnumSource
  void pairDifference_anyPair_agreesWithEightyDigits(Activation s) {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 100; i++) {
      double p = random.nextDouble(-5, 5);
      double q = (random.nextBoolean() ? 1 : -1) * Math.pow(10, random.nextDouble(-14, 0.7));
      Dfp exact = precise(s, dfp(p).add(dfp(q))).subtract(precise(s, dfp(p).subtract(dfp(q))));
      assertThat(s.pairDifference(p, q))
          .as("p = %s, q = %s", p, q)
          .isCloseTo(exact.toDouble(), withPercentage(1e-13 * PERCENT));
    }
  }

  @ParameterizedTest
  @EnumSource
  void pairDifference_anyPair_isOddInQ(Activation s) {
    SplittableRandom random = new SplittableRandom(6);
    for (int i = 0; i < 1000; i++) {
      double p = random.nextDouble(-40, 40);
      double q = random.nextDouble(-3, 3);
      assertThat(s.pairDifference(p, -q)).isEqualTo(-s.pairDifference(p, q));
    }
  }

  @ParameterizedTest
  @EnumSource
  void pairDifference_equalPair_isExactlyZero(Activation s) {
    for (double p : new double[] {-800, -40, -1, 0, 0.3, 40, 800, Double.MAX_VALUE}) {
      assertThat(s.pairDifference(p, 0)).isZero();
      assertThat(s.pairDifference(p, -0.0)).isZero();
    }
  }

  /** Values by mpmath with exact p and q. */
  @ParameterizedTest
  @CsvSource({
    "TANH, 40.0, 0.001, 1.4438820728639315363e-37",
    "TANH, -40.0, 0.5, 8.4842540213824142521e-35",
    "TANH, 2.0, 800.0, 2.0",
    "TANH, 300.0, 1e-09, 2.1203172424034487865e-269",
    "EXP, 700.0, 1e-12, 2.0284641094700089781e+292",
    "EXP, -100.0, 700.0, 3.7730203009299398234e+260",
    "EXP, -700.0, -2.0, -7.1519340981480493831e-304",
    "ERF, 10.0, 0.001, 8.3958693626277360225e-47",
    "ERF, -10.0, 0.5, 3.7692144786189518515e-41",
    "ERF, 10.0, 1e-09, 8.3953124627088348599e-53",
    "ERF, 20.0, 0.01, 4.4381047977097086102e-176",
    "ERF, 0.0, 1e-300, 2.2567583341910252043e-300",
    "ERF, 6.0, 0.0625, 3.5820871456904547565e-17",
    "ERF, 0.5, 800.0, 2.0",
    "SIGMOID, 40.0, 0.001, 8.4967099267013339984e-21",
    "SIGMOID, -40.0, 0.5, 4.4275949170136642301e-18",
    "SIGMOID, 700.0, 0.001, 1.9719356374078554372e-307",
    "SIGMOID, 0.0, 800.0, 1.0",
    "SOFTPLUS, -40.0, 0.001, 8.4967099267013340345e-21",
    "SOFTPLUS, 40.0, 0.001, 2.0000000000000000331e-3",
    "SOFTPLUS, 800.0, 0.001, 2.0000000000000000416e-3",
    "SOFTPLUS, -400.0, 700.0, 300.0",
    "SOFTPLUS, 400.0, 700.0, 1100.0",
    "SOFTPLUS, -700.0, 0.25, 4.9813514693966183454e-305",
    "SOFTPLUS, 0.0, 1e-300, 1.0000000000000000251e-300",
    "RELU, 1e+20, 1.0, 2.0",
    "RELU, -3.0, 4.0, 1.0",
    "RELU, -4.0, 4.0, 0.0"
  })
  void pairDifference_extremeArgument_keepsItsDigits(
      Activation s, double p, double q, double expected) {
    assertThat(s.pairDifference(p, q)).isCloseTo(expected, withPercentage(2e-13 * PERCENT));
  }

  private static Dfp precise(Activation s, Dfp z) {
    Dfp one = DIGITS.getOne();
    return switch (s) {
      case RELU -> z.negativeOrNull() ? DIGITS.getZero() : z;
      case TANH -> one.subtract(dfp(2).divide(z.multiply(2).exp().add(one)));
      case EXP -> z.exp();
      case ERF -> erf(z);
      case SIGMOID -> one.divide(z.negate().exp().add(one));
      case SOFTPLUS -> z.exp().add(one).log();
    };
  }

  /** 2/√π e^{−z²} Σ 2ᵏ z^{2k+1}/(2k+1)!!: all terms of one sign. */
  private static Dfp erf(Dfp z) {
    Dfp square = z.multiply(z);
    Dfp term = z;
    Dfp sum = z;
    for (int k = 1; !sum.add(term).equals(sum); k++) {
      term = term.multiply(square).multiply(2).divide(2 * k + 1);
      sum = sum.add(term);
    }
    return sum.multiply(square.negate().exp()).multiply(2).divide(DIGITS.getPi().sqrt());
  }

  private static Dfp dfp(double value) {
    return DIGITS.newDfp(value);
  }
}
