package io.github.widthbench.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NormalQuantileTest {

  @ParameterizedTest
  @CsvSource({
    "0.975, 1.9599639845400538556",
    "0.5, 0",
    "0.25, -0.67448975019608174320",
    "0.075, -1.4395314709384559349",
    "0.0749999, -1.4395321773759005864",
    "0.9250001, 1.4395321773759004884",
    "0.001, -3.0902323061678135354",
    "1e-08, -5.6120012441747887279",
    "1.3e-11, -6.6676114565107408347",
    "1.4e-11, -6.6567230915181836356",
    "1e-13, -7.3487961028006775135",
    "1.1102230246251565e-16, -8.2095361516013868556"
  })
  void of_knownProbability_isWithinRounding(double p, double expected) {
    assertThat(NormalQuantile.of(p)).isCloseTo(expected, withPercentage(1e-13));
  }

  @Test
  void of_complement_isExactlyOpposite() {
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < 10_000; i++) {
      // an odd multiple of 2^-53 of any size below 1
      double p = ((random.nextLong() >>> random.nextInt(12, 64)) * 2 + 1) * 0x1p-53;
      assertThat(NormalQuantile.of(1 - p)).isEqualTo(-NormalQuantile.of(p));
    }
  }

  @Test
  void of_growingProbability_grows() {
    double last = Double.NEGATIVE_INFINITY;
    for (double p = 0x1p-53; p < 1; p = Math.min(p * 1.001, p + 0x1p-10)) {
      double z = NormalQuantile.of(p);
      assertThat(z).isGreaterThan(last);
      last = z;
    }
  }

  @Test
  void log_anyNormalNumber_isWithinOneUnit() {
    SplittableRandom random = new SplittableRandom(2);
    for (int i = 0; i < 100_000; i++) {
      double x = Math.scalb(1 + random.nextDouble(), i % 2 == 0 ? random.nextInt(-1000, 1000) : -1);
      double expected = StrictMath.log(x);
      assertThat(NormalQuantile.log(x)).isCloseTo(expected, within(2 * Math.ulp(expected)));
    }
  }
}
