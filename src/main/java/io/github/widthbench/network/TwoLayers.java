package io.github.widthbench.network;

import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.backend.TwoLayerBatch.Form;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Draws.Stream;
import io.github.widthbench.math.Precision;
import io.github.widthbench.math.Vectors;
import java.util.Arrays;

/**
 * A batch of two-layer networks on a device, one a seed, that remembers how it started. Weights go
 * up and come back by blocks of neurons, so the host needs O(block) memory at any width.
 */
public final class TwoLayers implements AutoCloseable {

  /** Neurons that the host holds at a time. */
  private static final int BLOCK = 1 << 16;

  private final TwoLayerBatch batch;
  private final Initialization initialization;
  private final long[] seeds;

  private TwoLayers(TwoLayerBatch batch, Initialization initialization, long[] seeds) {
    this.batch = batch;
    this.initialization = initialization;
    this.seeds = seeds;
  }

  /**
   * What all networks of a batch share.
   *
   * @param scale factor of the sum: 1, or 1/√m
   * @param clip largest preactivation, +∞ for none
   */
  public record Architecture(
      Activation activation,
      int width,
      int inputDim,
      double scale,
      double clip,
      Precision precision) {}

  /** Allocates and initializes one network for each seed. */
  public static TwoLayers initialize(
      Ops ops, Architecture architecture, Initialization initialization, long... seeds) {
    int m = architecture.width();
    int units = initialization.form() == Form.PAIRED ? m / 2 : m;
    Tensor w =
        ops.allocate(architecture.precision(), new Shape(seeds.length, architecture.inputDim(), m));
    Tensor a = ops.allocate(architecture.precision(), new Shape(seeds.length, 1, units));
    TwoLayerBatch batch =
        new TwoLayerBatch(
            architecture.activation(),
            initialization.form(),
            architecture.scale(),
            w,
            a,
            architecture.clip());
    TwoLayers networks = new TwoLayers(batch, initialization, seeds.clone());
    networks.start(ops);
    return networks;
  }

  public TwoLayerBatch batch() {
    return batch;
  }

  /** Half differences of pairs stay 0. */
  private void start(Ops ops) {
    for (int b = 0; b < seeds.length; b++) {
      batch.a().replicas(b, b + 1).upload(initialization.outputWeights(seeds[b], batch.units()));
    }
    initialization
        .deviation()
        .ifPresentOrElse(
            deviation ->
                ops.normals(
                    seeds, Stream.WEIGHTS, 0, deviation, batch.w().columns(0, batch.units())),
            this::upload);
  }

  private void upload() {
    for (int b = 0; b < seeds.length; b++) {
      Tensor w = batch.w().replicas(b, b + 1);
      for (int from = 0; from < batch.units(); from += BLOCK) {
        int to = Math.min(from + BLOCK, batch.units());
        w.columns(from, to).upload(initial(b, from, to));
      }
    }
  }

  /** Initial weights of the units {@code from} to {@code to}, as the device stores them. */
  private double[] initial(int replica, int from, int to) {
    double[] block = new double[batch.inputDim() * (to - from)];
    initialization.weights(seeds[replica], batch.inputDim(), from, to - from, block);
    Precision precision = batch.w().precision();
    Arrays.setAll(block, i -> precision.round(block[i]));
    return block;
  }

  /**
   * How far the weights of {@code replica} are from where they started. Sums run over neurons in
   * order, in FP64.
   */
  public Movement movement(int replica) {
    Tensor w = batch.w().replicas(replica, replica + 1);
    boolean paired = batch.form() == Form.PAIRED;
    double squared = 0;
    double most = 0;
    for (int from = 0; from < batch.units(); from += BLOCK) {
      int to = Math.min(from + BLOCK, batch.units());
      double[] start = initial(replica, from, to);
      double[] mean = w.columns(from, to).toArray();
      double[] half =
          paired
              ? w.columns(batch.units() + from, batch.units() + to).toArray()
              : new double[mean.length];
      int count = to - from;
      for (int j = 0; j < count; j++) {
        double above = 0;
        double below = 0;
        for (int k = 0; k < batch.inputDim(); k++) {
          double moved = mean[k * count + j] - start[k * count + j];
          double apart = half[k * count + j];
          above += (moved + apart) * (moved + apart);
          below += (moved - apart) * (moved - apart);
        }
        squared += paired ? above + below : above;
        most = Math.max(most, Math.max(above, below));
      }
    }
    return new Movement(Math.sqrt(squared), Math.sqrt(most));
  }

  /**
   * The weights of {@code replica} as they are, for people who watch.
   *
   * @param norm |W|_F
   * @param largestExponent max ⟨w_r, x_i⟩ over neurons and points
   */
  public record Extent(double norm, double largestExponent) {}

  /** How large the weights of {@code replica} are, and what they make of the points {@code x}. */
  public Extent extent(int replica, double[][] x) {
    int d = batch.inputDim();
    int m = batch.width();
    int units = batch.units();
    double[] w = batch.w().replicas(replica, replica + 1).toArray();
    double squared = 0;
    double largest = Double.NEGATIVE_INFINITY;
    double[] neuron = new double[d];
    for (int r = 0; r < m; r++) {
      for (int k = 0; k < d; k++) {
        double own = w[k * m + r % units];
        double half = batch.form() == Form.PAIRED ? w[k * m + units + r % units] : 0;
        neuron[k] = r < units ? own + half : own - half;
        squared += neuron[k] * neuron[k];
      }
      for (double[] point : x) {
        largest = Math.max(largest, Vectors.dot(neuron, point));
      }
    }
    return new Extent(Math.sqrt(squared), largest);
  }

  /**
   * Distance of weights from their start.
   *
   * @param frobenius |W(T) − W(0)|_F
   * @param largest max_r |w_r(T) − w_r(0)|
   */
  public record Movement(double frobenius, double largest) {}

  @Override
  public void close() {
    batch.w().close();
    batch.a().close();
  }
}
