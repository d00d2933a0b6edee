package io.github.widthbench.network;

import io.github.widthbench.math.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A sequential network with one output as plain arrays: f(x) = M_L·s(M_{L−1}⋯s(M₁·x)). For small
 * networks on the host; a batch on a device is a {@link Dag}.
 *
 * @param matrices M₁ … M_L, each as rows (outputs) of columns (inputs)
 * @param activation s; null for a linear network
 */
public record Layers(List<double[][]> matrices, @Nullable Activation activation) {

  /** Checks that each layer takes what the one before gives. */
  public Layers {
    matrices = List.copyOf(matrices);
    for (int l = 1; l < matrices.size(); l++) {
      int given = matrices.get(l - 1).length;
      int taken = matrices.get(l)[0].length;
      if (given != taken) {
        throw new IllegalArgumentException(
            "layer %d takes %d numbers, the one before gives %d".formatted(l + 1, taken, given));
      }
    }
  }

  /**
   * The layers of a network whose numbers lie in one array, layer after layer and row-major.
   *
   * @param sizes neurons of each layer, from the input to the output
   */
  public static Layers of(List<Integer> sizes, double[] weights, @Nullable Activation activation) {
    List<double[][]> matrices = new ArrayList<>();
    int at = 0;
    for (int l = 1; l < sizes.size(); l++) {
      double[][] m = new double[sizes.get(l)][];
      for (int j = 0; j < m.length; j++) {
        m[j] = Arrays.copyOfRange(weights, at, at + sizes.get(l - 1));
        at += sizes.get(l - 1);
      }
      matrices.add(m);
    }
    return new Layers(matrices, activation);
  }

  /** f of each point. */
  public double[] outputs(double[][] points) {
    return Arrays.stream(points).mapToDouble(this::output).toArray();
  }

  private double output(double[] point) {
    double[] value = point;
    for (int l = 0; l < matrices.size(); l++) {
      double[][] m = matrices.get(l);
      double[] next = new double[m.length];
      for (int j = 0; j < next.length; j++) {
        double sum = 0;
        for (int i = 0; i < value.length; i++) {
          sum += m[j][i] * value[i];
        }
        next[j] = l == matrices.size() - 1 || activation == null ? sum : activation.value(sum);
      }
      value = next;
    }
    return value[0];
  }

  /** Neurons of the hidden layers. */
  public List<Integer> hiddenSizes() {
    return matrices.subList(0, matrices.size() - 1).stream().map(m -> m.length).toList();
  }

  /** Number of weights. */
  public long weightCount() {
    return matrices.stream().mapToLong(m -> (long) m.length * m[0].length).sum();
  }

  /** All weights, layer after layer and row-major. */
  public double[] toArray() {
    return matrices.stream().flatMap(Arrays::stream).flatMapToDouble(Arrays::stream).toArray();
  }
}
