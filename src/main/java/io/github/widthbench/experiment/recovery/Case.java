package io.github.widthbench.experiment.recovery;

import io.github.widthbench.dataset.Dataset;
import io.github.widthbench.dataset.Datasets;
import io.github.widthbench.experiment.StartScale;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;
import io.github.widthbench.network.Initialization;
import io.github.widthbench.network.SquareLoss;
import io.github.widthbench.study.Settings;
import java.util.List;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** One cell's settings in the words of the experiment. */
record Case(Settings settings, Dataset data, Teacher teacher) {

  private static final double SAME_LABELS = 1e-12;

  static Case of(Settings settings, Dataset data) {
    return new Case(settings, data, teacher(settings, data.inputDim()));
  }

  private static Teacher teacher(Settings settings, int inputDim) {
    Activation activation = Activation.of(settings.text("activation")).orElseThrow();
    if (settings.has("teacher") && settings.text("teacher.kind").equals("random")) {
      return Teacher.random(
          activation,
          Math.toIntExact(settings.integer("teacher.neurons")),
          inputDim,
          settings.integer("teacher.seed"));
    }
    String path = settings.has("weights") ? "weights.teacher" : "teacher";
    double[] a = array(settings.numbers(path + ".a"));
    return new Teacher(activation, a, settings.matrix(path + ".w"));
  }

  /** m. */
  int width() {
    return width(settings);
  }

  static int width(Settings settings) {
    return settings.has("weights")
        ? settings.numbers("weights.student.a").size()
        : Math.toIntExact(settings.integer("width"));
  }

  long seed() {
    return settings.integer("seed");
  }

  /** Whether the data bring labels; otherwise the teacher makes them. */
  boolean hasOwnLabels() {
    String kind = settings.text("data.kind");
    return settings.has("data.y") || kind.equals("csv") || kind.equals("digits");
  }

  SquareLoss loss() {
    double[] y = hasOwnLabels() ? data.y() : Datasets.noisy(settings, teacher.outputs(data.x()));
    return new SquareLoss(teacher.activation(), data.x(), y, width());
  }

  /** The first label that is not the teacher's, to rounding; empty where all are. */
  OptionalInt foreignLabel() {
    double[] own = loss().y();
    double[] teachers = teacher.outputs(data.x());
    return IntStream.range(0, own.length)
        .filter(i -> Math.abs(teachers[i] - own[i]) > SAME_LABELS)
        .findFirst();
  }

  boolean startsOnBranch() {
    return settings.has("initialization.branch");
  }

  /** Parameters at the start. */
  double[] start() {
    if (settings.has("weights")) {
      return flat(
          array(settings.numbers("weights.student.a")), settings.matrix("weights.student.w"));
    }
    if (startsOnBranch()) {
      int duplicates = Math.toIntExact(settings.integer("initialization.branch.duplicates"));
      double delta = settings.number("initialization.branch.delta");
      return Embedding.start(teacher, width(), width() - duplicates, delta, seed());
    }
    double scale = StartScale.of(settings, width());
    boolean orthonormal = StartScale.isWord(settings, "orthonormal");
    double[] start =
        drawn(orthonormal ? new Initialization.Orthonormal() : new Initialization.Iid(1), scale);
    return isCoupled() ? coupled(start) : start;
  }

  /** Whether neurons start in pairs that cancel, so that the student is 0. */
  boolean isCoupled() {
    return !startsOnBranch() && StartScale.isWord(settings, "coupled");
  }

  /** The second neuron of each pair is the first with the opposite output weight. */
  private double[] coupled(double[] theta) {
    int m = width();
    int d = data.inputDim();
    for (int k = 1; k < m; k += 2) {
      theta[k] = -theta[k - 1];
      System.arraycopy(theta, m + (k - 1) * d, theta, m + k * d, d);
    }
    return theta;
  }

  /** Both layers drawn, and scaled alike; output weights are normal. */
  private double[] drawn(Initialization initialization, double scale) {
    int m = width();
    int d = data.inputDim();
    double[] columns = new double[m * d];
    initialization.weights(seed(), d, 0, m, columns);
    double[] theta = new double[m * (d + 1)];
    Draws outputs = new Draws(seed(), Stream.SIGNS);
    for (int k = 0; k < m; k++) {
      theta[k] = scale * outputs.normal(k);
      for (int p = 0; p < d; p++) {
        theta[m + k * d + p] = scale * columns[p * m + k];
      }
    }
    return theta;
  }

  boolean isFlow() {
    return settings.text("algorithm.kind").equals("flow");
  }

  /** η of descent. */
  double learningRate(double lambdaMax) {
    return settings.has("learningRate.scaled")
        ? settings.number("learningRate.scaled") / lambdaMax
        : settings.number("learningRate.value");
  }

  /** Largest loss that ends the run; 0 where none does. */
  double stopLoss() {
    double loss = settings.has("stop.loss") ? settings.number("stop.loss") : 0;
    double residual = settings.has("stop.residual") ? settings.number("stop.residual") : 0;
    return Math.max(loss, residual * residual / 2);
  }

  /** Largest |∇R| that ends the run; 0 where none does. */
  double stopGradient() {
    return settings.has("stop.gradient") ? settings.number("stop.gradient") : 0;
  }

  double stopTime() {
    return settings.number("stop.time");
  }

  int cap() {
    return Math.toIntExact(settings.integer("stop.cap"));
  }

  List<Double> tolerances() {
    return settings.numbers("tolerances");
  }

  /** Times or steps that the curve must show. */
  NavigableSet<Double> recordAt() {
    return new TreeSet<>(settings.numbers("record.at"));
  }

  private static double[] flat(double[] a, double[][] w) {
    int d = w[0].length;
    double[] theta = new double[a.length * (d + 1)];
    System.arraycopy(a, 0, theta, 0, a.length);
    for (int k = 0; k < a.length; k++) {
      System.arraycopy(w[k], 0, theta, a.length + k * d, d);
    }
    return theta;
  }

  private static double[] array(List<Double> values) {
    return values.stream().mapToDouble(v -> v).toArray();
  }
}
