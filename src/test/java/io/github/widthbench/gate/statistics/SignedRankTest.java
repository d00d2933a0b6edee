package io.github.widthbench.gate.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignedRankTest {

  /** Heights of maize, crossed against self-fertilised: Fisher, The Design of Experiments, 1935. */
  private static final double[] DARWIN = {
    49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48
  };

  /**
   * The largest rank sum that is significant: Wilcoxon and Wilcox, Some Rapid Approximate
   * Statistical Procedures, 1964, table 2, one-sided levels.
   */
  @ParameterizedTest
  @CsvSource({
    "6, 0.025, 0",
    "8, 0.025, 3",
    "8, 0.005, 0",
    "10, 0.025, 8",
    "10, 0.005, 3",
    "12, 0.025, 13",
    "12, 0.005, 7",
    "15, 0.025, 25",
    "20, 0.025, 52",
    "20, 0.05, 60",
    "25, 0.025, 89"
  })
  void less_publishedCriticalValues_areTheLargestAtTheirLevel(int pairs, double level, int sum) {
    assertThat(SignedRank.of(withPositiveRanks(pairs, sum)).less()).isLessThanOrEqualTo(level);
    assertThat(SignedRank.of(withPositiveRanks(pairs, sum + 1)).less()).isGreaterThan(level);
  }

  @Test
  void greater_darwinsMaize_isThePublishedValue() {
    SignedRank test = SignedRank.of(DARWIN);

    assertThat(test.positiveRanks()).isEqualTo(96);
    assertThat(2 * test.greater()).isCloseTo(0.0413, within(5e-5));
    assertThat(HodgesLehmann.of(DARWIN, 0.05).estimate()).isEqualTo(25);
  }

  @Test
  void bothTails_anyTiesAndZeros_areThoseOfAllSignPatterns() {
    Random random = new Random(3);
    for (int run = 0; run < 200; run++) {
      double[] x =
          IntStream.range(0, 1 + run % 11).mapToDouble(i -> random.nextInt(7) - 3).toArray();
      SignedRank test = SignedRank.of(x);
      assertThat(test.greater()).as(Arrays.toString(x)).isCloseTo(byHand(x, 1), within(1e-12));
      assertThat(test.less()).as(Arrays.toString(x)).isCloseTo(byHand(x, -1), within(1e-12));
    }
  }

  @Test
  void bothTails_nothingButZeros_sayNothing() {
    SignedRank test = SignedRank.of(new double[] {0, 0, -0.0});

    assertThat(test.greater()).isEqualTo(1);
    assertThat(test.less()).isEqualTo(1);
    assertThat(SignedRank.of(new double[0]).greater()).isEqualTo(1);
  }

  @Test
  void greater_allPositive_isTheSmallestP() {
    assertThat(SignedRank.of(new double[] {3, 1, 2, 5}).greater())
        .isEqualTo(SignedRank.smallestP(4))
        .isEqualTo(1 / 16.0);
    assertThat(SignedRank.fewestPairs(0.01 / 300)).isEqualTo(15); // 2^-15 is 3.05e-5
    assertThat(SignedRank.fewestPairs(1)).isZero();
  }

  @Test
  void of_notANumber_namesIt() {
    assertThatThrownBy(() -> SignedRank.of(new double[] {1, Double.NaN}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("difference 1 is NaN");
  }

  @Test
  void greater_noEffect_rejectsAtItsLevelAndNoOftener() {
    Random random = new Random(5);
    int rejected = 0;
    int runs = 20_000;
    for (int run = 0; run < runs; run++) {
      double[] x = IntStream.range(0, 12).mapToDouble(i -> random.nextGaussian()).toArray();
      rejected += SignedRank.of(x).greater() <= 0.05 ? 1 : 0;
    }
    // P(W+ >= 61) = 0.04614 is the largest level of 12 pairs below 0.05; four standard errors
    assertThat((double) rejected / runs).isCloseTo(0.04614, within(0.006));
  }

  @Test
  void interval_normalShift_coversItAsOftenAsItSays() {
    Random random = new Random(8);
    int covered = 0;
    int runs = 4_000;
    for (int run = 0; run < runs; run++) {
      double[] x = IntStream.range(0, 14).mapToDouble(i -> 2 + random.nextGaussian()).toArray();
      HodgesLehmann shift = HodgesLehmann.of(x, 0.05);
      covered += shift.low() <= 2 && 2 <= shift.high() ? 1 : 0;
    }
    assertThat((double) covered / runs).isBetween(0.945, 0.968);
  }

  @Test
  void interval_tooFewValues_isTheWholeLine() {
    assertThat(HodgesLehmann.of(new double[] {1, 2, 3}, 0.05).low())
        .isEqualTo(Double.NEGATIVE_INFINITY);
  }

  /** Sizes 1 to {@code pairs}, of which the positive ones sum to {@code sum}. */
  private static double[] withPositiveRanks(int pairs, int sum) {
    double[] x = new double[pairs];
    int left = sum;
    for (int rank = pairs; rank >= 1; rank--) {
      boolean positive = rank <= left;
      x[rank - 1] = positive ? rank : -rank;
      left -= positive ? rank : 0;
    }
    return x;
  }

  /** The tail by counting sign patterns, ranks by comparing every pair of sizes. */
  private static double byHand(double[] x, int tail) {
    double[] ranks = new double[x.length];
    for (int i = 0; i < x.length; i++) {
      for (double other : x) {
        double difference = Math.abs(x[i]) - Math.abs(other);
        ranks[i] += difference > 0 ? 1 : difference == 0 ? 0.5 : 0;
      }
      ranks[i] = x[i] == 0 ? 0 : ranks[i] + 0.5;
    }
    double found = IntStream.range(0, x.length).mapToDouble(i -> x[i] > 0 ? ranks[i] : 0).sum();
    int extreme = 0;
    for (int signs = 0; signs < 1 << x.length; signs++) {
      double sum = 0;
      for (int i = 0; i < x.length; i++) {
        sum += (signs >> i & 1) * ranks[i];
      }
      extreme += tail * (sum - found) >= -1e-9 ? 1 : 0;
    }
    return (double) extreme / (1 << x.length);
  }
}
