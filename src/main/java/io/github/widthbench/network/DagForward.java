package io.github.widthbench.network;

import io.github.widthbench.backend.BlockForward;
import io.github.widthbench.backend.Checks;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.math.Activation;
import io.github.widthbench.network.Dag.Block;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The forward sweep of a batch of networks over all samples, with its arrays: they are allocated
 * once, and a run allocates nothing on the device.
 */
public final class DagForward implements AutoCloseable {
  private final Ops ops;
  private final DagWeights weights;
  private final List<BlockForward> sweep = new ArrayList<>();
  private final List<Tensor> owned = new ArrayList<>();

  // by place of the block
  private final Tensor[] z;
  private final Tensor[] values;
  private final @Nullable Tensor[] slopes;

  /**
   * Prepares the sweep.
   *
   * @param weights read at every run
   * @param x (1 or replicas) × n × inputDim, in the precision of the weights; the inputs' columns
   *     in the order of the graph's inputs
   * @param slopes whether the derivatives s′ are kept, which a backward sweep needs
   */
  public DagForward(Ops ops, DagWeights weights, Tensor x, boolean slopes) {
    this.ops = ops;
    this.weights = weights;
    Dag dag = weights.dag();
    Checks.require(
        x.shape().columns() == dag.inputDim(),
        "inputs are %s, the graph's inputs have %d columns",
        x.shape(),
        dag.inputDim());
    int count = dag.blocks().size();
    z = new Tensor[count];
    values = new Tensor[count];
    this.slopes = new @Nullable Tensor[count];
    int column = 0;
    for (String id : dag.inputs()) {
      int size = dag.block(id).size();
      values[dag.place(id)] = x.columns(column, column + size);
      column += size;
    }
    for (int place : dag.order()) {
      if (!dag.isInput(dag.blocks().get(place).id())) {
        prepare(place, x.shape().rows(), slopes);
      }
    }
  }

  private void prepare(int place, int n, boolean keepSlopes) {
    Dag dag = weights.dag();
    Block block = dag.blocks().get(place);
    Shape shape = new Shape(weights.replicas(), n, block.size());
    Activation s = block.activation();
    z[place] = allocate(shape);
    values[place] = s == null ? z[place] : allocate(shape);
    slopes[place] = s == null || !keepSlopes ? null : allocate(shape);
    List<BlockForward.Link> links =
        dag.edgesInto(block.id()).stream()
            .map(e ->
                new BlockForward.Link(
                    values[dag.place(dag.edges().get(e).from())], weights.edge(e)))
            .toList();
    sweep.add(new BlockForward(s, links, z[place], values[place], slopes[place]));
  }

  private Tensor allocate(Shape shape) {
    Tensor tensor = ops.allocate(weights.precision(), shape);
    owned.add(tensor);
    return tensor;
  }

  /** Computes every block, each after all that feed it. */
  public void run() {
    sweep.forEach(ops::blockForward);
  }

  public DagWeights weights() {
    return weights;
  }

  /** Values X of the block at {@code place}: (1, for an input, or replicas) × n × size. */
  public Tensor values(int place) {
    return values[place];
  }

  /** Values of the block {@code id}, such as an output. */
  public Tensor values(String id) {
    return values[weights.dag().place(id)];
  }

  /** Preactivations S of the block at {@code place}, which is no input. */
  Tensor preactivations(int place) {
    return z[place];
  }

  /** s′(S) of the block at {@code place}; null for inputs, linear blocks, or where not kept. */
  @Nullable Tensor slopes(int place) {
    return slopes[place];
  }

  /** n. */
  int sampleCount() {
    return values[weights.dag().place(weights.dag().inputs().getFirst())].shape().rows();
  }

  /** Frees the arrays; weights and inputs stay their owners'. */
  @Override
  public void close() {
    owned.forEach(Tensor::close);
  }
}
