package io.github.widthbench.experiment.condensation;

import io.github.widthbench.dataset.Dataset;
import io.github.widthbench.dataset.Datasets;
import io.github.widthbench.experiment.StartScale;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;
import io.github.widthbench.network.WeightScale;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Settings;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** One cell's settings in the words of the experiment. */
record CondensationCase(Settings settings) {

  /** Dimension of the inputs of an effective start that is drawn. */
  private static final int EFFECTIVE_INPUT_DIM = 5;

  /** Draws of the weights of edge e are numbered from e·2⁴⁰ on, as those of a network are. */
  private static final int EDGE_BITS = 40;

  /** What is followed. */
  enum Model {
    EFFECTIVE,
    NETWORK,
    FACTORISATION
  }

  static CondensationCase of(Cell cell) {
    return new CondensationCase(cell.settings());
  }

  Model model() {
    return switch (settings.text("model")) {
      case "effective" -> Model.EFFECTIVE;
      case "network" -> Model.NETWORK;
      case "factorisation" -> Model.FACTORISATION;
      default -> throw new IllegalStateException("model passed the schema");
    };
  }

  boolean hasInlineWeights() {
    return settings.has("weights");
  }

  /** L, the number of layers of weights. */
  int depth() {
    if (hasInlineWeights()) {
      return settings.has("weights.B") ? 3 : 2;
    }
    return Math.toIntExact(settings.integer("depth"));
  }

  /** Neurons of the first hidden layer. */
  int width() {
    return hasInlineWeights()
        ? hiddenSizes().getFirst()
        : Math.toIntExact(settings.integer("width"));
  }

  /** Neurons of the hidden layers, from the input on. */
  List<Integer> hiddenSizes() {
    if (!hasInlineWeights()) {
      return Collections.nCopies(depth() - 1, width());
    }
    int last = settings.numbers("weights.a").size();
    return settings.has("weights.B")
        ? List.of(settings.matrix("weights.B")[0].length, last)
        : List.of(last);
  }

  /** Sizes of the chain that the effective dynamics moves. */
  Chain chain() {
    List<Integer> sizes = new ArrayList<>(List.of(1));
    sizes.addAll(hiddenSizes());
    sizes.add(1);
    return new Chain(sizes);
  }

  long seed() {
    return settings.integer("seed");
  }

  /** Null for a linear network. */
  @Nullable Activation activation() {
    return Activation.of(settings.text("activation")).orElse(null);
  }

  Dataset data() {
    return Datasets.read(settings);
  }

  /** Whether the start is of the usual size, at which a network learns without condensing. */
  boolean startsLarge() {
    return settings.has("initialization") && !StartScale.isNamed(settings);
  }

  /** Whether matrices start with orthonormal rows or columns. */
  boolean startsOrthonormal() {
    return StartScale.isWord(settings, "orthonormal");
  }

  /** Whether neurons start in pairs that cancel, so that the network is 0. */
  boolean startsCoupled() {
    return StartScale.isWord(settings, "coupled");
  }

  /** ε; NaN for other starts. */
  double scale() {
    return StartScale.isNamed(settings) ? StartScale.of(settings, width()) : Double.NaN;
  }

  /**
   * Standard deviations of the start: {@code scaled} makes c = Wẑ, every further matrix, and a of
   * length ε on average; words have variance 1/(number of inputs).
   */
  WeightScale weightScale() {
    if (startsLarge()) {
      return WeightScale.fanIn(1);
    }
    double epsilon = scale();
    return (dag, edge) -> {
      double from = dag.isInput(edge.from()) ? 1 : dag.block(edge.from()).size();
      return epsilon / Math.sqrt(from * dag.block(edge.to()).size());
    };
  }

  /** The start of an effective dynamics, as written or drawn like that of a network. */
  State start() {
    Chain chain = chain();
    return hasInlineWeights() ? inlineStart(chain) : drawnStart(chain);
  }

  private State inlineStart(Chain chain) {
    List<Double> theta = new ArrayList<>(settings.numbers("weights.c"));
    if (settings.has("weights.B")) {
      for (double[] row : settings.matrix("weights.B")) {
        for (double entry : row) {
          theta.add(entry);
        }
      }
    }
    theta.addAll(settings.numbers("weights.a"));
    double[] perpendicular =
        settings.has("weights.perpendicular")
            ? array(settings.numbers("weights.perpendicular"))
            : new double[chain.rows(1)];
    return new State(chain, array(theta), perpendicular);
  }

  private State drawnStart(Chain chain) {
    Draws draws = new Draws(seed(), Stream.WEIGHTS);
    double[] theta = new double[chain.count()];
    double[] perpendicular = new double[chain.rows(1)];
    for (int i = 0; i < perpendicular.length; i++) {
      double[] w = new double[EFFECTIVE_INPUT_DIM];
      draws.normals((long) i * w.length, w);
      double deviation = scale() / Math.sqrt(perpendicular.length);
      theta[i] = deviation * w[0];
      double squared = 0;
      for (int k = 1; k < w.length; k++) {
        squared += w[k] * w[k];
      }
      perpendicular[i] = deviation * Math.sqrt(squared);
    }
    for (int l = 2; l <= chain.layers(); l++) {
      double[] m = new double[chain.rows(l) * chain.columns(l)];
      draws.normals((l - 1L) << EDGE_BITS, m);
      double deviation = scale() / Math.sqrt(m.length);
      for (int k = 0; k < m.length; k++) {
        theta[chain.offset(l) + k] = deviation * m[k];
      }
    }
    return new State(chain, theta, perpendicular);
  }

  /** The weights of an inline network, layer after layer and row-major. */
  double[] inlineNetwork() {
    List<Double> all = new ArrayList<>();
    for (String matrix : new String[] {"weights.W", "weights.B"}) {
      if (settings.has(matrix)) {
        for (double[] row : settings.matrix(matrix)) {
          for (double entry : row) {
            all.add(entry);
          }
        }
      }
    }
    all.addAll(settings.numbers("weights.a"));
    return array(all);
  }

  boolean isFlow() {
    return settings.text("algorithm.kind").equals("flow");
  }

  double flowTolerance() {
    return settings.number("algorithm.tolerance");
  }

  boolean hasFixedStep() {
    return settings.has("learningRate.value");
  }

  /** η, or c of the step c/(β|θ|^(L−2)). */
  double learningRate() {
    return settings.number(hasFixedStep() ? "learningRate.value" : "learningRate.scaled");
  }

  double gap() {
    return settings.number("stop.gap");
  }

  int cap() {
    return Math.toIntExact(settings.integer("stop.cap"));
  }

  double stopTime() {
    return settings.has("stop.time") ? settings.number("stop.time") : Double.POSITIVE_INFINITY;
  }

  /** The largest |f − y| that ends training. */
  double stopResidual(double labels, int samples) {
    double residual = 0;
    if (settings.has("stop.relativeResidual")) {
      residual = settings.number("stop.relativeResidual") * labels;
    }
    if (settings.has("stop.residual")) {
      residual = Math.max(residual, settings.number("stop.residual"));
    }
    if (settings.has("stop.loss")) {
      residual = Math.max(residual, Math.sqrt(2 * samples * settings.number("stop.loss")));
    }
    return residual;
  }

  List<Double> tolerances() {
    return settings.numbers("tolerances");
  }

  /** Steps or times that the curve must show. */
  NavigableSet<Double> recordAt() {
    return new TreeSet<>(settings.numbers("record.at"));
  }

  List<Double> fractions() {
    return settings.numbers("record.fractions");
  }

  double mergeCosine() {
    return settings.number("mergeCosine");
  }

  static double[] array(List<Double> values) {
    return values.stream().mapToDouble(v -> v).toArray();
  }
}
