package io.github.widthbench.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.cuda.TestDevice.Matrices;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Precision;
import java.util.Random;
import jcuda.driver.CUdeviceptr;
import org.junit.jupiter.api.Test;

/** The Gram matrix of relu networks by counting bits: every count is exact. */
class ReluGramKernelsTest extends KernelsInBothOrders {

  private static final int[] BLOCK = {256, 1, 1};

  /** (sampleCount, inputDim, width). */
  private static final int[][] SIZES = {{1, 1, 1}, {13, 3, 33}, {70, 5, 4098}, {130, 7, 207}};

  @Test
  void counts_areExact_inBothFormats() {
    for (Precision precision : new Precision[] {Precision.FP32, Precision.FP64}) {
      for (int[] size : SIZES) {
        checkCounts(precision, size[0], size[1], size[2]);
      }
    }
  }

  private void checkCounts(Precision precision, int n, int d, int m) {
    int batch = 2;
    Random random = new Random(n);
    Matrices x = device.matrices(precision, 1, n, d, random.doubles((long) n * d, -1, 1).toArray());
    Matrices w =
        device.matrices(
            precision, batch, d, m, random.doubles((long) batch * d * m, -1, 1).toArray());
    int words = (m + 31) / 32;
    CUdeviceptr bits = device.allocate(4L * batch * n * words);
    int[] shape = {batch, n, d};
    device.launch(
        "relu_gram",
        "relu_bits" + x.suffix(),
        new int[] {(words + 7) / 8, 3, batch},
        BLOCK,
        0,
        w,
        x,
        bits,
        m,
        shape);
    boolean[][] active = active(precision, device.download(x), device.download(w), n, d, m, batch);
    CUdeviceptr counts = counts(bits, batch, n, words);
    double[] found = gram(precision, counts, x, batch, n, m);
    double[] xs = device.download(x);
    double[] expected = new double[batch * n * n];
    for (int at = 0; at < expected.length; at++) {
      int row = at / n;
      int other = row / n * n + at % n;
      expected[at] = inner(xs, row % n, at % n, d) * both(active[row], active[other]) / m;
    }
    assertThat(found).containsExactly(expected, within(1e-14));
    checkSigns(precision, x, w, active, n, m);
  }

  /** The int8 operand of a product that counts. */
  private void checkSigns(
      Precision precision, Matrices x, Matrices w, boolean[][] active, int n, int m) {
    int padded = (m + 3) / 4 * 4;
    int batch = w.batch();
    CUdeviceptr signs = device.allocate((long) batch * n * padded + 3);
    device.launch(
        "relu_gram",
        "relu_signs" + x.suffix(),
        new int[] {(padded + 255) / 256, 3, batch},
        BLOCK,
        0,
        w,
        x,
        signs,
        m,
        padded,
        new int[] {batch, n, x.columns()});
    int[] words = device.ints(signs, batch * n * padded / 4);
    byte[] found = new byte[4 * words.length];
    byte[] expected = new byte[found.length];
    for (int at = 0; at < found.length; at++) {
      found[at] = (byte) (words[at / 4] >> (8 * (at % 4)));
      int neuron = at % padded;
      expected[at] = (byte) (neuron < m && active[at / padded][neuron] ? 1 : 0);
    }
    assertThat(found).as("%d × %d in %s", n, m, precision).containsExactly(expected);
  }

  @Test
  void drawnWeights_countLikeStoredOnes_blockAfterBlock() {
    int n = 13;
    int d = 5;
    int m = 300;
    int block = 128;
    double[] xs = new Random(4).doubles((long) n * d, -1, 1).toArray();
    Matrices x = device.matrices(Precision.FP64, 1, n, d, xs);
    CUdeviceptr counts = device.upload(new long[n * n]);
    for (int from = 0; from < m; from += block) {
      int units = Math.min(block, m - from);
      int words = (units + 31) / 32;
      CUdeviceptr bits = device.allocate(4L * n * words);
      device.launch(
          "relu_gram",
          "relu_bits_drawn_16",
          new int[] {(words + 7) / 8, 2, 1},
          BLOCK,
          0,
          device.upload(7L),
          Draws.Stream.WEIGHTS.code(),
          (long) from * d,
          x,
          bits,
          units,
          new int[] {1, n, d});
      count(bits, words, counts, 1, n);
    }
    double[] w = new double[d * m];
    Draws draws = new Draws(7, Draws.Stream.WEIGHTS);
    for (int r = 0; r < m; r++) {
      for (int k = 0; k < d; k++) {
        w[k * m + r] = draws.normal((long) r * d + k);
      }
    }
    boolean[][] active = active(Precision.FP64, xs, w, n, d, m, 1);
    double[] found = gram(Precision.FP64, counts, x, 1, n, m);
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double expected = inner(xs, i, j, d) * both(active[i], active[j]) / m;
        assertThat(found[i * n + j]).isCloseTo(expected, within(1e-14));
      }
    }
  }

  private CUdeviceptr counts(CUdeviceptr bits, int batch, int n, int words) {
    CUdeviceptr counts = device.upload(new long[batch * n * n]);
    count(bits, words, counts, batch, n);
    return counts;
  }

  private void count(CUdeviceptr bits, int words, CUdeviceptr counts, int batch, int n) {
    int tiles = (n + 63) / 64;
    device.launch(
        "relu_gram",
        "relu_counts",
        new int[] {tiles, tiles, batch},
        BLOCK,
        0,
        bits,
        words,
        counts,
        new int[] {batch, n, n});
  }

  private double[] gram(
      Precision precision, CUdeviceptr counts, Matrices x, int batch, int n, int m) {
    Matrices h = device.matrices(Precision.FP64, batch, n, n);
    String kernel = "relu_gram" + (precision == Precision.FP64 ? "_f64" : "_f32");
    device.each("relu_gram", kernel, counts, 1.0 / m, x, x.columns(), h, h.shape());
    return device.download(h);
  }

  /**
   * For each replica and sample, which neurons are active: products and sums rounded one by one.
   */
  private static boolean[][] active(
      Precision precision, double[] x, double[] w, int n, int d, int m, int batch) {
    boolean[][] active = new boolean[batch * n][m];
    for (int row = 0; row < batch * n; row++) {
      for (int r = 0; r < m; r++) {
        double z = 0;
        for (int k = 0; k < d; k++) {
          double product = precision.round(x[(row % n) * d + k] * w[((row / n) * d + k) * m + r]);
          z = precision.round(z + product);
        }
        active[row][r] = z > 0;
      }
    }
    return active;
  }

  private static long both(boolean[] first, boolean[] second) {
    long count = 0;
    for (int r = 0; r < first.length; r++) {
      count += first[r] && second[r] ? 1 : 0;
    }
    return count;
  }

  private static double inner(double[] x, int i, int j, int d) {
    double sum = 0;
    for (int k = 0; k < d; k++) {
      sum += x[i * d + k] * x[j * d + k];
    }
    return sum;
  }
}
