package io.github.widthbench.backend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** One block of a graph fed by two others, forward and backward, at awkward sizes. */
final class BlockCases {
  private static final int REPLICAS = 3;

  /** (samples, size of the first feeding block, of the second, of the block). */
  private static final int[][] SIZES = {
    {1, 1, 1, 1}, {13, 1, 5, 3}, {7, 13, 2, 207}, {33, 64, 9, 16}
  };

  private BlockCases() {}

  static void checkAgainstPlainLoops(Ops ops, Precision precision, @Nullable Activation s) {
    for (int[] size : SIZES) {
      try (Case block = new Case(ops, precision, s, size)) {
        block.run(ops);
        block.checkForward();
        block.checkBackward();
      }
    }
    checkMoves(ops, precision, s);
  }

  static void checkAgainstUnfused(Ops ops, Precision precision, @Nullable Activation s) {
    for (int[] size : SIZES) {
      try (Case fused = new Case(ops, precision, s, size);
          Case plain = new Case(ops, precision, s, size)) {
        fused.run(ops);
        plain.run(new UnfusedOps(ops));
        for (int t = 0; t < fused.results.size(); t++) {
          double[] expected = plain.results.get(t).toArray();
          int terms = Math.max(size[0], Math.max(size[1] + size[2], size[3]));
          assertThat(fused.results.get(t).toArray())
              .containsExactly(expected, within(Tolerance.ofSum(terms, 20, precision)));
        }
      }
    }
  }

  /** Weights that move in the backward sweep move by the gradient, after the errors went on. */
  private static void checkMoves(Ops ops, Precision precision, @Nullable Activation s) {
    for (int[] size : SIZES) {
      try (Case moving = new Case(ops, precision, s, size);
          Case plain = new Case(ops, precision, s, size)) {
        plain.run(ops);
        ops.blockForward(moving.forward(0, REPLICAS));
        ops.blockBackward(moving(moving.backward(0, REPLICAS)));
        assertThat(moving.inputError.toArray()).containsExactly(plain.inputError.toArray());
        for (int i = 0; i < 2; i++) {
          double[] expected = plain.weights[i].toArray();
          double[] gradient = plain.gradients[i].toArray();
          Arrays.setAll(expected, k -> expected[k] + gradient[k]);
          assertThat(moving.weights[i].toArray())
              .containsExactly(expected, within(Tolerance.ofSum(size[0] + 1, 2, precision)));
        }
      }
    }
  }

  private static BlockBackward moving(BlockBackward block) {
    List<BlockBackward.Link> links =
        block.links().stream()
            .map(l -> new BlockBackward.Link(l.input(), l.weight(), null, l.inputError(), l.adds()))
            .toList();
    return new BlockBackward(block.slope(), block.error(), block.delta(), links);
  }

  static void checkSameBits(Ops one, Ops two, Precision precision, @Nullable Activation s) {
    for (int[] size : SIZES) {
      try (Case batch = new Case(one, precision, s, size);
          Case alone = new Case(two, precision, s, size)) {
        batch.run(one);
        for (int b = 0; b < REPLICAS; b++) {
          two.blockForward(alone.forward(b, b + 1));
          two.blockBackward(alone.backward(b, b + 1));
        }
        for (int t = 0; t < batch.results.size(); t++) {
          assertThat(alone.results.get(t).toArray())
              .containsExactly(batch.results.get(t).toArray());
        }
      }
    }
  }

  /** A block with its arrays; the first feeding block is data, shared by the replicas. */
  private static final class Case implements AutoCloseable {
    final Precision precision;
    final @Nullable Activation s;
    final int n;
    final int size;
    final Tensor[] inputs = new Tensor[2];
    final Tensor[] weights = new Tensor[2];
    final Tensor[] gradients = new Tensor[2];
    final Tensor z;
    final Tensor x;
    final Tensor slope;
    final Tensor error;
    final Tensor delta;
    final Tensor inputError;
    final double[] inputErrorBefore;
    final List<Tensor> results;
    private final List<Tensor> all = new ArrayList<>();
    private final Map<Tensor, double[]> read = new HashMap<>();

    Case(Ops ops, Precision precision, @Nullable Activation s, int[] sizes) {
      this.precision = precision;
      this.s = s;
      Random random = new Random(sizes[1] + 31L * sizes[3]);
      n = sizes[0];
      size = sizes[3];
      for (int i = 0; i < 2; i++) {
        inputs[i] = random(ops, new Shape(i == 0 ? 1 : REPLICAS, n, sizes[1 + i]), random);
        weights[i] = random(ops, new Shape(REPLICAS, size, sizes[1 + i]), random);
        gradients[i] = random(ops, weights[i].shape(), random);
      }
      Shape own = new Shape(REPLICAS, n, size);
      z = random(ops, own, random);
      x = s == null ? z : random(ops, own, random);
      slope = random(ops, own, random);
      error = random(ops, own, random);
      delta = s == null ? error : random(ops, own, random);
      inputError = random(ops, inputs[1].shape(), random);
      inputErrorBefore = inputError.toArray();
      results = List.of(z, x, slope, delta, gradients[0], gradients[1], inputError);
    }

    private Tensor random(Ops ops, Shape shape, Random random) {
      Tensor tensor = ops.allocate(precision, shape);
      tensor.upload(random.doubles(shape.size(), -1, 1).map(v -> v / 2).toArray());
      all.add(tensor);
      return tensor;
    }

    BlockForward forward(int from, int to) {
      List<BlockForward.Link> links =
          List.of(
              new BlockForward.Link(inputs[0], weights[0].replicas(from, to)),
              new BlockForward.Link(inputs[1].replicas(from, to), weights[1].replicas(from, to)));
      Tensor own = z.replicas(from, to);
      return s == null
          ? new BlockForward(null, links, own, own, null)
          : new BlockForward(s, links, own, x.replicas(from, to), slope.replicas(from, to));
    }

    BlockBackward backward(int from, int to) {
      Tensor own = error.replicas(from, to);
      List<BlockBackward.Link> links =
          List.of(
              new BlockBackward.Link(
                  inputs[0],
                  weights[0].replicas(from, to),
                  gradients[0].replicas(from, to),
                  null,
                  false),
              new BlockBackward.Link(
                  inputs[1].replicas(from, to),
                  weights[1].replicas(from, to),
                  gradients[1].replicas(from, to),
                  inputError.replicas(from, to),
                  true));
      return s == null
          ? new BlockBackward(null, own, own, links)
          : new BlockBackward(slope.replicas(from, to), own, delta.replicas(from, to), links);
    }

    void run(Ops ops) {
      ops.blockForward(forward(0, REPLICAS));
      ops.blockBackward(backward(0, REPLICAS));
    }

    void checkForward() {
      double[] sums = z.toArray();
      double[] values = x.toArray();
      double[] slopes = slope.toArray();
      for (int b = 0; b < REPLICAS; b++) {
        for (int i = 0; i < n; i++) {
          for (int j = 0; j < size; j++) {
            double sum = term(0, b, i, j) + term(1, b, i, j);
            int at = (b * n + i) * size + j;
            double tolerance = Tolerance.ofSum(width(0) + width(1), 2, precision);
            assertThat(sums[at]).isCloseTo(sum, within(tolerance));
            if (s != null) {
              assertThat(values[at]).isCloseTo(s.value(sums[at]), within(10 * tolerance));
              assertThat(slopes[at]).isCloseTo(s.derivative(sums[at]), within(10 * tolerance));
            }
          }
        }
      }
    }

    private double term(int input, int b, int i, int j) {
      double sum = 0;
      for (int k = 0; k < width(input); k++) {
        sum += at(inputs[input], b, i, k) * at(weights[input], b, j, k);
      }
      return sum;
    }

    void checkBackward() {
      double[] deltas = delta.toArray();
      double[] errors = error.toArray();
      double[] slopes = slope.toArray();
      for (int i = 0; s != null && i < deltas.length; i++) {
        double expected = errors[i] * slopes[i];
        assertThat(deltas[i]).isCloseTo(expected, within(Tolerance.ofSum(1, 2, precision)));
      }
      for (int input = 0; input < 2; input++) {
        checkGradient(input);
      }
      for (int b = 0; b < REPLICAS; b++) {
        for (int i = 0; i < n; i++) {
          for (int k = 0; k < width(1); k++) {
            double sum = inputErrorBefore[(b * n + i) * width(1) + k];
            for (int j = 0; j < size; j++) {
              sum += at(delta, b, i, j) * at(weights[1], b, j, k);
            }
            assertThat(at(inputError, b, i, k))
                .isCloseTo(sum, within(Tolerance.ofSum(size + 1, 2, precision)));
          }
        }
      }
    }

    private void checkGradient(int input) {
      for (int b = 0; b < REPLICAS; b++) {
        for (int j = 0; j < size; j++) {
          for (int k = 0; k < width(input); k++) {
            double sum = 0;
            for (int i = 0; i < n; i++) {
              sum += at(delta, b, i, j) * at(inputs[input], b, i, k);
            }
            assertThat(at(gradients[input], b, j, k))
                .isCloseTo(sum, within(Tolerance.ofSum(n, 2, precision)));
          }
        }
      }
    }

    private int width(int input) {
      return inputs[input].shape().columns();
    }

    private double at(Tensor tensor, int b, int i, int j) {
      Shape shape = tensor.shape();
      double[] numbers = read.computeIfAbsent(tensor, Tensor::toArray);
      int matrix = shape.batch() == 1 ? 0 : b;
      return numbers[(matrix * shape.rows() + i) * shape.columns() + j];
    }

    @Override
    public void close() {
      all.forEach(Tensor::close);
    }
  }
}
