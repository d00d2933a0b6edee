package io.github.widthbench.gate.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.gate.statistics.LogRank.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The tests of convergence that know runs which did not converge. */
class SurvivalTest {

  /** Weeks in remission of 21 and 21 children: Freireich et al., Blood 21, 1963; − is censored. */
  private static final int[] MERCAPTOPURINE = {
    6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16, -17, -19, -20, 22, 23, -25, -32, -32, -34, -35
  };

  private static final int[] PLACEBO = {
    1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23
  };

  /** Chi-square 16.79, expected 19.25 and 10.75: Cox and Oakes, Analysis of Survival Data, 1984. */
  @Test
  void logRank_freireichsTrial_isThePublishedStatistic() {
    LogRank test = LogRank.of(durations(PLACEBO), durations(MERCAPTOPURINE));

    assertThat(test.observed()).isEqualTo(9);
    assertThat(test.expected()).isCloseTo(19.25, within(0.01));
    assertThat(test.chiSquare()).isCloseTo(16.79, within(0.01));
    assertThat(test.secondLater()).isCloseTo(2.08e-5, within(5e-7));
    assertThat(LogRank.of(durations(MERCAPTOPURINE), durations(PLACEBO)).secondLater())
        .isCloseTo(1 - 2.08e-5, within(5e-7));
  }

  @Test
  void logRank_noneEnded_saysNothing() {
    List<Duration> stopped = durations(new int[] {-5, -5});

    assertThat(LogRank.of(stopped, stopped).secondLater()).isEqualTo(1);
  }

  @Test
  void logRank_alikeAndCensored_rejectsAsOftenAsItsLevel() {
    Random random = new Random(6);
    int rejected = 0;
    int runs = 4_000;
    for (int run = 0; run < runs; run++) {
      List<Duration> first = censored(random, 40);
      List<Duration> second = censored(random, 40);
      rejected += LogRank.of(first, second).secondLater() <= 0.05 ? 1 : 0;
    }
    assertThat((double) rejected / runs).isBetween(0.036, 0.064);
  }

  /** Binomial tails of fair coins: 15 or more of 20 have 0.0207. */
  @Test
  void mcNemar_knownCounts_areBinomialTails() {
    assertThat(McNemar.candidateWorse(15, 5)).isCloseTo(0.020695, within(1e-6));
    assertThat(McNemar.candidateWorse(5, 0)).isEqualTo(1 / 32.0, within(1e-15));
    assertThat(McNemar.candidateWorse(0, 9)).isEqualTo(1);
    assertThat(McNemar.candidateWorse(0, 0)).isEqualTo(1);
  }

  private static List<Duration> durations(int[] weeks) {
    return IntStream.of(weeks).mapToObj(w -> new Duration(Math.abs(w), w > 0)).toList();
  }

  /** Exponential durations, cut at 1.2. */
  private static List<Duration> censored(Random random, int count) {
    List<Duration> durations = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      double time = -Math.log(1 - random.nextDouble());
      durations.add(new Duration(Math.min(time, 1.2), time <= 1.2));
    }
    return durations;
  }
}
