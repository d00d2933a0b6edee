package io.github.widthbench.backend.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;
import io.github.widthbench.math.NormalQuantile;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormalLanesTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 16, 17})
  void fill_ofAnyDimension_hasTheBitsOfSingleDraws(int d) {
    int count = 4096;
    int stride = count + 5;
    for (long seed : new long[] {0, -1, 0x123456789ABCDEFL}) {
      Draws draws = new Draws(seed, Stream.WEIGHTS);
      for (long from : new long[] {0, 7, 1L << 31, (1L << 40) + 3}) {
        double[] found = new double[d * stride];
        new NormalLanes(count).fill(draws, from, d, count, found, stride);
        for (int k = 0; k < d; k++) {
          for (int j = 0; j < count; j++) {
            double expected = draws.normal(k + d * (from + j));
            if (found[k * stride + j] != expected) { // an assertion each would take minutes
              assertThat(found[k * stride + j])
                  .as("weight %d of neuron %d", k, from + j)
                  .isEqualTo(expected);
            }
          }
          assertThat(found[k * stride + count]).isZero();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      doubles = {0x1p-53, 1e-12, 1e-11, 1.3887943864964021e-11, 0.01, 0.075, 0.0750001, 0.5})
  void quantiles_ofTails_haveTheBitsOfTheSpecification(double p) {
    double[] numbers = {p, 1 - p, 0.3, p, 0.5, 1 - p, Math.nextUp(p), Math.nextDown(p)};
    double[] expected = new double[numbers.length];
    for (int i = 0; i < expected.length; i++) {
      expected[i] = NormalQuantile.of(numbers[i]);
    }
    new NormalLanes(8).quantiles(numbers, 0, numbers.length);
    assertThat(numbers).containsExactly(expected);
  }
}
