package io.github.widthbench.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.DescentStretch;
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
import org.junit.jupiter.params.provider.CsvSource;

/** Descent in the space of samples, beside the composed path. */
class DualTilesTest {
  private static final int STEPS = 30;

  @ParameterizedTest
  @CsvSource({
    "RELU, 1, 3, 5",
    "TANH, 5, 5, 37",
    "RELU, 16, 40, 193",
    "RELU, 33, 33, 1037",
    "EXP, 33, 33, 1037",
    "RELU, 100, 120, 300",
    "TANH, 140, 150, 97"
  })
  void descent_atAwkwardSizes_isThatOfTheComposedPath(
      Activation s, int n, int inputDim, int width) {
    Run composed = new Run(0, s, Precision.FP64, n, inputDim, width);
    Run alone = new Run(1, s, Precision.FP64, n, inputDim, width);
    Run shared = new Run(3, s, Precision.FP64, n, inputDim, width);
    Run narrow = new Run(1, s, Precision.FP32, n, inputDim, width);

    assertThat(shared.w).containsExactly(alone.w);
    assertThat(shared.residuals).containsExactly(alone.residuals);
    assertThat(alone.w).containsExactly(composed.w, within(1e-11));
    assertThat(alone.f).containsExactly(composed.f, within(1e-11));
    assertThat(alone.residuals).containsExactly(composed.residuals, within(1e-9));
    assertThat(narrow.f).containsExactly(composed.f, within(1e-5 * Run.largest(composed.f)));
  }

  @Test
  void descent_ofTheSizesAbove_turnsManySigns() {
    assertThat(new Run(1, Activation.RELU, Precision.FP64, 33, 33, 1037).turned).isGreaterThan(300);
  }

  @Test
  void stretch_ofFewSamplesOfManyInputs_paysForItsBeginningAndItsEnd() {
    try (Backend backend = new CpuProvider().open(1)) {
      Ops ops = backend.ops();
      Tensor w = ops.allocate(Precision.FP32, new Shape(1, 784, 1 << 12));
      Tensor a = ops.allocate(Precision.FP32, new Shape(1, 1, 1 << 12));
      TwoLayerBatch net =
          new TwoLayerBatch(Activation.RELU, Form.PLAIN, 1, w, a, Double.POSITIVE_INFINITY);
      assertThat(ops.stretch(net, 100)).isGreaterThan(100);
      assertThat(ops.stretch(net, 785)).isEqualTo(new UnfusedOps(ops).stretch(net, 785)).isOne();
    }
  }

  /** Some steps of one network; with {@code threads} 0 by the composed path. */
  private static final class Run {
    final double[] w;
    final double[] f;
    final double[] residuals;

    /** Preactivations with another sign than at the start. */
    final int turned;

    Run(int threads, Activation s, Precision precision, int n, int inputDim, int width) {
      try (Backend backend = new CpuProvider().open(Math.max(1, threads))) {
        Ops ops = threads == 0 ? new UnfusedOps(backend.ops()) : backend.ops();
        Random random = new Random(7);
        double[] start = random.doubles((long) inputDim * width, -0.1, 0.1).toArray();
        Tensor weights = ops.allocate(precision, new Shape(1, inputDim, width));
        weights.upload(start);
        Tensor a = ops.allocate(precision, new Shape(1, 1, width));
        a.upload(random.doubles(width, -1, 1).toArray());
        double[] inputs = random.doubles((long) n * inputDim, -0.5, 0.5).toArray();
        Tensor x = ops.allocate(precision, new Shape(1, n, inputDim));
        x.upload(inputs);
        Tensor y = ops.allocate(Precision.FP64, new Shape(1, 1, n));
        y.upload(random.doubles(n, -1, 1).toArray());
        Tensor outputs = ops.allocate(Precision.FP64, new Shape(1, 1, n));
        TwoLayerBatch net =
            new TwoLayerBatch(
                s, Form.PLAIN, 1 / Math.sqrt(width), weights, a, Double.POSITIVE_INFINITY);
        ops.twoLayerForward(net, x, outputs);
        DescentStretch stretch = new DescentStretch(STEPS, new double[] {0.05}, new double[] {0});
        residuals = ops.twoLayerDescend(net, x, y, outputs, stretch).squaredResiduals()[0];
        w = weights.toArray();
        f = outputs.toArray();
        turned = turned(n, inputDim, width, inputs, start, w);
      }
    }

    static double largest(double[] numbers) {
      double largest = 0;
      for (double number : numbers) {
        largest = Math.max(largest, Math.abs(number));
      }
      return largest;
    }

    private static int turned(
        int n, int inputDim, int width, double[] x, double[] before, double[] after) {
      int turned = 0;
      for (int i = 0; i < n; i++) {
        for (int r = 0; r < width; r++) {
          double was = 0;
          double is = 0;
          for (int k = 0; k < inputDim; k++) {
            was += x[i * inputDim + k] * before[k * width + r];
            is += x[i * inputDim + k] * after[k * width + r];
          }
          turned += was > 0 == is > 0 ? 0 : 1;
        }
      }
      return turned;
    }
  }
}
