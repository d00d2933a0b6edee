package io.github.widthbench.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.DescentStretch;
import io.github.widthbench.backend.DescentTrace;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.backend.TwoLayerBatch.Form;
import io.github.widthbench.backend.UnfusedOps;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One network wide enough for many tiles, whose slices threads share out. */
class TwoLayerPassesTest {
  private static final int SAMPLES = 33;
  private static final int INPUT_DIM = 5;
  private static final int WIDTH = 8206;

  @ParameterizedTest
  @EnumSource(Form.class)
  void wideNetwork_onAnyThreads_hasTheSameBits(Form form) {
    for (Precision precision : new Precision[] {Precision.FP64, Precision.FP32}) {
      Run one = new Run(1, precision, form, Double.POSITIVE_INFINITY);
      Run three = new Run(3, precision, form, Double.POSITIVE_INFINITY);
      assertThat(three.w).containsExactly(one.w);
      assertThat(three.f).containsExactly(one.f);
      assertThat(three.gram).containsExactly(one.gram);
      assertThat(three.trace.squaredResiduals()[0])
          .containsExactly(one.trace.squaredResiduals()[0])
          .hasSize(3);
    }
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void wideNetwork_fused_matchesTheComposedPath(Form form) {
    Run fused = new Run(2, Precision.FP64, form, 0.75);
    Run composed = new Run(0, Precision.FP64, form, 0.75);
    assertThat(fused.trace.clipped()).containsExactly(composed.trace.clipped());
    assertClose(fused.w, composed.w, 1e-12);
    assertClose(fused.f, composed.f, 1e-11);
    assertClose(fused.gram, composed.gram, 1e-11);
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void derivativesTooLargeToKeep_areComputedAgain(Form form) {
    int width = 1 << 14; // 33·2¹⁴ derivatives of 8 bytes for inputs of one entry
    Run fused = new Run(2, Precision.FP64, form, Double.POSITIVE_INFINITY, 1, width);
    Run composed = new Run(0, Precision.FP64, form, Double.POSITIVE_INFINITY, 1, width);
    assertClose(fused.w, composed.w, 1e-12);
    assertClose(fused.f, composed.f, 1e-11);
    assertThat(fused.trace.squaredResiduals()[0])
        .containsExactly(composed.trace.squaredResiduals()[0], within(1e-10));
  }

  @ParameterizedTest
  @EnumSource(Form.class)
  void moreEntriesThanSamples_descendInTheSpaceOfSamples_asTheComposedPath(Form form) {
    Run dual = new Run(2, Precision.FP64, form, Double.POSITIVE_INFINITY, 40, 1037 / 2 * 2, 9);
    Run alone = new Run(1, Precision.FP64, form, Double.POSITIVE_INFINITY, 40, 1037 / 2 * 2, 9);
    Run composed = new Run(0, Precision.FP64, form, Double.POSITIVE_INFINITY, 40, 1037 / 2 * 2, 9);
    assertThat(dual.w).containsExactly(alone.w);
    assertThat(dual.f).containsExactly(alone.f);
    assertClose(dual.w, composed.w, 1e-12);
    assertClose(dual.f, composed.f, 1e-11);
    assertThat(dual.trace.squaredResiduals()[0])
        .containsExactly(composed.trace.squaredResiduals()[0], within(1e-10));
  }

  @Test
  void clip_isReportedOnlyWhereItActs() {
    assertThat(new Run(1, Precision.FP64, Form.PLAIN, 0.75).trace.clipped()).containsExactly(true);
    assertThat(new Run(1, Precision.FP64, Form.PLAIN, 1e3).trace.clipped()).containsExactly(false);
  }

  /** Names the first number that is off: a message about all would take minutes to make. */
  private static void assertClose(double[] found, double[] expected, double tolerance) {
    assertThat(found).hasSameSizeAs(expected);
    for (int i = 0; i < found.length; i++) {
      if (!(Math.abs(found[i] - expected[i]) <= tolerance)) {
        assertThat(found[i]).as("number %d", i).isCloseTo(expected[i], within(tolerance));
      }
    }
  }

  /** Some steps of one network, with its outputs and Gram matrix after them. */
  private static final class Run {
    final double[] w;
    final double[] f;
    final double[] gram;
    final DescentTrace trace;

    Run(int threads, Precision precision, Form form, double clip) {
      this(threads, precision, form, clip, INPUT_DIM, WIDTH);
    }

    /** With {@code threads} 0 the composed path. */
    Run(int threads, Precision precision, Form form, double clip, int inputDim, int width) {
      this(threads, precision, form, clip, inputDim, width, 3);
    }

    Run(
        int threads,
        Precision precision,
        Form form,
        double clip,
        int inputDim,
        int width,
        int steps) {
      try (Backend backend = new CpuProvider().open(Math.max(1, threads))) {
        Ops ops = threads == 0 ? new UnfusedOps(backend.ops()) : backend.ops();
        Random random = new Random(7);
        Tensor weights = ops.allocate(precision, new Shape(1, inputDim, width));
        weights.upload(random.doubles(weights.shape().size(), -1, 1).toArray());
        Tensor a =
            ops.allocate(precision, new Shape(1, 1, form == Form.PAIRED ? width / 2 : width));
        a.upload(random.doubles(a.shape().size(), -1, 1).toArray());
        Tensor x = ops.allocate(precision, new Shape(1, SAMPLES, inputDim));
        x.upload(random.doubles(x.shape().size(), -0.5, 0.5).toArray());
        Tensor y = ops.allocate(Precision.FP64, new Shape(1, 1, SAMPLES));
        y.upload(random.doubles(SAMPLES, -1, 1).toArray());
        Tensor outputs = ops.allocate(Precision.FP64, new Shape(1, 1, SAMPLES));
        Tensor h = ops.allocate(Precision.FP64, new Shape(1, SAMPLES, SAMPLES));
        TwoLayerBatch net =
            new TwoLayerBatch(Activation.TANH, form, 1 / Math.sqrt(width), weights, a, clip);
        ops.twoLayerForward(net, x, outputs);
        DescentStretch stretch = new DescentStretch(steps, new double[] {0.01}, new double[] {0});
        trace = ops.twoLayerDescend(net, x, y, outputs, stretch);
        ops.twoLayerGram(net, x, h);
        w = weights.toArray();
        f = outputs.toArray();
        gram = h.toArray();
      }
    }
  }
}
