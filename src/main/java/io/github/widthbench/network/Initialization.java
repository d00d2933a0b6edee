package io.github.widthbench.network;

import io.github.widthbench.backend.TwoLayerBatch.Form;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;
import io.github.widthbench.math.FloatFormat;
import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * How a two-layer network starts. Every weight is addressed by (seed, neuron, coordinate), so a
 * block of neurons has the same bits whatever else is drawn.
 */
public sealed interface Initialization {

  /** Neurons one by one, or in cancelling pairs. */
  default Form form() {
    return Form.PLAIN;
  }

  /**
   * Writes the weights of the units {@code from} … {@code from + count − 1}, coordinate by
   * coordinate: {@code target[k·count + j]} is coordinate k of unit {@code from + j}. A unit is a
   * neuron, or the mean of a pair.
   *
   * @param target inputDim × count
   */
  void weights(long seed, int inputDim, int from, int count, double[] target);

  /** Standard deviation of the weights if they are independent normals; else empty. */
  default OptionalDouble deviation() {
    return OptionalDouble.empty();
  }

  /** Output weight of each of the first {@code units} units, −1 or +1 unless given inline. */
  default double[] outputWeights(long seed, int units) {
    Draws signs = new Draws(seed, Stream.SIGNS);
    double[] a = new double[units];
    Arrays.setAll(a, signs::sign);
    return a;
  }

  /** w_r ~ N(0, scale²·I), independent; random signs. */
  record Iid(double scale) implements Initialization {
    @Override
    public OptionalDouble deviation() {
      return OptionalDouble.of(scale);
    }

    @Override
    public void weights(long seed, int inputDim, int from, int count, double[] target) {
      gaussian(scale, seed, inputDim, from, count, target);
    }
  }

  /**
   * Pairs w₁ = w₂ ~ N(0, I) with output weights +1 and −1, so that F(0) = 0 exactly (Munteanu,
   * Omlor, Song, Woodruff, ICML 2022). A unit's weights are the pair's mean.
   */
  record Coupled() implements Initialization {
    @Override
    public Form form() {
      return Form.PAIRED;
    }

    @Override
    public OptionalDouble deviation() {
      return OptionalDouble.of(1);
    }

    @Override
    public void weights(long seed, int inputDim, int from, int count, double[] target) {
      gaussian(1, seed, inputDim, from, count, target);
    }

    @Override
    public double[] outputWeights(long seed, int units) {
      double[] a = new double[units];
      Arrays.fill(a, 1);
      return a;
    }
  }

  /**
   * Neurons in groups of inputDim; each group is a random orthonormal basis times √inputDim, so
   * that |w_r|² is what it is on average for Gaussian weights.
   */
  record Orthonormal() implements Initialization {
    @Override
    public void weights(long seed, int inputDim, int from, int count, double[] target) {
      int group = -1;
      double[] basis = new double[inputDim * inputDim];
      for (int j = 0; j < count; j++) {
        int unit = from + j;
        if (unit / inputDim != group) {
          group = unit / inputDim;
          OrthonormalBasis.fill(seed, group, inputDim, basis);
        }
        for (int k = 0; k < inputDim; k++) {
          target[k * count + j] = Math.sqrt(inputDim) * basis[(unit % inputDim) * inputDim + k];
        }
      }
    }
  }

  /**
   * Another start, neuron by neuron and rounded: a pair {@code base} gives two neurons side by
   * side, with opposite output weights.
   */
  record Stored(Initialization base, FloatFormat format) implements Initialization {
    @Override
    public void weights(long seed, int inputDim, int from, int count, double[] target) {
      int each = neuronsOfUnit();
      int first = from / each;
      int units = (from + count - 1) / each + 1 - first;
      double[] drawn = new double[inputDim * units];
      base.weights(seed, inputDim, first, units, drawn);
      for (int k = 0; k < inputDim; k++) {
        for (int j = 0; j < count; j++) {
          target[k * count + j] = format.round(drawn[k * units + (from + j) / each - first]);
        }
      }
    }

    @Override
    public double[] outputWeights(long seed, int units) {
      int each = neuronsOfUnit();
      double[] given = base.outputWeights(seed, units / each);
      double[] a = new double[units];
      Arrays.setAll(a, r -> r % each == 0 ? given[r / each] : -given[r / each]);
      return a;
    }

    private int neuronsOfUnit() {
      return base.form() == Form.PAIRED ? 2 : 1;
    }
  }

  /** Weights given in the study, one row a neuron; the same for every seed. */
  @SuppressWarnings("ArrayRecordComponent") // read from a study once, never compared
  record Inline(double[][] w, double[] a) implements Initialization {
    @Override
    public void weights(long seed, int inputDim, int from, int count, double[] target) {
      for (int k = 0; k < inputDim; k++) {
        for (int j = 0; j < count; j++) {
          target[k * count + j] = w[from + j][k];
        }
      }
    }

    @Override
    public double[] outputWeights(long seed, int units) {
      return a.clone();
    }
  }

  private static void gaussian(
      double scale, long seed, int inputDim, int from, int count, double[] target) {
    double[] rows = new double[inputDim * count];
    new Draws(seed, Stream.WEIGHTS).normals((long) from * inputDim, rows);
    for (int j = 0; j < count; j++) {
      for (int k = 0; k < inputDim; k++) {
        target[k * count + j] = scale * rows[j * inputDim + k];
      }
    }
  }
}
