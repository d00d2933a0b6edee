package io.github.widthbench.experiment.condensation;

import io.github.widthbench.dataset.Dataset;
import io.github.widthbench.dataset.Datasets;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Vectors;
import io.github.widthbench.network.Dag;
import io.github.widthbench.study.Node;
import io.github.widthbench.study.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * What cells of a batch share: data, network and target direction. The loss is L = (1/2n)·Σ(f −
 * y)²; near 0 it falls along z = (1/n)·Σ y·x alone, β = |z|, ẑ = z/β.
 */
final class Problem {

  /** Half of what a linear function of ⟨ẑ, x⟩ can explain: the plateau is left there. */
  private static final double LEFT = 0.5;

  private static final int TEST_POINTS = 512;

  private final Dataset data;
  private final double[] labels;
  private final @Nullable Activation activation;
  private final Dag dag;
  private final double beta;
  private final double[] direction;
  private final double variance;
  private final Optional<Dataset> test;

  Problem(CondensationCase cell) {
    data = cell.data();
    labels = data.y();
    activation = cell.activation();
    List<Integer> sizes = new ArrayList<>(List.of(data.inputDim()));
    sizes.addAll(cell.hiddenSizes());
    sizes.add(1);
    dag = Dag.chain(sizes, activation, null);
    int n = data.sampleCount();
    direction = new double[data.inputDim()];
    for (int i = 0; i < n; i++) {
      Vectors.add(labels[i] / n, data.x()[i], direction);
    }
    beta = Vectors.norm(direction);
    if (beta > 0) {
      Vectors.scale(1 / beta, direction);
    }
    variance =
        Arrays.stream(data.x())
                .mapToDouble(x -> Vectors.dot(x, direction) * Vectors.dot(x, direction))
                .sum()
            / n;
    test = data.heldOut().or(() -> more(cell.settings()));
  }

  /** Further points of the same kind, where that kind goes on and labels depend on points alone. */
  private static Optional<Dataset> more(Settings settings) {
    boolean goesOn = List.of("sphere", "gaussian").contains(settings.text("data.kind"));
    boolean smooth = settings.has("labels.kind") && settings.text("labels.kind").equals("smooth");
    if (!goesOn || !smooth) {
      return Optional.empty();
    }
    Node.Mapping points = (Node.Mapping) settings.find("data").orElseThrow();
    SequencedMap<String, Node> more = new LinkedHashMap<>(points.entries());
    more.put("heldOut", new Node.Scalar((long) TEST_POINTS, points.at()));
    SequencedMap<String, Node> fields = new LinkedHashMap<>(settings.root().entries());
    fields.put("data", new Node.Mapping(more, points.at()));
    return Datasets.read(new Settings(new Node.Mapping(fields, settings.root().at()))).heldOut();
  }

  Dataset data() {
    return data;
  }

  double[] labels() {
    return labels;
  }

  @Nullable Activation activation() {
    return activation;
  }

  Dag dag() {
    return dag;
  }

  /** Sizes of all layers, from the input to the output. */
  List<Integer> sizes() {
    return dag.blocks().stream().map(Dag.Block::size).toList();
  }

  /** L, the number of layers of weights. */
  int depth() {
    return dag.edges().size();
  }

  /** Points that are not trained on. */
  Optional<Dataset> test() {
    return test;
  }

  /** β = |z|. */
  double beta() {
    return beta;
  }

  /** ẑ; 0 where β is. */
  double[] direction() {
    return direction;
  }

  /** Whether the linear term decides: z ≠ 0, s(0) = 0, s smooth at 0 with s′(0) ≠ 0. */
  boolean hasLinearTerm() {
    boolean smooth =
        activation == null || activation == Activation.TANH || activation == Activation.ERF;
    return smooth && beta > 0;
  }

  /** f ≈ gain·E·⟨ẑ, x⟩ near 0: s′(0) for every hidden layer. */
  double gain() {
    return activation == null || !hasLinearTerm()
        ? 1
        : StrictMath.pow(activation.derivative(0), depth() - 1);
  }

  /** Units of effective time in one of training: β·gain. */
  double rate() {
    return beta * gain();
  }

  /** The factor k of ⟨ẑ, x⟩ that fits the labels best. */
  double best() {
    return beta / variance;
  }

  double firstLoss() {
    return Vectors.dot(labels, labels) / (2 * data.sampleCount());
  }

  /** The loss at which the plateau counts as left. */
  double escapeLoss() {
    return firstLoss() - LEFT * beta * beta / (2 * variance);
  }

  /** E of a linear network of rank one when it leaves the plateau: (1 − √½)·k/gain. */
  double escapeEnergy() {
    return (1 - Math.sqrt(1 - LEFT)) * best() / gain();
  }
}
