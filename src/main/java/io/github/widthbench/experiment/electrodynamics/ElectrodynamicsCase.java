package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.experiment.Monitors;
import io.github.widthbench.experiment.StartScale;
import io.github.widthbench.experiment.electrodynamics.Path.Stop;
import io.github.widthbench.experiment.electrodynamics.potential.ErrorFunction;
import io.github.widthbench.experiment.electrodynamics.potential.Exponential;
import io.github.widthbench.experiment.electrodynamics.potential.Gaussian;
import io.github.widthbench.experiment.electrodynamics.potential.Harmonic;
import io.github.widthbench.experiment.electrodynamics.potential.Potential;
import io.github.widthbench.experiment.electrodynamics.potential.Quadratic;
import io.github.widthbench.experiment.electrodynamics.potential.Radial;
import io.github.widthbench.experiment.electrodynamics.potential.Relu;
import io.github.widthbench.experiment.electrodynamics.potential.Smoothed;
import io.github.widthbench.experiment.electrodynamics.potential.Tanh;
import io.github.widthbench.experiment.electrodynamics.potential.Yukawa;
import io.github.widthbench.experiment.electrodynamics.potential.Zonal;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Settings;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** One cell's settings in the words of the experiment. */
record ElectrodynamicsCase(Settings settings) {

  /** The algorithms. */
  enum Algorithm {
    DESCENT,
    SECOND_ORDER,
    NODEWISE
  }

  static ElectrodynamicsCase of(Cell cell) {
    return new ElectrodynamicsCase(cell.settings());
  }

  Potential potential() {
    int d = inputDim();
    return switch (kind()) {
      case "sign" -> new Zonal(new Zonal.Sign(), d);
      case "step" -> new Zonal(new Zonal.Step(), d);
      case "hermite" -> new Zonal(new Zonal.Power(degree()), d);
      case "relu" -> new Relu(d);
      case "erf" -> new ErrorFunction(d);
      case "exp" -> new Exponential(d);
      case "quadratic" -> new Quadratic(d);
      case "gaussian" -> new Radial(new Gaussian(d));
      case "tanh" -> new Tanh(1, d);
      case "sigmoid" -> new Tanh(0.5, d);
      case "harmonic" ->
          new Radial(
              d == 1
                  ? new Harmonic(d, settings.number("potential.kappa"))
                  : new Smoothed(
                      d, settings.number("potential.kappa"), settings.number("potential.epsilon")));
      case "yukawa" ->
          new Radial(
              new Yukawa(settings.number("potential.kappa"), settings.number("potential.epsilon")));
      default -> throw new IllegalStateException("potential passed the schema");
    };
  }

  /** The word of the potential. */
  String kind() {
    return settings.text("potential.kind");
  }

  int degree() {
    return Math.toIntExact(settings.integer("potential.degree"));
  }

  /** d; that of the weights where they are inline. */
  int inputDim() {
    return hasInlineWeights()
        ? settings.matrix("weights.protons.w")[0].length
        : Math.toIntExact(settings.integer("inputDim"));
  }

  /** K, the number of electrons. */
  int width() {
    return hasInlineWeights()
        ? settings.matrix("weights.electrons.theta").length
        : Math.toIntExact(settings.integer("width"));
  }

  /** k, the number of protons. */
  int teacherWidth() {
    if (hasInlineWeights()) {
      return settings.matrix("weights.protons.w").length;
    }
    return settings.has("teacherWidth")
        ? Math.toIntExact(settings.integer("teacherWidth"))
        : width();
  }

  /** Whether networks with layers are trained instead of charges moved. */
  boolean isDeep() {
    return settings.has("depth");
  }

  /** Layers of neurons, the output included. */
  int depth() {
    return Math.toIntExact(settings.integer("depth"));
  }

  /** Whether places are orthonormal at the start, or every matrix of a deep student. */
  boolean startsOrthonormal() {
    return StartScale.isWord(settings, "orthonormal");
  }

  /** Standard deviation of the weights of a deep student at its start. */
  double startScale() {
    return StartScale.of(settings, width());
  }

  boolean hasInlineWeights() {
    return settings.has("weights");
  }

  long seed() {
    return settings.integer("seed");
  }

  /** Side length over two of the cube that free weights start in. */
  double spread() {
    return settings.number("spread");
  }

  boolean isSpherical() {
    return settings.has("domain")
        ? settings.text("domain").equals("sphere")
        : potential().isSpherical();
  }

  boolean trainsCharges() {
    return algorithm() == Algorithm.NODEWISE || settings.text("train").equals("all");
  }

  boolean hasOrthonormalTeacher() {
    return !hasInlineWeights()
        && settings.find("teacher").map(n -> n.plain()).stream()
            .anyMatch(v -> v.equals("orthonormal"));
  }

  Algorithm algorithm() {
    return switch (settings.text("algorithm.kind")) {
      case "descent" -> Algorithm.DESCENT;
      case "secondOrder" -> Algorithm.SECOND_ORDER;
      case "nodewise" -> Algorithm.NODEWISE;
      default -> throw new IllegalStateException("algorithm passed the schema");
    };
  }

  boolean hasFixedStep() {
    return settings.has("learningRate.value");
  }

  Stepping stepping() {
    return hasFixedStep()
        ? new Stepping.Fixed(learningRate())
        : new Stepping.Backtracking(settings.number("learningRate.backtracking"));
  }

  double learningRate() {
    return settings.number("learningRate.value");
  }

  Stop stop() {
    double residual = settings.has("stop.residual") ? settings.number("stop.residual") : 0;
    if (settings.has("stop.loss")) {
      residual = Math.max(residual, Math.sqrt(settings.number("stop.loss")));
    }
    return new Stop(
        residual,
        settings.number("stop.gradient"),
        Math.toIntExact(settings.integer("stop.cap")),
        Monitors.of(settings));
  }

  List<Double> tolerances() {
    return settings.numbers("tolerances");
  }

  double matchTolerance() {
    return settings.number("matchTolerance");
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
