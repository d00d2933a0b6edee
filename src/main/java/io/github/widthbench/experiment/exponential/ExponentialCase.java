package io.github.widthbench.experiment.exponential;

import io.github.widthbench.backend.Ops;
import io.github.widthbench.experiment.Extension;
import io.github.widthbench.experiment.StartScale;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;
import io.github.widthbench.network.Initialization;
import io.github.widthbench.network.TwoLayers;
import io.github.widthbench.network.TwoLayers.Architecture;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Settings;
import java.util.List;
import java.util.Locale;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * One cell's settings in the words of the experiment; what needs the data comes from a {@link
 * Problem}.
 */
record ExponentialCase(Settings settings) {

  static ExponentialCase of(Cell cell) {
    return new ExponentialCase(cell.settings());
  }

  Activation activation() {
    return Activation.of(settings.text("activation")).orElseThrow();
  }

  /** m; the number of rows where the weights are inline. */
  int width() {
    return hasInlineWeights()
        ? settings.matrix("weights.W").length
        : Math.toIntExact(settings.integer("width"));
  }

  long seed() {
    return settings.integer("seed");
  }

  boolean hasInlineWeights() {
    return settings.has("weights");
  }

  Initialization initialization() {
    if (hasInlineWeights()) {
      double[] a = settings.numbers("weights.a").stream().mapToDouble(v -> v).toArray();
      return new Initialization.Inline(settings.matrix("weights.W"), a);
    }
    if (StartScale.isNamed(settings)) {
      return new Initialization.Iid(deviation());
    }
    return switch (settings.text("initialization")) {
      case "coupled" -> new Initialization.Coupled();
      case "orthonormal" -> new Initialization.Orthonormal();
      case "iid" -> new Initialization.Iid(1);
      default -> throw new IllegalStateException("initialization passed the schema");
    };
  }

  /** Whether the starting weights have the law that the theory speaks of. */
  boolean startsGaussian() {
    return !hasInlineWeights()
        && settings.find("initialization").map(n -> n.plain()).stream()
            .anyMatch(v -> v.equals("coupled") || v.equals("iid"));
  }

  /** Standard deviation γ of the starting weights, for which the infinite-width theory is made. */
  double deviation() {
    return hasInlineWeights() ? 1 : StartScale.of(settings, width());
  }

  /** Whether the infinite-width theory speaks of these starting weights. */
  boolean hasTheory() {
    return !hasInlineWeights() && !(initialization() instanceof Initialization.Orthonormal);
  }

  boolean isCoupled() {
    return initialization() instanceof Initialization.Coupled;
  }

  /** Neurons that are independent at the start: m, or m/2 for pairs. */
  double independentNeurons() {
    return isCoupled() ? width() / 2.0 : width();
  }

  /** What the cell does otherwise than the theory, in its steps and in its numbers. */
  List<Extension> extensions() {
    return Stream.concat(Practice.extensions(settings).stream(), forms().extensions().stream())
        .toList();
  }

  /** What leaves the hypotheses of the statements, so that none is judged. */
  List<Extension> leaving() {
    return extensions().stream().filter(Extension::leavesHypotheses).toList();
  }

  /** How e^z is computed and numbers are stored. */
  Forms forms() {
    return new Forms(settings);
  }

  /** Factor of the sum: 1 un-normalised, 1/√m otherwise. */
  double scale() {
    boolean normalised =
        settings.has("normalisation")
            ? settings.text("normalisation").equals("sqrtWidth")
            : activation() != Activation.EXP;
    return normalised ? 1 / Math.sqrt(width()) : 1;
  }

  /** Largest exponent let through, +∞ for none. */
  double clip() {
    return forms().clip();
  }

  Precision precision() {
    return switch (settings.text("precision")) {
      case "fp64" -> Precision.FP64;
      case "fp32" -> Precision.FP32;
      case "tf32" -> Precision.TF32;
      default -> throw new IllegalStateException("precision passed the schema");
    };
  }

  /** The start, with its weights as they are stored. */
  private Initialization start() {
    return forms()
        .arithmetic()
        .<Initialization>map(a -> new Initialization.Stored(initialization(), a.weights()))
        .orElseGet(this::initialization);
  }

  /** One network for each seed, at its start. */
  TwoLayers networks(Ops ops, int inputDim, long... seeds) {
    Architecture architecture =
        new Architecture(activation(), width(), inputDim, scale(), clip(), precision());
    return TwoLayers.initialize(ops, architecture, start(), seeds);
  }

  /** Step in units of the Gram matrix: κ = η·m·scale². */
  double kappa(Problem problem) {
    return settings.has("learningRate.scaled")
        ? settings.number("learningRate.scaled") / problem.lambdaMax()
        : settings.number("learningRate.value") * width() * scale() * scale();
  }

  /** η. */
  double learningRate(Problem problem) {
    return settings.has("learningRate.scaled")
        ? kappa(problem) / (width() * scale() * scale())
        : settings.number("learningRate.value");
  }

  /** |F − y| at which training stops: the largest of the residuals that the study names. */
  double stopResidual(Problem problem) {
    double residual = 0;
    if (settings.has("stop.residual")) {
      residual = settings.number("stop.residual");
    }
    if (settings.has("stop.relativeResidual")) {
      residual = Math.max(residual, settings.number("stop.relativeResidual") * problem.labelNorm());
    }
    if (settings.has("stop.loss")) {
      residual = Math.max(residual, Math.sqrt(2 * settings.number("stop.loss")));
    }
    return residual;
  }

  int cap() {
    return Math.toIntExact(settings.integer("stop.cap"));
  }

  /** Whether networks are only looked at before their first step. */
  boolean takesNoStep() {
    return cap() == 0;
  }

  /** Where eigenvalues are solved for; each costs n³ flops and more. */
  enum Spectra {
    ALL,
    ENDS,
    START
  }

  Spectra spectra() {
    return settings.has("record.spectra")
        ? Spectra.valueOf(settings.text("record.spectra").toUpperCase(Locale.ROOT))
        : Spectra.ALL;
  }

  List<Double> tolerances() {
    return settings.numbers("tolerances");
  }

  /** Steps that the curve must show. */
  NavigableSet<Integer> recordAt() {
    NavigableSet<Integer> at = new TreeSet<>();
    if (settings.has("record.at")) {
      settings.numbers("record.at").forEach(t -> at.add((int) (double) t));
    }
    return at;
  }
}
