package io.github.widthbench.backend;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.backend.TwoLayerBatch.Form;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;
import java.util.Arrays;
import java.util.Random;

/** Two-layer networks at awkward sizes, with the checks that fused passes must pass. */
public final class TwoLayerCases {
  private static final int STEPS = 5;

  /**
   * (sampleCount, inputDim, width): tiny, odd, narrow, beyond a block or tile, more inputs than
   * fused kernels take.
   */
  private static final int[][] SIZES = {
    {1, 1, 2}, {6, 4, 64}, {13, 3, 26}, {7, 13, 414}, {32, 17, 600}, {5, 70, 38}
  };

  private TwoLayerCases() {}

  public static void checkAgainstUnfused(Ops ops, Precision precision, Activation s, Form form) {
    for (double clip : new double[] {Double.POSITIVE_INFINITY, 0.4}) {
      Kind kind = new Kind(precision, s, form, clip);
      for (int[] size : SIZES) {
        try (Case fused = new Case(ops, kind, size, 3);
            Case plain = new Case(new UnfusedOps(ops), kind, size, 3)) {
          fused.run();
          plain.run();
          // a step amplifies an error of its inputs at most by 1 + rate·curvature, here below 2
          double growth = Math.pow(2, STEPS);
          assertClose("gram", fused.gram, plain.gram, Tolerance.ofSum(size[2], 1, precision) * 4);
          assertClose("f", fused.f, plain.f, Tolerance.ofSum(size[2], 1, precision) * growth);
          assertClose("w", fused.w, plain.w, Tolerance.ofSum(size[0], 1, precision) * growth);
        }
      }
    }
  }

  static void checkSameBits(Ops one, Ops two, Precision precision, Activation s, Form form) {
    for (int[] size : SIZES) {
      checkSameBits(one, two, new Kind(precision, s, form, Double.POSITIVE_INFINITY), size);
    }
    checkSameBits(one, two, new Kind(precision, s, form, 0.4), SIZES[1]);
  }

  private static void checkSameBits(Ops one, Ops two, Kind kind, int[] size) {
    try (Case batch = new Case(one, kind, size, 3);
        Case threads = new Case(two, kind, size, 3);
        Case alone = new Case(two, kind, size, 3)) {
      boolean[] clipped = batch.run();
      assertThat(threads.run()).containsExactly(clipped);
      assertThat(alone.runOneByOne()).containsExactly(clipped);
      assertThat(clipped[0]).isEqualTo(kind.clip() < Double.POSITIVE_INFINITY);
      assertThat(clipped[2]).as("a replica that took no step").isFalse();
      for (Case other : new Case[] {threads, alone}) {
        assertThat(other.f.toArray())
            .as("f %s", Arrays.toString(size))
            .containsExactly(batch.f.toArray());
        assertThat(other.w.toArray())
            .as("w %s", Arrays.toString(size))
            .containsExactly(batch.w.toArray());
        assertThat(other.gram.toArray())
            .as("gram %s", Arrays.toString(size))
            .containsExactly(batch.gram.toArray());
      }
    }
  }

  /** What networks of a case are. */
  private record Kind(Precision precision, Activation s, Form form, double clip) {}

  private static void assertClose(String what, Tensor found, Tensor expected, double relative) {
    double[] a = found.toArray();
    double[] b = expected.toArray();
    double scale = Math.max(1e-3, Arrays.stream(b).map(Math::abs).max().orElse(0));
    int worst = 0; // one assertion an array: a million of them take a minute
    for (int i = 0; i < a.length; i++) {
      worst = Math.abs(a[i] - b[i]) <= relative * scale ? worst : i; // NaN is beyond as well
    }
    assertThat(Math.abs(a[worst] - b[worst]))
        .as("%s[%d] of %s: %s against %s", what, worst, found.shape(), a[worst], b[worst])
        .isLessThanOrEqualTo(relative * scale);
  }

  /** A batch with its data; the last replica has stopped before it begins. */
  private static final class Case implements AutoCloseable {
    final Ops ops;
    final TwoLayerBatch net;
    final Tensor x;
    final Tensor y;
    final Tensor w;
    final Tensor f;
    final Tensor gram;
    final DescentStretch stretch;

    Case(Ops ops, Kind kind, int[] size, int replicas) {
      this.ops = ops;
      Precision precision = kind.precision();
      Form form = kind.form();
      int n = size[0];
      int d = size[1];
      int m = size[2];
      Random random = new Random(n + 100L * d + m);
      x = ops.allocate(precision, new Shape(1, n, d));
      x.upload(random.doubles((long) n * d, -1, 1).map(v -> v / Math.sqrt(d)).toArray());
      y = ops.allocate(Precision.FP64, new Shape(1, 1, n));
      y.upload(random.doubles(n, -1, 1).toArray());
      w = ops.allocate(precision, new Shape(replicas, d, m));
      double[] weights = random.doubles((long) replicas * d * m, -1.5, 1.5).toArray();
      if (form == Form.PAIRED) { // half differences start small
        for (int i = 0; i < weights.length; i++) {
          weights[i] *= i % m < m / 2 ? 1 : 1e-3;
        }
      }
      w.upload(weights);
      Tensor a = ops.allocate(precision, new Shape(1, 1, form == Form.PAIRED ? m / 2 : m));
      a.upload(random.ints(a.shape().size(), 0, 2).mapToDouble(i -> 2.0 * i - 1).toArray());
      net = new TwoLayerBatch(kind.s(), form, 1 / Math.sqrt(m), w, a, kind.clip());
      f = ops.allocate(Precision.FP64, new Shape(replicas, 1, n));
      gram = ops.allocate(Precision.FP64, new Shape(replicas, n, n));
      double[] rates = new double[replicas];
      double[] stops = new double[replicas];
      for (int b = 0; b < replicas; b++) {
        rates[b] = 0.02 * (b + 1) / n;
        stops[b] = b == replicas - 1 ? 1e9 : 0;
      }
      stretch = new DescentStretch(STEPS, rates, stops);
    }

    /** Runs the batch; answers what was clipped. */
    boolean[] run() {
      ops.twoLayerForward(net, x, f);
      DescentTrace trace = ops.twoLayerDescend(net, x, y, f, stretch);
      assertThat(trace.steps(0)).isEqualTo(STEPS);
      assertThat(trace.steps(net.replicas() - 1)).isZero();
      ops.twoLayerGram(net, x, gram);
      return trace.clipped();
    }

    boolean[] runOneByOne() {
      boolean[] clipped = new boolean[net.replicas()];
      for (int b = 0; b < net.replicas(); b++) {
        TwoLayerBatch single = net.replicas(b, b + 1);
        Tensor outputs = f.replicas(b, b + 1);
        ops.twoLayerForward(single, x, outputs);
        DescentStretch own =
            new DescentStretch(
                STEPS,
                new double[] {stretch.learningRate()[b]},
                new double[] {stretch.stopBelow()[b]});
        clipped[b] = ops.twoLayerDescend(single, x, y, outputs, own).clipped()[0];
        ops.twoLayerGram(single, x, gram.replicas(b, b + 1));
      }
      return clipped;
    }

    @Override
    public void close() {
      x.close();
      y.close();
      w.close();
      net.a().close();
      f.close();
      gram.close();
    }
  }
}
