package io.github.widthbench.backend.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.math.Precision;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BitCountsTest {

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 4, 5, 13})
  void add_toWhatIsThere_countsCommonBitsOfTheUpperTriangle(int n) {
    int words = 24;
    long[] bits = new long[(n + 3) / 4 * 4 * words];
    Random random = new Random(n);
    for (int i = 0; i < n * words; i++) {
      bits[i] = random.nextLong();
    }
    double[] h = new double[n * n];
    Arrays.fill(h, 1000);
    BitCounts.add(bits, n, words, h, new long[16]);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        int common = 0;
        for (int k = 0; k < words; k++) {
          common += Long.bitCount(bits[i * words + k] & bits[j * words + k]);
        }
        assertThat(h[i * n + j]).isEqualTo(1000 + (i <= j ? common : 0));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void signs_onRegistersOfAnySize_areThoseOfTheSums(int registers) {
    for (Precision precision : new Precision[] {Precision.FP64, Precision.FP32}) {
      Lanes lanes = new Lanes(precision, registers);
      check(lanes, false);
      check(lanes, true);
    }
  }

  private static void check(Lanes lanes, boolean paired) {
    int rows = Kernels.rowsForSigns(lanes, paired);
    int words = 2;
    int width = words * Signs.WORD;
    int k = 3;
    int rowWords = 7;
    int minus = 3;
    boolean wide = lanes.precision() == Precision.FP64;
    double[] a = small(1, k * rows);
    double[] b = small(2, k * width);
    double[] halves = small(3, k * width);
    long[] bits = new long[1 + rows * rowWords];
    Kernels.signs(lanes, rows, words, paired)
        .run(
            k,
            wide ? a : narrow(a),
            0,
            wide ? b : narrow(b),
            wide ? halves : narrow(halves),
            bits,
            1,
            rowWords,
            minus);
    for (int r = 0; r < rows; r++) {
      for (int j = 0; j < width; j++) {
        double p = 0;
        double q = 0;
        for (int t = 0; t < k; t++) { // small whole numbers: exact in any precision
          p += a[t * rows + r] * b[t * width + j];
          q += a[t * rows + r] * halves[t * width + j];
        }
        int word = 1 + r * rowWords + j / Signs.WORD;
        assertThat(bits[word] >>> j & 1).isEqualTo(p + (paired ? q : 0) > 0 ? 1 : 0);
        if (paired) {
          assertThat(bits[word + minus] >>> j & 1).isEqualTo(p - q > 0 ? 1 : 0);
        }
      }
    }
  }

  private static double[] small(long seed, int length) {
    return new Random(seed).ints(length, -2, 3).asDoubleStream().toArray();
  }

  private static float[] narrow(double[] numbers) {
    float[] narrow = new float[numbers.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) numbers[i];
    }
    return narrow;
  }
}
