package io.github.widthbench.math;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.math.Draws.Stream;
import java.util.Arrays;
import java.util.function.LongToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.UniformContinuousDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DrawsTest {

  private static final int COUNT = 100_000;
  private static final Draws DRAWS = new Draws(20, Stream.WEIGHTS);

  /** 1.95/√n is exceeded with probability 0.001 (Kolmogorov). */
  private static final double KOLMOGOROV = 1.95 / Math.sqrt(COUNT);

  @Test
  void normal_manyDraws_followTheNormalDistribution() {
    double[] draws = draws(DRAWS::normal);
    assertThat(distance(draws, NormalDistribution.of(0, 1))).isLessThan(KOLMOGOROV);
    // four standard errors of each moment
    assertThat(moment(draws, 1)).isCloseTo(0, within(4 / Math.sqrt(COUNT)));
    assertThat(moment(draws, 2)).isCloseTo(1, within(4 * Math.sqrt(2.0 / COUNT)));
    assertThat(moment(draws, 3)).isCloseTo(0, within(4 * Math.sqrt(15.0 / COUNT)));
    assertThat(moment(draws, 4)).isCloseTo(3, within(4 * Math.sqrt(96.0 / COUNT)));
  }

  @Test
  void normal_neighbours_areUncorrelated() {
    double[] draws = draws(DRAWS::normal);
    for (int lag = 1; lag <= 4; lag++) {
      double sum = 0;
      for (int i = lag; i < COUNT; i++) {
        sum += draws[i] * draws[i - lag];
      }
      assertThat(sum / COUNT).isCloseTo(0, within(4 / Math.sqrt(COUNT)));
    }
  }

  @Test
  void uniform_manyDraws_followTheUniformDistribution() {
    double[] draws = draws(DRAWS::uniform);
    assertThat(distance(draws, UniformContinuousDistribution.of(0, 1))).isLessThan(KOLMOGOROV);
    assertThat(Arrays.stream(draws)).allMatch(u -> u > 0 && u < 1);
  }

  @Test
  void sign_manyDraws_areBalanced() {
    double[] draws = draws(DRAWS::sign);
    assertThat(draws).containsOnly(-1, 1);
    assertThat(moment(draws, 1)).isCloseTo(0, within(4 / Math.sqrt(COUNT)));
  }

  @Test
  void sign_everyBitOfABlock_isUsedOnce() {
    int[] words = new int[4];
    Philox.block(3, (2L << 32) | Stream.SIGNS.code(), 7, words);
    Draws draws = new Draws(7, Stream.SIGNS);
    int ones = Arrays.stream(words).map(Integer::bitCount).sum();
    double sum = IntStream.range(3 * 128, 4 * 128).mapToDouble(draws::sign).sum();
    assertThat(sum).isEqualTo(2.0 * ones - 128);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 6, 127, (1L << 32) - 3, Long.MAX_VALUE - 20})
  void normals_anyStart_equalSingleDraws(long from) {
    double[] range = new double[13];
    DRAWS.normals(from, range);
    double[] single = IntStream.range(0, 13).mapToDouble(i -> DRAWS.normal(from + i)).toArray();
    assertThat(range).containsExactly(single);
  }

  @Test
  void normal_reverseOrder_isTheSame() {
    double[] forward = LongStream.range(0, 100).mapToDouble(DRAWS::normal).toArray();
    double[] backward =
        LongStream.range(0, 100).map(i -> 99 - i).mapToDouble(DRAWS::normal).toArray();
    assertThat(forward).containsExactly(reversed(backward));
  }

  @ParameterizedTest
  @EnumSource(Stream.class)
  void normal_otherStreamOrSeed_isUncorrelated(Stream stream) {
    for (Draws other : new Draws[] {new Draws(20, stream), new Draws(20 + (1L << 32), stream)}) {
      if (!other.equals(DRAWS)) {
        double[] product = draws(i -> DRAWS.normal(i) * other.normal(i));
        assertThat(moment(product, 1)).isCloseTo(0, within(4 / Math.sqrt(COUNT)));
      }
    }
  }

  @Test
  void permutation_fiveElements_everyOrderEquallyOften() {
    int[] counts = new int[5 * 5];
    int seeds = 20_000;
    for (int seed = 0; seed < seeds; seed++) {
      int[] order = new Draws(seed, Stream.SPLIT).permutation(5);
      for (int place = 0; place < 5; place++) {
        counts[5 * place + order[place]]++;
      }
    }
    // four standard deviations of a binomial count
    double spread = 4 * Math.sqrt(seeds * 0.2 * 0.8);
    assertThat(Arrays.stream(counts).boxed()).allMatch(c -> Math.abs(c - seeds / 5) < spread);
  }

  @Test
  void permutation_anyCount_holdsEveryIndexOnce() {
    for (int count : new int[] {0, 1, 2, 207}) {
      int[] order = DRAWS.permutation(count);
      assertThat(order).containsExactlyInAnyOrder(IntStream.range(0, count).toArray());
    }
  }

  private static double[] draws(LongToDoubleFunction draw) {
    return LongStream.range(0, COUNT).mapToDouble(draw).toArray();
  }

  private static double moment(double[] draws, int power) {
    return Arrays.stream(draws).map(z -> Math.pow(z, power)).average().orElseThrow();
  }

  private static double distance(double[] draws, ContinuousDistribution distribution) {
    double[] sorted = draws.clone();
    Arrays.sort(sorted);
    double largest = 0;
    for (int i = 0; i < sorted.length; i++) {
      double p = distribution.cumulativeProbability(sorted[i]);
      double above = (i + 1.0) / sorted.length - p;
      double below = p - (double) i / sorted.length;
      largest = Math.max(largest, Math.max(above, below));
    }
    return largest;
  }

  private static double[] reversed(double[] values) {
    return IntStream.range(0, values.length)
        .mapToDouble(i -> values[values.length - 1 - i])
        .toArray();
  }
}
