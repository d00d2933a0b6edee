package io.github.widthbench.network;

import io.github.widthbench.backend.BlockBackward;
import io.github.widthbench.backend.Checks;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.network.Dag.Block;
import io.github.widthbench.network.Dag.Edge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The loss E = (factor/2)·Σ_samples |o − y|² of a batch of networks over all samples, and its
 * gradient by the backward sweep. Arrays are allocated once, the gradient's when it is first asked
 * for.
 *
 * <p>A look at one point is {@link #evaluate} and then {@link #differentiate}, or {@link #descend}
 * where nobody wants to see the gradient.
 */
public final class DagLoss implements AutoCloseable {
  private final Ops ops;
  private final DagForward forward;
  private final double factor;
  private final List<Output> outputs = new ArrayList<>();

  private final List<Turn> sweep = new ArrayList<>();
  private final List<Tensor> owned = new ArrayList<>();

  // by place of the block
  private final @Nullable Tensor[] errors;
  private final @Nullable Tensor[] deltas;

  private final double[] minusOnes;
  private final double[] factors;

  private @Nullable DagWeights gradient;

  /** The sweep once more, writing the gradient in place of moving weights. */
  private List<BlockBackward> writing = List.of();

  /**
   * A block of the backward sweep.
   *
   * @param moving moves the weights
   * @param edges places of its links in the graph
   */
  private record Turn(BlockBackward moving, List<Integer> edges) {
    BlockBackward writing(DagWeights gradient) {
      List<BlockBackward.Link> links = new ArrayList<>();
      for (int i = 0; i < edges.size(); i++) {
        links.add(moving.links().get(i).writing(gradient.edge(edges.get(i))));
      }
      return new BlockBackward(moving.slope(), moving.error(), moving.delta(), links);
    }
  }

  /** A block that is compared with labels. */
  private record Output(Tensor values, Tensor labels, Tensor residual, Tensor error) {}

  /**
   * Prepares loss and gradient.
   *
   * @param forward with slopes kept
   * @param y (1 or replicas) × n × outputDim, in the precision of the weights
   * @param factor 1 for ½Σ|o − y|², 1/n for the mean
   */
  public DagLoss(Ops ops, DagForward forward, Tensor y, double factor) {
    this.ops = ops;
    this.forward = forward;
    this.factor = factor;
    Dag dag = forward.weights().dag();
    Checks.require(
        y.shape().columns() == dag.outputDim() && y.shape().rows() == forward.sampleCount(),
        "labels are %s, the graph has %d outputs on %d samples",
        y.shape(),
        dag.outputDim(),
        forward.sampleCount());
    errors = new @Nullable Tensor[dag.blocks().size()];
    deltas = new @Nullable Tensor[errors.length];
    int column = 0;
    for (String id : dag.outputs()) {
      int size = dag.block(id).size();
      compare(id, y.columns(column, column + size));
      column += size;
    }
    boolean[] filled = new boolean[errors.length];
    dag.outputs().forEach(id -> filled[dag.place(id)] = true);
    for (int place : dag.order().reversed()) {
      if (!dag.isInput(dag.blocks().get(place).id())) {
        prepare(place, filled);
      }
    }
    int replicas = forward.weights().replicas();
    minusOnes = filled(replicas, -1);
    factors = filled(replicas, factor);
  }

  private static double[] filled(int count, double value) {
    double[] values = new double[count];
    Arrays.fill(values, value);
    return values;
  }

  private void compare(String id, Tensor labels) {
    int place = forward.weights().dag().place(id);
    Tensor values = forward.values(place);
    outputs.add(new Output(values, labels, allocate(values.shape()), error(place)));
  }

  private void prepare(int place, boolean[] filled) {
    Dag dag = forward.weights().dag();
    Block block = dag.blocks().get(place);
    Tensor slope = forward.slopes(place);
    Checks.require(
        slope != null || block.activation() == null, "the forward sweep does not keep slopes");
    Tensor error = error(place);
    Tensor delta = slope == null ? error : allocate(error.shape());
    deltas[place] = delta;
    List<BlockBackward.Link> links = new ArrayList<>();
    List<Integer> edges = dag.edgesInto(block.id());
    for (int e : edges) {
      Edge edge = dag.edges().get(e);
      int from = dag.place(edge.from());
      Tensor inputError = dag.isInput(edge.from()) ? null : error(from);
      links.add(
          new BlockBackward.Link(
              forward.values(from), forward.weights().edge(e), null, inputError, filled[from]));
      filled[from] = true;
    }
    sweep.add(new Turn(new BlockBackward(slope, error, delta, links), edges));
  }

  /** The array of ∂E/∂X of the block at {@code place}, allocated when it is first asked for. */
  private Tensor error(int place) {
    Tensor known = errors[place];
    if (known != null) {
      return known;
    }
    Tensor error = allocate(forward.values(place).shape());
    errors[place] = error;
    return error;
  }

  private Tensor allocate(Shape shape) {
    Tensor tensor = ops.allocate(forward.weights().precision(), shape);
    owned.add(tensor);
    return tensor;
  }

  /** Runs the forward sweep; answers E of each replica. */
  public double[] evaluate() {
    forward.run();
    double[] loss = new double[factors.length];
    for (Output output : outputs) {
      ops.copy(output.values(), output.residual());
      ops.axpy(minusOnes, output.labels(), output.residual());
      double[] squared = ops.dot(output.residual(), output.residual());
      for (int b = 0; b < loss.length; b++) {
        loss[b] += factor * squared[b] / 2;
      }
    }
    return loss;
  }

  /** Runs the backward sweep at the point last evaluated; {@link #gradient} holds ∇E then. */
  public void differentiate() {
    DagWeights target = gradient();
    if (writing.isEmpty()) {
      writing = sweep.stream().map(turn -> turn.writing(target)).toList();
    }
    begin(factors);
    writing.forEach(ops::blockBackward);
  }

  /**
   * Moves the weights from the point last evaluated by −{@code rate}_b·∇E in each replica b. The
   * errors that go back are scaled by the rates, so that no gradient is stored or read.
   */
  public void descend(double[] rate) {
    double[] scaled = new double[factors.length];
    Arrays.setAll(scaled, b -> -rate[b] * factors[b]);
    begin(scaled);
    sweep.forEach(turn -> ops.blockBackward(turn.moving()));
  }

  private void begin(double[] scales) {
    for (Output output : outputs) {
      ops.fill(0, output.error());
      ops.axpy(scales, output.residual(), output.error());
    }
  }

  /** ∇E, written by {@link #differentiate}. */
  public DagWeights gradient() {
    DagWeights known = gradient;
    if (known == null) {
      known = forward.weights().zerosLike();
      gradient = known;
    }
    return known;
  }

  public DagForward forward() {
    return forward;
  }

  /** The factor of the loss: 1, or 1/n for the mean. */
  public double factor() {
    return factor;
  }

  /** ∂E/∂X of the block at {@code place}, which is no input. */
  Tensor errors(int place) {
    return Objects.requireNonNull(errors[place]);
  }

  /** ∂E/∂S of the block at {@code place}, which is no input. */
  Tensor deltas(int place) {
    return Objects.requireNonNull(deltas[place]);
  }

  /** Frees the arrays and the gradient; the forward sweep stays its owner's. */
  @Override
  public void close() {
    owned.forEach(Tensor::close);
    if (gradient != null) {
      gradient.close();
    }
  }
}
