package io.github.widthbench.backend.cuda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.DescentStretch;
import io.github.widthbench.backend.DescentTrace;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.Tolerance;
import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.backend.TwoLayerBatch.Form;
import io.github.widthbench.backend.cuda.FusedNetwork.Kind;
import io.github.widthbench.backend.cuda.TestDevice.Matrices;
import io.github.widthbench.backend.reference.ReferenceProvider;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import jcuda.driver.CUdeviceptr;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The fused passes of two-layer networks against the reference backend, in both thread orders. */
class FusedKernelsTest extends KernelsInBothOrders {

  private static final int STEPS = 3;
  private static final int REPLICAS = 3;
  private static final double COARSE = 0.05;

  /**
   * (sampleCount, inputDim, width): tiny, odd, beyond a chunk of samples, a tile and a slice, the
   * most inputs.
   */
  private static final int[][] SIZES = {
    {1, 1, 2}, {13, 3, 26}, {70, 17, 600}, {7, 13, 414}, {207, 4, 130}, {9, 64, 130}
  };

  static Stream<Arguments> networks() {
    return networksIn(Precision.FP32, Precision.FP64);
  }

  private static Stream<Arguments> networksIn(Precision... precisions) {
    return Stream.of(Activation.values())
        .flatMap(s ->
            Stream.of(Form.values())
                .flatMap(form ->
                    Stream.of(precisions).map(precision -> Arguments.of(s, form, precision))));
  }

  /** Activations are the same code in all precisions, so one is enough in the others. */
  static Stream<Arguments> networksOnTensorCores() {
    return Stream.concat(
        networksIn(Precision.FP64),
        networksIn(Precision.FP32, Precision.TF32)
            .filter(network -> Activation.TANH.equals(network.get()[0])));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void passes_matchTheReference(Activation s, Form form, Precision precision) {
    checkSizes(s, form, precision, false);
  }

  @ParameterizedTest
  @MethodSource("networksOnTensorCores")
  void passesOnTensorCores_matchTheReference(Activation s, Form form, Precision precision) {
    assumeTrue(device.computeCapability() >= 80, "the GPU has no such tensor cores");
    checkSizes(s, form, precision, true);
  }

  private void checkSizes(Activation s, Form form, Precision precision, boolean tensor) {
    for (int[] size : SIZES) {
      Kind kind = new Kind(s, form, 1 / Math.sqrt(size[2]), Double.POSITIVE_INFINITY);
      check(new Numbers(kind, size, precision, tensor), kind);
    }
    Kind clipped = new Kind(s, form, 1 / Math.sqrt(26), 0.4);
    check(new Numbers(clipped, SIZES[1], precision, tensor), clipped);
  }

  private void check(Numbers numbers, Kind kind) {
    Precision precision = numbers.precision;
    int[] size = {numbers.n, numbers.d, numbers.m};
    Found expected = numbers.onReference(kind);
    Found found = numbers.onDevice(device, kind);
    assertClose("f", found.f, expected.f, tolerance(size[2], 1, precision));
    assertClose("w", found.w, expected.w, tolerance(size[0], 1, precision));
    assertClose("trace", found.trace, expected.trace, tolerance(size[2], 4, precision));
    assertClose("gram", found.gram, expected.gram, tolerance(size[2], 4, precision));
    assertThat(found.taken).containsExactly(expected.taken);
    assertThat(found.clipped).containsExactly(expected.clipped);
  }

  /**
   * A step amplifies an error of its inputs at most by 2. In TF32 the bound of a sum is no bound.
   */
  private static double tolerance(int terms, double magnitude, Precision precision) {
    return Math.min(COARSE, Tolerance.ofSum(terms, magnitude, precision) * (1 << STEPS));
  }

  private static void assertClose(String what, double[] found, double[] expected, double relative) {
    assertThat(found).hasSameSizeAs(expected);
    double scale = Math.max(1e-3, Arrays.stream(expected).map(Math::abs).max().orElse(0));
    for (int i = 0; i < found.length; i++) {
      assertThat(Math.abs(found[i] - expected[i]))
          .as("%s[%d]: %s against %s", what, i, found[i], expected[i])
          .isLessThanOrEqualTo(relative * scale);
    }
  }

  /** What a stretch of descent leaves behind. */
  @SuppressWarnings("ArrayRecordComponent") // read once, never compared
  private record Found(
      double[] f, double[] w, double[] trace, double[] gram, int[] taken, boolean[] clipped) {}

  /** The numbers of a case; the last replica has stopped before it begins. */
  private static final class Numbers {
    private final int n;
    private final int d;
    private final int m;
    private final Precision precision;
    private final boolean tensor;
    private final double[] x;
    private final double[] y;
    private final double[] w;
    private final double[] a;
    private final DescentStretch stretch;

    Numbers(Kind kind, int[] size, Precision precision, boolean tensor) {
      n = size[0];
      d = size[1];
      m = size[2];
      this.precision = precision;
      this.tensor = tensor;
      Random random = new Random(n + 100L * d + m);
      x = random.doubles((long) n * d, -1, 1).map(v -> precision.round(v / Math.sqrt(d))).toArray();
      y = random.doubles(n, -1, 1).toArray();
      w = random.doubles((long) REPLICAS * d * m, -1.5, 1.5).toArray();
      for (int i = 0; i < w.length; i++) {
        double size1 = kind.paired() && i % m >= m / 2 ? 1e-3 : 1; // half differences start small
        w[i] = precision.round(w[i] * size1);
      }
      int units = kind.paired() ? m / 2 : m;
      a = random.ints(units, 0, 2).mapToDouble(i -> 2.0 * i - 1).toArray();
      double[] rates = new double[REPLICAS];
      double[] stops = new double[REPLICAS];
      for (int b = 0; b < REPLICAS; b++) {
        rates[b] = 0.02 * (b + 1) / n;
        stops[b] = b == REPLICAS - 1 ? 1e9 : 0;
      }
      stretch = new DescentStretch(STEPS, rates, stops);
    }

    Found onReference(Kind kind) {
      try (Backend backend = new ReferenceProvider().open(1)) {
        Ops ops = backend.ops();
        Tensor inputs = upload(ops, new Shape(1, n, d), x);
        Tensor labels = upload(ops, new Shape(1, 1, n), y);
        Tensor weights = upload(ops, new Shape(REPLICAS, d, m), w);
        Tensor outer = upload(ops, new Shape(1, 1, a.length), a);
        TwoLayerBatch net =
            new TwoLayerBatch(kind.s(), kind.form(), kind.scale(), weights, outer, kind.clip());
        Tensor f = ops.allocate(Precision.FP64, new Shape(REPLICAS, 1, n));
        Tensor h = ops.allocate(Precision.FP64, new Shape(REPLICAS, n, n));
        ops.twoLayerForward(net, inputs, f);
        DescentTrace trace = ops.twoLayerDescend(net, inputs, labels, f, stretch);
        ops.twoLayerGram(net, inputs, h);
        double[] squared = new double[REPLICAS * STEPS];
        int[] taken = new int[REPLICAS];
        for (int b = 0; b < REPLICAS; b++) {
          taken[b] = trace.steps(b);
          System.arraycopy(trace.squaredResiduals()[b], 0, squared, b * STEPS, taken[b]);
        }
        return new Found(
            f.toArray(), weights.toArray(), squared, h.toArray(), taken, trace.clipped());
      }
    }

    private static Tensor upload(Ops ops, Shape shape, double[] values) {
      Tensor tensor = ops.allocate(Precision.FP64, shape);
      tensor.upload(values);
      return tensor;
    }

    Found onDevice(TestDevice device, Kind kind) {
      Matrices inputs = device.matrices(precision, 1, n, d, x);
      Matrices labels = device.matrices(Precision.FP64, 1, 1, n, y);
      Matrices weights = device.matrices(precision, REPLICAS, d, m, w);
      Matrices outer = device.matrices(precision, 1, 1, a.length, a);
      Matrices f = device.matrices(Precision.FP64, REPLICAS, 1, n);
      Matrices h = device.matrices(Precision.FP64, REPLICAS, n, n);
      FusedNetwork net = new FusedNetwork(device, kind, weights, outer, inputs, tensor);
      Descent descent =
          new Descent(
              device,
              REPLICAS,
              STEPS,
              stretch.stopBelow(),
              n,
              -kind.scale(),
              stretch.learningRate());
      CUdeviceptr before = device.upload(new int[REPLICAS]);
      net.forward(f, before);
      descent.look(f, labels);
      for (int step = 0; step < STEPS + 2; step++) { // two more than asked for: they do nothing
        net.step(descent, f, descent.clippedInStep);
        descent.look(f, labels);
      }
      net.gram(inputs, h, 3);
      int[] clipped = device.ints(descent.clipped, REPLICAS);
      boolean[] flags = new boolean[REPLICAS];
      for (int b = 0; b < REPLICAS; b++) {
        flags[b] = clipped[b] != 0;
      }
      return new Found(
          device.download(f),
          device.download(weights),
          device.doubles(descent.trace, REPLICAS * STEPS),
          device.download(h),
          device.ints(descent.taken, REPLICAS),
          flags);
    }
  }
}
