package io.github.widthbench.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Tolerance;
import io.github.widthbench.backend.cuda.TestDevice.Matrices;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Precision;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import jcuda.driver.CUdeviceptr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every primitive kernel against plain FP64 arithmetic, at awkward sizes, in both thread orders.
 */
class PrimitiveKernelsTest extends KernelsInBothOrders {

  private static final int[] SIZES = {1, 13, 207, 4098};
  private static final Precision[] FORMATS = {Precision.FP32, Precision.FP64};

  @ParameterizedTest
  @EnumSource(names = {"FP32", "FP64"})
  void activate_matchesFp64_inEachOrder(Precision precision) {
    for (Activation s : Activation.values()) {
      for (int size : SIZES) {
        Matrices z = device.matrices(precision, 1, 1, size, spread(size, 6));
        Matrices y = device.matrices(precision, 1, 1, size);
        double[] zs = device.download(z);
        for (int order = 0; order < 3; order++) {
          device.each(
              "activation", "activate" + z.suffix(), TestDevice.code(s), order, z, y, y.shape());
          double[] found = device.download(y);
          for (int i = 0; i < size; i++) {
            assertClose(precision, ofOrder(s, order).applyAsDouble(zs[i]), found[i]);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "FP64"})
  void activate_ofNaN_isNaN(Precision precision) {
    Matrices z = device.matrices(precision, 1, 1, 2, new double[] {Double.NaN, -0.0});
    for (Activation s : Activation.values()) {
      Matrices y = device.matrices(precision, 1, 1, 2);
      device.each("activation", "activate" + z.suffix(), TestDevice.code(s), 0, z, y, y.shape());
      assertThat(device.download(y)[0]).as("%s", s).isNaN();
    }
  }

  private static DoubleUnaryOperator ofOrder(Activation s, int order) {
    return switch (order) {
      case 0 -> s::value;
      case 1 -> s::derivative;
      default -> s::secondDerivative;
    };
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "FP64"})
  void pairs_matchFp64_withoutCancellation(Precision precision) {
    int size = 207;
    Matrices p = device.matrices(precision, 1, 1, size, spread(size, 4));
    double[] ps = device.download(p);
    for (Activation s : Activation.values()) {
      for (double scale : new double[] {0, 1e-6, 1e-3, 0.5}) {
        Matrices q = device.matrices(precision, 1, 1, size, random(size, scale, 3));
        double[] qs = device.download(q);
        Matrices y = device.matrices(precision, 1, 1, size);
        Matrices mean = device.matrices(precision, 1, 1, size);
        Matrices half = device.matrices(precision, 1, 1, size);
        device.each(
            "activation", "pair_difference" + p.suffix(), TestDevice.code(s), p, q, y, y.shape());
        device.each(
            "activation",
            "pair_derivatives" + p.suffix(),
            TestDevice.code(s),
            p,
            q,
            mean,
            half,
            y.shape());
        double[] ys = device.download(y);
        double[] means = device.download(mean);
        double[] halves = device.download(half);
        for (int i = 0; i < size; i++) {
          double expected = s.pairDifference(ps[i], qs[i]);
          double reach = 2 * Math.abs(qs[i]) * Math.max(Math.abs(s.derivative(ps[i])), 1e-2);
          assertThat(ys[i])
              .as("%s pair at p=%s q=%s in %s", s, ps[i], qs[i], precision)
              .isCloseTo(
                  expected,
                  within(
                      8 * Tolerance.ofActivation(precision) * Math.max(reach, Math.abs(expected))));
          if (s != Activation.RELU || Math.abs(Math.abs(ps[i]) - Math.abs(qs[i])) > 1e-6) {
            double above = s.derivative(ps[i] + qs[i]);
            double below = s.derivative(ps[i] - qs[i]);
            double unit = Math.max(1, Math.abs(above)) * Tolerance.ofActivation(precision);
            assertThat(means[i]).isCloseTo((above + below) / 2, within(unit));
            assertThat(halves[i]).isCloseTo((above - below) / 2, within(unit));
          }
        }
      }
    }
  }

  @Test
  void elementwise_matchesPlainLoops_onViewsInAllFormats() {
    for (Precision of : FORMATS) {
      for (Precision to : FORMATS) {
        for (int columns : new int[] {1, 13, 207}) {
          checkElementwise(of, to, columns);
        }
      }
    }
  }

  private void checkElementwise(Precision of, Precision to, int columns) {
    int batch = 3;
    int rows = 5;
    Matrices wide =
        device.matrices(of, batch, rows, columns + 9, random(batch * rows * (columns + 9), 2, 1));
    Matrices x = wide.columns(4, 4 + columns);
    double[] xs = view(device.download(wide), columns + 9, 4, columns);
    Matrices y = device.matrices(to, batch, rows, columns, random(batch * rows * columns, 2, 2));
    double[] ys = device.download(y);
    String formats = x.suffix() + y.suffix();
    double tolerance = 64 * Tolerance.ofActivation(of == to ? to : Precision.FP32);
    int matrix = rows * columns;

    CUdeviceptr alpha = device.upload(2, -3, Double.NaN);
    device.each("elementwise", "axpy" + formats, alpha, device.upload(1, 1, 0), x, y, y.shape());
    for (int i = 0; i < 2 * matrix; i++) { // the third matrix is not active
      ys[i] += (i < matrix ? 2 : -3) * xs[i];
    }
    assertThat(device.download(y)).containsExactly(ys, within(tolerance));

    device.each("elementwise", "hadamard" + formats, x, y, y.shape());
    for (int i = 0; i < ys.length; i++) {
      ys[i] *= xs[i];
    }
    assertThat(device.download(y)).containsExactly(ys, within(tolerance));

    Matrices rowFactors =
        device.matrices(Precision.FP64, batch, 1, rows, random(batch * rows, 2, 4));
    Matrices columnFactors = device.matrices(of, 1, 1, columns, random(columns, 2, 5));
    double[] rs = device.download(rowFactors);
    double[] cs = device.download(columnFactors);
    device.each(
        "elementwise", "scale_outer_f64" + formats, rowFactors, columnFactors, y, y.shape());
    for (int i = 0; i < ys.length; i++) {
      ys[i] *= rs[i / columns] * cs[i % columns];
    }
    assertThat(device.download(y)).containsExactly(ys, within(8 * tolerance));

    device.each("elementwise", "copy" + formats, x, y, y.shape());
    assertThat(device.download(y)).containsExactly(Arrays.stream(xs).map(to::round).toArray());

    device.each("elementwise", "fill" + y.suffix(), 0.1, y, y.shape());
    assertThat(device.download(y)).containsOnly(to.round(0.1));
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "FP64"})
  void clip_marksTheReplicaAndKeepsTheRest(Precision precision) {
    double[] values = random(3 * 5 * 207, 2, 1);
    Arrays.fill(values, 5 * 207, 10 * 207, 0.25);
    Matrices z = device.matrices(precision, 3, 5, 207, values);
    double[] before = device.download(z);
    CUdeviceptr clipped = device.upload(new int[3]);
    device.each("elementwise", "clip" + z.suffix(), 0.5, z, clipped, z.shape());
    assertThat(device.download(z))
        .containsExactly(Arrays.stream(before).map(v -> Math.min(v, 0.5)).toArray());
    assertThat(device.ints(clipped, 3)).containsExactly(1, 0, 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "FP64"})
  void clipPair_clipsSumsAndDifferences(Precision precision) {
    int size = 207;
    Matrices p = device.matrices(precision, 2, 1, size, random(2 * size, 0.3, 1));
    Matrices q = device.matrices(precision, 2, 1, size, random(2 * size, 0.3, 2));
    double[] ps = device.download(p);
    double[] qs = device.download(q);
    CUdeviceptr clipped = device.upload(new int[2]);
    device.each("elementwise", "clip_pair" + p.suffix(), 0.4, p, q, clipped, p.shape());
    double[] newPs = device.download(p);
    double[] newQs = device.download(q);
    for (int i = 0; i < ps.length; i++) {
      double above = Math.min(ps[i] + qs[i], 0.4);
      double below = Math.min(ps[i] - qs[i], 0.4);
      assertClose(precision, (above + below) / 2, newPs[i]);
      assertClose(precision, (above - below) / 2, newQs[i]);
    }
    assertThat(device.ints(clipped, 2)).containsExactly(1, 1);
  }

  @Test
  void weightedSum_isInFp64_whateverTheFormats() {
    for (Precision of : FORMATS) {
      for (Precision by : FORMATS) {
        for (int columns : new int[] {1, 13, 207, 4098, 9000}) {
          checkWeightedSum(of, by, columns);
        }
      }
    }
  }

  private void checkWeightedSum(Precision of, Precision by, int columns) {
    int batch = 2;
    int rows = 3;
    int slices = (columns + 4095) / 4096;
    Matrices y = device.matrices(of, batch, rows, columns, random(batch * rows * columns, 2, 1));
    Matrices a = device.matrices(by, 1, 1, columns, random(columns, 2, 2));
    Matrices f = device.matrices(Precision.FP64, batch, 1, rows, random(batch * rows, 2, 3));
    double[] ys = device.download(y);
    double[] as = device.download(a);
    double[] expected = device.download(f);
    for (int i = 0; i < expected.length; i++) {
      double sum = 0;
      for (int j = 0; j < columns; j++) {
        sum += as[j] * ys[i * columns + j];
      }
      expected[i] = 0.25 * expected[i] + 3 * sum;
    }
    CUdeviceptr partials = device.allocate(8L * batch * slices * rows);
    int[] block = {256, 1, 1};
    device.launch(
        "reduction",
        "weighted_sum" + y.suffix() + a.suffix(),
        new int[] {slices, rows, batch},
        block,
        0,
        y,
        a,
        partials,
        y.shape());
    device.launch(
        "reduction",
        "sum_slices",
        new int[] {1, batch, 1},
        new int[] {32, 8, 1},
        0,
        3.0,
        partials,
        slices,
        0.25,
        f,
        f.shape());
    assertThat(device.download(f))
        .containsExactly(expected, within(Tolerance.ofSum(columns, 40, Precision.FP64)));
  }

  @Test
  void look_recordsActiveReplicas_andStopsThem() {
    int n = 207;
    Matrices f = device.matrices(Precision.FP64, 4, 1, n, random(4 * n, 1, 1));
    Matrices y = device.matrices(Precision.FP64, 1, 1, n, random(n, 1, 2));
    double[] fs = device.download(f);
    fs[3 * n + 5] = Double.NaN;
    f = device.matrices(Precision.FP64, 4, 1, n, fs);
    double[] ys = device.download(y);
    double[] squared = new double[4];
    for (int i = 0; i < fs.length; i++) {
      squared[i / n] += Math.pow(fs[i] - ys[i % n], 2);
    }
    Descent descent = new Descent(device, 4, 2, new double[] {0, squared[1] * 1.01, 0, 0});
    descent.look(f, y);
    assertThat(device.ints(descent.active, 4)).containsExactly(1, 0, 1, 0);
    assertThat(device.ints(descent.taken, 4)).containsOnly(0);
    descent.look(f, y);
    descent.look(f, y);
    descent.look(f, y); // beyond the limit of two steps
    assertThat(device.ints(descent.taken, 4)).containsExactly(2, 0, 2, 0);
    assertThat(device.ints(descent.active, 4)).containsOnly(0);
    double[] trace = device.doubles(descent.trace, 8);
    assertThat(trace[0]).isCloseTo(squared[0], within(1e-12)).isEqualTo(trace[1]);
    assertThat(trace[4]).isCloseTo(squared[2], within(1e-12));
    // the first look, which records nothing, cleared what was marked before it
    assertThat(device.ints(descent.clipped, 4)).containsOnly(0);
    assertThat(device.doubles(descent.rate, 4)).containsOnly(0);
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "FP64"})
  void draws_haveTheBitsOfTheHost(Precision precision) {
    int d = 7;
    int from = 12345;
    for (int columns : SIZES) {
      Matrices x = device.matrices(precision, 2, d, columns);
      CUdeviceptr seeds = device.upload(7L, -3L);
      long[] indices = {(long) from * d, 1, d};
      Draws.Stream stream = Draws.Stream.WEIGHTS;
      for (String kind : new String[] {"normals", "uniforms", "signs"}) {
        device.each("draws", kind + x.suffix(), seeds, stream.code(), indices, 0.7, x, x.shape());
        double[] found = device.download(x);
        for (int i = 0; i < found.length; i++) {
          Draws draws = new Draws(i < d * columns ? 7 : -3, stream);
          long index = (from + (long) i % columns) * d + (i / columns) % d;
          double value =
              switch (kind) {
                case "normals" -> draws.normal(index);
                case "uniforms" -> draws.uniform(index);
                default -> draws.sign(index);
              };
          assertThat(found[i]).as("%s %d", kind, index).isEqualTo(precision.round(0.7 * value));
        }
      }
    }
  }

  private static void assertClose(Precision precision, double expected, double found) {
    assertThat(found)
        .isCloseTo(
            expected, within(Tolerance.ofActivation(precision) * Math.max(1, Math.abs(expected))));
  }

  /** Columns {@code from} on of rows of {@code stride}. */
  private static double[] view(double[] values, int stride, int from, int columns) {
    return IntStream.range(0, values.length)
        .filter(i -> i % stride >= from && i % stride < from + columns)
        .mapToDouble(i -> values[i])
        .toArray();
  }

  private static double[] random(int count, double reach, int seed) {
    return reach == 0
        ? new double[count]
        : new Random(seed).doubles(count, -reach, reach).toArray();
  }

  private static double[] spread(int size, double reach) {
    return IntStream.range(0, size)
        .mapToDouble(i -> size == 1 ? 0.7 : -reach + 2 * reach * i / (size - 1))
        .toArray();
  }
}
