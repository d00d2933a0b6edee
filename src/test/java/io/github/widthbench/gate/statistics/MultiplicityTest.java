package io.github.widthbench.gate.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MultiplicityTest {

  /** Table 1 of Benjamini and Hochberg, 1995: 15 end points of a study of thrombolysis. */
  private static final double[] THROMBOLYSIS = {
    0.0001, 0.0004, 0.0019, 0.0095, 0.0201, 0.0278, 0.0298, 0.0344, 0.0459, 0.3240, 0.4262, 0.5719,
    0.6528, 0.7590, 1.0
  };

  @Test
  void publishedExample_holmRejectsThreeAndBenjaminiHochbergFour() {
    assertThat(rejected(Multiplicity.holm(THROMBOLYSIS))).isEqualTo(3);
    assertThat(rejected(Multiplicity.benjaminiHochberg(THROMBOLYSIS))).isEqualTo(4);
  }

  @Test
  void anyOrder_adjustsByRankAndNeverFalls() {
    double[] p = {0.01, 0.04, 0.03, 0.005};

    assertThat(Multiplicity.holm(p))
        .containsExactly(new double[] {0.03, 0.06, 0.06, 0.02}, within(1e-12));
    assertThat(Multiplicity.benjaminiHochberg(p))
        .containsExactly(new double[] {0.02, 0.04, 0.04, 0.02}, within(1e-12));
    assertThat(Multiplicity.holm(new double[0])).isEmpty();
  }

  @Test
  void holm_nothingTrue_rejectsAnyAsOftenAsAlpha() {
    Random random = new Random(4);
    int any = 0;
    int runs = 20_000;
    for (int run = 0; run < runs; run++) {
      double[] p = random.doubles(8).toArray();
      any += Arrays.stream(Multiplicity.holm(p)).anyMatch(x -> x <= 0.05) ? 1 : 0;
    }
    assertThat((double) any / runs).isCloseTo(1 - Math.pow(1 - 0.05 / 8, 8), within(0.006));
  }

  private static long rejected(double[] adjusted) {
    return Arrays.stream(adjusted).filter(p -> p <= 0.05).count();
  }
}
