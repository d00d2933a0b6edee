package io.github.widthbench.network;

import io.github.widthbench.backend.Checks;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;
import io.github.widthbench.math.Precision;
import io.github.widthbench.network.Dag.Edge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * One number for each weight of a batch of networks with one graph: the weights themselves, a
 * gradient, a step or a direction. For each edge, in the order of the graph, a tensor of replicas ×
 * size(to) × size(from).
 */
public final class DagWeights implements AutoCloseable {

  /** Most weights of one edge: draws of edge e are numbered from e·2⁴⁰ on. */
  static final int EDGE_BITS = 40;

  private final Ops ops;
  private final Dag dag;
  private final List<Tensor> edges;

  private DagWeights(Ops ops, Dag dag, List<Tensor> edges) {
    this.ops = ops;
    this.dag = dag;
    this.edges = List.copyOf(edges);
  }

  /** Zeros. {@code precision} is FP64 or FP32. */
  public static DagWeights zeros(Ops ops, Dag dag, Precision precision, int replicas) {
    List<Tensor> edges = new ArrayList<>();
    for (Edge edge : dag.edges()) {
      Shape shape = new Shape(replicas, dag.block(edge.to()).size(), dag.block(edge.from()).size());
      edges.add(ops.allocate(precision, shape));
    }
    return new DagWeights(ops, dag, edges);
  }

  /**
   * Independent Gaussian weights, one network for each seed: weight k (row-major) of edge e is the
   * normal draw e·2⁴⁰ + k of the seed's stream of weights, times the scale of the edge.
   */
  public static DagWeights gaussian(
      Ops ops, Dag dag, Precision precision, WeightScale scale, long... seeds) {
    DagWeights weights = zeros(ops, dag, precision, seeds.length);
    for (int e = 0; e < dag.edges().size(); e++) {
      double deviation = scale.of(dag, dag.edges().get(e));
      for (int b = 0; b < seeds.length; b++) {
        Tensor target = weights.edge(e).replicas(b, b + 1);
        double[] values = new double[Math.toIntExact(target.shape().size())];
        new Draws(seeds[b], Stream.WEIGHTS).normals((long) e << EDGE_BITS, values);
        for (int k = 0; k < values.length; k++) {
          values[k] *= deviation;
        }
        target.upload(values);
      }
    }
    return weights;
  }

  /**
   * Weights of each edge a random matrix with orthonormal rows or columns, whichever are shorter in
   * number, so that no direction is stretched; entries have the scale of the edge on average.
   */
  public static DagWeights orthonormal(
      Ops ops, Dag dag, Precision precision, WeightScale scale, long... seeds) {
    DagWeights weights = zeros(ops, dag, precision, seeds.length);
    for (int e = 0; e < dag.edges().size(); e++) {
      double deviation = scale.of(dag, dag.edges().get(e));
      for (int b = 0; b < seeds.length; b++) {
        Tensor target = weights.edge(e).replicas(b, b + 1);
        target.upload(OrthonormalBasis.part(seeds[b], e, target.shape(), deviation));
      }
    }
    return weights;
  }

  /**
   * Pairs the neurons of every block that feeds an output, so that outputs start at their
   * activation of 0: the second of a pair takes on the weights into the first, and the opposite of
   * those out of it to an output. Edges from inputs to outputs become 0.
   *
   * @throws IllegalArgumentException where such a block has an odd number of neurons
   */
  public void couple() {
    List<String> paired = dag.beforeOutputs();
    for (String id : paired) {
      int size = dag.block(id).size();
      Checks.require(size % 2 == 0, "the block %s has %d neurons, no pairs", id, size);
    }
    for (int e = 0; e < edges.size(); e++) {
      for (int b = 0; b < replicas(); b++) {
        couple(dag.edges().get(e), edge(e).replicas(b, b + 1), paired);
      }
    }
  }

  private void couple(Edge edge, Tensor own, List<String> paired) {
    double[] values = own.toArray();
    int columns = own.shape().columns();
    if (dag.outputs().contains(edge.to())) {
      if (dag.isInput(edge.from())) {
        Arrays.fill(values, 0);
      } else if (paired.contains(edge.from())) {
        for (int k = 1; k < values.length; k += 2) { // pairs stand side by side in every row
          values[k] = -values[k - 1];
        }
      }
    } else if (paired.contains(edge.to())) {
      for (int row = 1; row < own.shape().rows(); row += 2) {
        System.arraycopy(values, (row - 1) * columns, values, row * columns, columns);
      }
    }
    own.upload(values);
  }

  /** A new bundle of zeros of the same shape and precision. */
  public DagWeights zerosLike() {
    return zeros(ops, dag, edge(0).precision(), replicas());
  }

  public Dag dag() {
    return dag;
  }

  /** Networks in the batch. */
  public int replicas() {
    return edge(0).shape().batch();
  }

  /** Format of the numbers. */
  public Precision precision() {
    return edge(0).precision();
  }

  /** Weights of the edge at place {@code e} of the graph: replicas × size(to) × size(from). */
  public Tensor edge(int e) {
    return edges.get(e);
  }

  /** This ← this + alpha_b·{@code direction} for each replica b. */
  public void add(double[] alpha, DagWeights direction) {
    for (int e = 0; e < edges.size(); e++) {
      addTo(e, alpha, direction);
    }
  }

  /** The weights of edge {@code e} ← themselves + alpha_b·those of {@code direction}. */
  public void addTo(int e, double[] alpha, DagWeights direction) {
    ops.axpy(alpha, direction.edge(e), edge(e));
  }

  /** The part of {@link #dot} that edge {@code e} adds. */
  public double[] dotOf(int e, DagWeights other) {
    return ops.dot(edge(e), other.edge(e));
  }

  /** This ← {@code other}. */
  public void copyFrom(DagWeights other) {
    for (int e = 0; e < edges.size(); e++) {
      ops.copy(other.edge(e), edge(e));
    }
  }

  /** Every number ← {@code value}. */
  public void fill(double value) {
    edges.forEach(edge -> ops.fill(value, edge));
  }

  /** The inner product with {@code other} of each replica, in FP64, summed edge after edge. */
  public double[] dot(DagWeights other) {
    double[] sums = new double[replicas()];
    for (int e = 0; e < edges.size(); e++) {
      double[] part = dotOf(e, other);
      for (int b = 0; b < sums.length; b++) {
        sums[b] += part[b];
      }
    }
    return sums;
  }

  /** All numbers of one replica, edge after edge, each row-major. */
  public double[] toArray(int replica) {
    double[] all = new double[Math.toIntExact(dag.weightCount())];
    int at = 0;
    for (Tensor edge : edges) {
      double[] part = edge.replicas(replica, replica + 1).toArray();
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }

  /** Stores all numbers of one replica, in the order of {@link #toArray}. */
  public void upload(int replica, double[] values) {
    Checks.require(
        values.length == dag.weightCount(),
        "%d numbers for a network of %d weights",
        values.length,
        dag.weightCount());
    int at = 0;
    for (Tensor edge : edges) {
      Tensor target = edge.replicas(replica, replica + 1);
      int size = Math.toIntExact(target.shape().size());
      double[] part = new double[size];
      System.arraycopy(values, at, part, 0, size);
      target.upload(part);
      at += size;
    }
  }

  @Override
  public void close() {
    edges.forEach(Tensor::close);
  }
}
