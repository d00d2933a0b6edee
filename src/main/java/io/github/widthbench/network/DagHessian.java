package io.github.widthbench.network;

import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.Transpose;
import io.github.widthbench.math.Activation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Exact products of the Hessian ∇²E with a direction, at about twice the cost of a gradient: B. A.
 * Pearlmutter, "Fast exact multiplication by the Hessian", 1994. Every array of the sweeps has a
 * companion, its derivative along the direction v.
 *
 * <p>At one point: {@link DagLoss#evaluate}, {@link DagLoss#differentiate}, then {@link
 * #linearize}, then any number of products.
 */
public final class DagHessian implements AutoCloseable {
  private final Ops ops;
  private final DagLoss loss;
  private final List<Node> sweep = new ArrayList<>();
  private final @Nullable Node[] byPlace;
  private final List<Tensor> owned = new ArrayList<>();
  private final double[] factors;

  /**
   * A block with its companions; for a linear block z and x, and error and delta, are the same.
   *
   * @param bend s″(S) ∘ ∂E/∂X; null for a linear block
   */
  private record Node(
      int place,
      @Nullable Activation s,
      boolean output,
      List<In> in,
      Tensor z,
      Tensor x,
      Tensor error,
      Tensor delta,
      @Nullable Tensor bend) {}

  /** An edge into a block; {@code from} is null where it comes from an input. */
  private record In(int e, Tensor input, @Nullable Node from, boolean adds) {}

  /** Products for the networks and samples of {@code loss}. */
  public DagHessian(Ops ops, DagLoss loss) {
    this.ops = ops;
    this.loss = loss;
    Dag dag = loss.forward().weights().dag();
    byPlace = new @Nullable Node[dag.blocks().size()];
    factors = new double[loss.forward().weights().replicas()];
    Arrays.fill(factors, loss.factor());
    List<Boolean> filled = firstContributions(dag);
    for (int place : dag.order()) {
      if (!dag.isInput(dag.blocks().get(place).id())) {
        Node node = node(dag, place, filled);
        byPlace[place] = node;
        sweep.add(node);
      }
    }
  }

  /** For each edge whether its part of the error comes on top of others, in reverse order. */
  private static List<Boolean> firstContributions(Dag dag) {
    Boolean[] adds = new Boolean[dag.edges().size()];
    List<String> filled = new ArrayList<>(dag.outputs());
    for (int place : dag.order().reversed()) {
      for (int e : dag.edgesInto(dag.blocks().get(place).id())) {
        String from = dag.edges().get(e).from();
        adds[e] = filled.contains(from);
        filled.add(from);
      }
    }
    return List.of(adds);
  }

  private Node node(Dag dag, int place, List<Boolean> adds) {
    String id = dag.blocks().get(place).id();
    List<In> in = new ArrayList<>();
    for (int e : dag.edgesInto(id)) {
      int from = dag.place(dag.edges().get(e).from());
      in.add(new In(e, loss.forward().values(from), byPlace[from], adds.get(e)));
    }
    Activation s = dag.blocks().get(place).activation();
    Shape shape = loss.forward().values(place).shape();
    Tensor z = allocate(shape);
    Tensor error = allocate(shape);
    boolean linear = s == null;
    return new Node(
        place,
        s,
        dag.outputs().contains(id),
        in,
        z,
        linear ? z : allocate(shape),
        error,
        linear ? error : allocate(shape),
        linear ? null : allocate(shape));
  }

  private Tensor allocate(Shape shape) {
    Tensor tensor = ops.allocate(loss.forward().weights().precision(), shape);
    owned.add(tensor);
    return tensor;
  }

  /** Takes the point at which the loss was last evaluated and differentiated. */
  public void linearize() {
    for (Node node : sweep) {
      Activation s = node.s();
      Tensor bend = node.bend();
      if (s != null && bend != null) {
        ops.secondDerivative(s, loss.forward().preactivations(node.place()), bend);
        ops.hadamard(loss.errors(node.place()), bend);
      }
    }
  }

  /** {@code product} ← ∇²E·{@code v} for each replica. */
  public void multiply(DagWeights v, DagWeights product) {
    sweep.forEach(node -> forward(node, v));
    for (Node node : sweep) {
      if (node.output()) {
        ops.fill(0, node.error());
        ops.axpy(factors, node.x(), node.error());
      }
    }
    sweep.reversed().forEach(node -> backward(node, v, product));
  }

  private void forward(Node node, DagWeights v) {
    DagWeights w = loss.forward().weights();
    double kept = 0;
    for (In in : node.in()) {
      ops.gemm(Transpose.NO, Transpose.YES, 1, in.input(), v.edge(in.e()), kept, node.z());
      kept = 1;
      Node from = in.from();
      if (from != null) {
        ops.gemm(Transpose.NO, Transpose.YES, 1, from.x(), w.edge(in.e()), 1, node.z());
      }
    }
    if (node.s() != null) {
      ops.copy(node.z(), node.x());
      ops.hadamard(slope(node), node.x());
    }
  }

  private void backward(Node node, DagWeights v, DagWeights product) {
    DagWeights w = loss.forward().weights();
    Tensor bend = node.bend();
    if (bend != null) {
      // (s′(S)·e)˙ = s′(S)·ė + s″(S)·e·Ṡ; the companion of S is not needed any more
      ops.copy(node.error(), node.delta());
      ops.hadamard(slope(node), node.delta());
      ops.hadamard(bend, node.z());
      ops.axpy(ones(), node.z(), node.delta());
    }
    Tensor delta = loss.deltas(node.place());
    for (In in : node.in()) {
      Tensor out = product.edge(in.e());
      ops.gemm(Transpose.YES, Transpose.NO, 1, node.delta(), in.input(), 0, out);
      Node from = in.from();
      if (from != null) {
        ops.gemm(Transpose.YES, Transpose.NO, 1, delta, from.x(), 1, out);
        double kept = in.adds() ? 1 : 0;
        ops.gemm(Transpose.NO, Transpose.NO, 1, node.delta(), w.edge(in.e()), kept, from.error());
        ops.gemm(Transpose.NO, Transpose.NO, 1, delta, v.edge(in.e()), 1, from.error());
      }
    }
  }

  private Tensor slope(Node node) {
    return Objects.requireNonNull(loss.forward().slopes(node.place()));
  }

  private double[] ones() {
    double[] ones = new double[factors.length];
    Arrays.fill(ones, 1);
    return ones;
  }

  public DagLoss loss() {
    return loss;
  }

  /** Frees the arrays; the loss stays its owner's. */
  @Override
  public void close() {
    owned.forEach(Tensor::close);
  }
}
