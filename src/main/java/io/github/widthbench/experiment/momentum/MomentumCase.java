package io.github.widthbench.experiment.momentum;

import io.github.widthbench.dataset.Dataset;
import io.github.widthbench.experiment.StartScale;
import io.github.widthbench.math.Precision;
import io.github.widthbench.network.Dag;
import io.github.widthbench.network.Dag.Block;
import io.github.widthbench.network.Dag.Edge;
import io.github.widthbench.network.WeightScale;
import io.github.widthbench.study.Settings;
import io.github.widthbench.training.AdaptiveMomentum.Kind;
import io.github.widthbench.training.AdaptiveMomentum.Rule;
import io.github.widthbench.training.AdaptiveMomentum.Scope;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/** One cell's settings in the words of the experiment. */
record MomentumCase(Settings settings, Dataset data) {

  /** n×k. */
  double[][] targets() {
    return data.targets().orElseThrow();
  }

  Dag dag() {
    return Networks.of(settings, data.inputDim(), targets()[0].length);
  }

  /** m; the largest hidden block where the network stands in the study. */
  static int width(Settings settings) {
    if (settings.has("width")) {
      return Math.toIntExact(settings.integer("width"));
    }
    Dag dag = Networks.inline(settings);
    return dag.blocks().stream()
        .filter(block -> !dag.isInput(block.id()) && !dag.outputs().contains(block.id()))
        .mapToInt(Block::size)
        .max()
        .orElse(0);
  }

  long seed() {
    return settings.integer("seed");
  }

  boolean hasInlineWeights() {
    return settings.has("weights");
  }

  /** Weights given in the study, edge after edge of the graph, each row-major. */
  double[] inlineWeights(Dag dag) {
    double[] all = new double[Math.toIntExact(dag.weightCount())];
    int at = 0;
    for (Edge edge : dag.edges()) {
      for (double[] row : inlineWeights(edge)) {
        System.arraycopy(row, 0, all, at, row.length);
        at += row.length;
      }
    }
    return all;
  }

  private double[][] inlineWeights(Edge edge) {
    return Networks.items(settings, "weights.edges").stream()
        .filter(given -> new Edge(given.text("from"), given.text("to")).equals(edge))
        .findFirst()
        .orElseThrow()
        .matrix("W");
  }

  WeightScale scale() {
    return WeightScale.fanIn(StartScale.of(settings, width(settings)));
  }

  boolean startsOrthonormal() {
    return StartScale.isWord(settings, "orthonormal");
  }

  /** Whether neurons start in pairs that cancel, so that outputs start at their activation of 0. */
  boolean startsCoupled() {
    return StartScale.isWord(settings, "coupled");
  }

  /** Factor of the loss: 1, or 1/n for the mean. */
  double factor() {
    return settings.text("loss").equals("mean") ? 1.0 / data.sampleCount() : 1;
  }

  static Kind kind(Settings settings) {
    return switch (settings.text("algorithm.kind")) {
      case "adaptive" -> Kind.ADAPTIVE;
      case "heavyBall" -> Kind.HEAVY_BALL;
      default -> Kind.DESCENT;
    };
  }

  /** How the cell steps where |∇²E| at the start is {@code lipschitz}. */
  Rule rule(double lipschitz) {
    double eta =
        settings.has("learningRate.scaled")
            ? settings.number("learningRate.scaled") / lipschitz
            : settings.number("learningRate.value");
    boolean node =
        settings.has("algorithm.scope") && settings.text("algorithm.scope").equals("node");
    return new Rule(kind(settings), node ? Scope.NODE : Scope.GLOBAL, eta, momentum(eta));
  }

  private double momentum(double eta) {
    if (settings.has("algorithm.momentum")) {
      return settings.number("algorithm.momentum");
    }
    return settings.has("algorithm.ratio") ? settings.number("algorithm.ratio") * eta : 0;
  }

  /** Largest |g| that ends the run; 0 where none does. */
  double stopGradient() {
    return settings.has("stop.gradient") ? settings.number("stop.gradient") : 0;
  }

  /** Largest E that ends the run; 0 where none does. */
  double stopLoss() {
    double loss = settings.has("stop.loss") ? settings.number("stop.loss") : 0;
    double residual = settings.has("stop.residual") ? settings.number("stop.residual") : 0;
    return Math.max(loss, factor() * residual * residual / 2);
  }

  int cap() {
    return Math.toIntExact(settings.integer("stop.cap"));
  }

  /** Gradient norms that get an iteration count. */
  List<Double> tolerances() {
    return settings.numbers("tolerances");
  }

  /** Losses that get one. */
  List<Double> lossTolerances() {
    return settings.numbers("lossTolerances");
  }

  /** Steps that the curve must show. */
  NavigableSet<Integer> recordAt() {
    NavigableSet<Integer> at = new TreeSet<>();
    settings.numbers("record.at").forEach(t -> at.add((int) (double) t));
    return at;
  }

  Precision precision() {
    return settings.text("precision").equals("fp32") ? Precision.FP32 : Precision.FP64;
  }

  boolean isAutoencoder() {
    return settings.has("labels.kind") && settings.text("labels.kind").equals("inputs");
  }

  /** Largest code that all information must pass; 0 where the network has none. */
  int codeSize(Dag dag) {
    if (settings.has("architecture.code")) {
      return Math.toIntExact(settings.integer("architecture.code"));
    }
    return settings.has("network.code") ? dag.block(settings.text("network.code")).size() : 0;
  }
}
