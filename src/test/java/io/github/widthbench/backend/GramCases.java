package io.github.widthbench.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.TwoLayerBatch.Form;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Precision;
import java.util.Arrays;
import java.util.Random;

/** Products with the own transpose, and Gram matrices of weights that are not stored. */
final class GramCases {

  private static final int[] SIZES = {1, 13, 207};

  /** More than a block of drawn neurons. */
  private static final int WIDTH = 66_000;

  private GramCases() {}

  static void check(Ops ops, Precision precision, Activation s) {
    for (int size : SIZES) {
      checkSquare(ops, precision, size);
    }
    checkDrawn(ops, precision, s);
  }

  /** On views and in a batch: the product of a copy, and symmetric to the bit. */
  private static void checkSquare(Ops ops, Precision precision, int size) {
    try (Tensor all = random(ops, precision, new Shape(2, size, 11));
        Tensor copy = ops.allocate(precision, new Shape(2, size, 7));
        Tensor square = ops.allocate(precision, new Shape(2, size, size));
        Tensor product = ops.allocate(precision, square.shape())) {
      Tensor a = all.columns(2, 9);
      ops.copy(a, copy);
      ops.fill(Double.NaN, square);
      ops.gemm(Transpose.NO, Transpose.YES, 0.5, a, a, 0, square);
      ops.gemm(Transpose.NO, Transpose.YES, 0.5, a, copy, 0, product);
      double[] entries = square.toArray();
      assertThat(entries)
          .containsExactly(product.toArray(), within(Tolerance.ofSum(7, 40, precision)));
      for (int at = 0; at < entries.length; at++) {
        int mirrored = at + (size - 1) * (at % size - at / size % size);
        assertThat(entries[at]).isEqualTo(entries[mirrored]);
      }
    }
  }

  private static void checkDrawn(Ops ops, Precision precision, Activation s) {
    int n = 5;
    GaussianBatch neurons = new GaussianBatch(s, precision, 1, WIDTH, 3, 4);
    try (Tensor x = random(ops, precision, new Shape(1, n, 3));
        Tensor w = ops.allocate(precision, new Shape(2, 3, WIDTH));
        Tensor a = ops.allocate(precision, new Shape(1, 1, WIDTH));
        Tensor stored = ops.allocate(Precision.FP64, new Shape(2, n, n));
        Tensor drawn = ops.allocate(Precision.FP64, stored.shape())) {
      ops.normals(neurons.seeds(), Draws.Stream.WEIGHTS, 0, 1, w);
      ops.twoLayerGram(
          new TwoLayerBatch(s, Form.PLAIN, 1, w, a, Double.POSITIVE_INFINITY), x, stored);
      ops.gaussianGram(neurons, x, drawn);
      // an entry is a mean over neurons: √m roundings of its size, which e^z can make large
      double largest = Arrays.stream(stored.toArray()).map(Math::abs).max().orElseThrow();
      double size = Math.max(1, largest) / Math.sqrt(WIDTH);
      assertThat(drawn.toArray())
          .containsExactly(stored.toArray(), within(Tolerance.ofSum(WIDTH, size, precision)));
    }
  }

  private static Tensor random(Ops ops, Precision precision, Shape shape) {
    Tensor tensor = ops.allocate(precision, shape);
    tensor.upload(new Random(shape.rows()).doubles(shape.size(), -1, 1).toArray());
    return tensor;
  }
}
