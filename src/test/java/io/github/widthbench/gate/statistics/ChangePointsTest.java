package io.github.widthbench.gate.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChangePointsTest {

  /** As the standard one, with fewer permutations. */
  private static final ChangePoints FAST = new ChangePoints(5, 3, 199, 1);

  private static final double LEVEL = 0.01;

  @Test
  void all_twoSteps_areFoundWhereTheyAre() {
    Random random = new Random(2);
    double[] series =
        IntStream.range(0, 45)
            .mapToDouble(i -> 0.1 * random.nextGaussian() + (i >= 15 ? 1 : 0) + (i >= 30 ? 1 : 0))
            .toArray();

    List<ChangePoints.Change> changes = ChangePoints.STANDARD.all(series, LEVEL);

    assertThat(changes).extracting(ChangePoints.Change::at).containsExactly(15, 30);
    assertThat(changes).allMatch(change -> change.p() <= LEVEL);
    assertThat(ChangePoints.STANDARD.all(series, LEVEL)).isEqualTo(changes);
  }

  @Test
  void strongest_stepInTheNewestThree_isPending() {
    Random random = new Random(4);
    int found = 0;
    for (int run = 0; run < 100; run++) {
      ChangePoints.Change change = FAST.strongest(noise(random, 30, 0, 3, 27));
      assertThat(change.at()).isLessThanOrEqualTo(25);
      found += change.p() <= LEVEL ? 1 : 0;
    }
    assertThat(found).isLessThanOrEqualTo(25); // the same step is found in 97 % six points later
  }

  @Test
  void strongest_shortOrConstantSeries_showsNothing() {
    assertThat(ChangePoints.STANDARD.strongest(new double[9]).p()).isEqualTo(1);
    assertThat(ChangePoints.STANDARD.strongest(new double[40]).p()).isEqualTo(1);
  }

  @Test
  void statistic_twoGroups_isTheEnergyDistance() {
    double[] series = {0, 1, 10, 12, 13};

    // split after 2: between 2 * (10+12+13+9+11+12)/6, within 1 and (2+3+1)*2/6, times 2*3/5
    double expected = 6.0 / 5 * (2 * 67 / 6.0 - 1 - 2);
    assertThat(new ChangePoints(2, 1, 9, 1).strongest(series).statistic())
        .isEqualTo(expected, within(1e-12));
  }

  /** Measured over 1,000 series: 0.5 % to 5.0 %; the bounds are four standard errors above. */
  @ParameterizedTest
  @CsvSource({"30, 0, 0.02", "30, 0.3, 0.035", "30, 0.5, 0.075", "60, 0.5, 0.085"})
  @Tag("slow")
  void strongest_noChange_isSeldomFound(int points, double correlation, double most) {
    assertThat(rate(points, correlation, 0, points)).isLessThanOrEqualTo(most);
  }

  @Test
  void strongest_noChangeInCorrelatedNoise_isSeldomFound() {
    Random random = new Random(1);
    int found = 0;
    for (int run = 0; run < 200; run++) {
      found += FAST.strongest(noise(random, 30, 0.3, 0, 30)).p() <= LEVEL ? 1 : 0;
    }
    assertThat(found).isLessThanOrEqualTo(10);
  }

  /** A step of three standard deviations is found in 97, 89 and 89 % of series. */
  @ParameterizedTest
  @CsvSource({"0, 0.9", "0.3, 0.8", "0.5, 0.8"})
  void strongest_stepOfThreeDeviations_isMostlyFound(double correlation, double least) {
    Random random = new Random(9);
    int found = 0;
    for (int run = 0; run < 100; run++) {
      found += FAST.strongest(noise(random, 30, correlation, 3, 18)).p() <= LEVEL ? 1 : 0;
    }
    assertThat(found / 100.0).isGreaterThanOrEqualTo(least);
  }

  private static double rate(int points, double correlation, double step, int at) {
    Random random = new Random(7);
    int found = 0;
    int runs = 1_000;
    for (int run = 0; run < runs; run++) {
      double[] series = noise(random, points, correlation, step, at);
      found += FAST.strongest(series).p() <= LEVEL ? 1 : 0;
    }
    return (double) found / runs;
  }

  /** Autoregressive noise of deviation 1, with a step. */
  private static double[] noise(
      Random random, int points, double correlation, double step, int at) {
    double fresh = Math.sqrt(1 - correlation * correlation);
    double[] series = new double[points];
    double value = random.nextGaussian();
    for (int i = 0; i < points; i++) {
      series[i] = value + (i >= at ? step : 0);
      value = correlation * value + fresh * random.nextGaussian();
    }
    return series;
  }
}
