package io.github.widthbench.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.backend.DescentStretch;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.backend.TwoLayerBatch.Form;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The step of gradient descent against central differences of the loss, neuron by neuron. */
class GradientTest {
  private static final int N = 4;
  private static final int D = 3;
  private static final int M = 10;
  private static final double RATE = 1e-3;

  static Stream<Arguments> networks() {
    return Stream.of(Activation.values())
        .flatMap(s -> Stream.of(Form.values()).map(form -> Arguments.of(s, form)));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void step_isMinusRateTimesTheNumericGradient(Activation s, Form form) {
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      Ops ops = backend.ops();
      Random random = new Random(5);
      Tensor x = random(ops, new Shape(1, N, D), random);
      Tensor y = random(ops, new Shape(1, 1, N), random);
      Tensor w = random(ops, new Shape(1, D, M), random);
      Tensor a = random(ops, new Shape(1, 1, form == Form.PAIRED ? M / 2 : M), random);
      Tensor f = ops.allocate(Precision.FP64, new Shape(1, 1, N));
      TwoLayerBatch net = new TwoLayerBatch(s, form, 0.7, w, a, Double.POSITIVE_INFINITY);
      double[] before = w.toArray();
      double[] gradient = numericGradient(ops, net, x, y, f);
      w.upload(before);
      ops.twoLayerForward(net, x, f);
      ops.twoLayerDescend(
          net, x, y, f, new DescentStretch(1, new double[] {RATE}, new double[] {0}));
      double[] after = w.toArray();
      // a step on the mean and half difference of a pair is half the gradient by each: two neurons
      // share one coordinate
      double share = form == Form.PAIRED ? 0.5 : 1;
      for (int i = 0; i < before.length; i++) {
        assertThat((before[i] - after[i]) / RATE)
            .as("weight %d", i)
            .isCloseTo(share * gradient[i], within(1e-7 * Math.max(1, Math.abs(gradient[i]))));
      }
    }
  }

  private static double[] numericGradient(
      Ops ops, TwoLayerBatch net, Tensor x, Tensor y, Tensor f) {
    double[] weights = net.w().toArray();
    double[] gradient = new double[weights.length];
    double h = 1e-5;
    for (int i = 0; i < weights.length; i++) {
      double[] moved = weights.clone();
      moved[i] = weights[i] + h;
      double above = loss(ops, net, moved, x, y, f);
      moved[i] = weights[i] - h;
      double below = loss(ops, net, moved, x, y, f);
      gradient[i] = (above - below) / (2 * h);
    }
    return gradient;
  }

  private static double loss(
      Ops ops, TwoLayerBatch net, double[] weights, Tensor x, Tensor y, Tensor f) {
    net.w().upload(weights);
    ops.twoLayerForward(net, x, f);
    double[] outputs = f.toArray();
    double[] labels = y.toArray();
    double sum = 0;
    for (int i = 0; i < N; i++) {
      sum += (outputs[i] - labels[i]) * (outputs[i] - labels[i]) / 2;
    }
    return sum;
  }

  private static Tensor random(Ops ops, Shape shape, Random random) {
    Tensor tensor = ops.allocate(Precision.FP64, shape);
    tensor.upload(random.doubles(shape.size(), -1, 1).toArray());
    return tensor;
  }
}
