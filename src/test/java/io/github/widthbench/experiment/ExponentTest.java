package io.github.widthbench.experiment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.experiment.Verdict.Origin;
import io.github.widthbench.experiment.Verdict.Says;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ExponentTest {
  private static final Exponent HALF = new Exponent("test.law", Origin.RE_DERIVED, -0.5, 0.1, 0.1);

  @Test
  void slope_ofAnExactPowerLaw_isItsExponent() {
    SortedMap<Integer, Double> byWidth = new TreeMap<>();
    for (int m = 16; m <= 4096; m *= 2) {
      byWidth.put(m, 7 * Math.pow(m, -1.25));
    }
    assertThat(PowerLaw.slope(byWidth)).isCloseTo(-1.25, within(1e-13));
  }

  @Test
  void law_thatHolds_holds_andItsIntervalCoversTheTruth() {
    int covered = 0;
    int trials = 300;
    for (int trial = 0; trial < trials; trial++) {
      Verdict verdict = HALF.judge(noisy(-0.5, 20, 0.2, trial));
      assertThat(verdict.says()).isNotEqualTo(Says.VIOLATED);
      Verdict.Interval interval = verdict.interval();
      if (interval != null && interval.low() <= -0.5 && interval.high() >= -0.5) {
        covered++;
      }
    }
    assertThat(covered).isBetween(trials * 91 / 100, trials * 99 / 100); // 95 % nominal
  }

  @Test
  void law_farFromTheory_isViolated_withTheNumbers() {
    Verdict verdict = HALF.judge(noisy(-0.9, 20, 0.2, 1));
    assertThat(verdict.says()).isEqualTo(Says.VIOLATED);
    assertThat(verdict.reason()).contains("exponent -0.5 ± 0.1, found -0.9");
    assertThat(verdict.margin()).isNegative();
  }

  @Test
  void law_withFewSeedsOrWidths_isUndecided() {
    assertThat(HALF.judge(noisy(-0.5, 4, 0.2, 1)).says()).isEqualTo(Says.UNDECIDED);
    Map<Long, SortedMap<Integer, Double>> narrow = noisy(-0.5, 20, 0.2, 1);
    narrow.values().forEach(byWidth -> byWidth.keySet().removeIf(m -> m > 32));
    assertThat(HALF.judge(narrow).says()).isEqualTo(Says.UNDECIDED);
  }

  @Test
  void law_withAWideInterval_isUndecided() {
    assertThat(HALF.judge(noisy(-0.5, 6, 3, 2)).says()).isEqualTo(Says.UNDECIDED);
  }

  private static Map<Long, SortedMap<Integer, Double>> noisy(
      double exponent, int seeds, double noise, long seed) {
    Random random = new Random(seed);
    Map<Long, SortedMap<Integer, Double>> values = new HashMap<>();
    for (long s = 0; s < seeds; s++) {
      SortedMap<Integer, Double> byWidth = new TreeMap<>();
      for (int m = 16; m <= 1024; m *= 2) {
        byWidth.put(m, Math.pow(m, exponent) * Math.exp(noise * random.nextGaussian()));
      }
      values.put(s, byWidth);
    }
    return values;
  }
}
