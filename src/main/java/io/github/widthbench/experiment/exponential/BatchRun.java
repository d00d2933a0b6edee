package io.github.widthbench.experiment.exponential;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.math.Precision;
import io.github.widthbench.network.TwoLayers;
import io.github.widthbench.network.TwoLayers.Architecture;
import io.github.widthbench.spectrum.Spectrum;
import io.github.widthbench.training.GradientDescent;
import io.github.widthbench.training.GradientDescent.Observer;
import io.github.widthbench.training.GradientDescent.Samples;
import io.github.widthbench.training.StopRule;
import io.github.widthbench.training.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.stream.IntStream;

/** Trains the networks of a batch, which share all but seed and step, and writes their outcomes. */
final class BatchRun implements Observer, AutoCloseable {

  /** Samples up to which full spectra of all networks of a batch are a matter of milliseconds. */
  private static final int TOGETHER = 128;

  private final List<ExponentialCase> cases;
  private final Problem problem;
  private final Backend backend;
  private final Ops ops;
  private final Watch watch;
  private final int n;
  private final TwoLayers networks;
  private final Tensor x;
  private final Tensor y;
  private final Tensor f;
  private final Tensor gram;
  private final List<Progress> progress;

  BatchRun(List<ExponentialCase> cases, Problem problem, Backend backend, Watch watch) {
    this.cases = cases;
    this.problem = problem;
    this.backend = backend;
    this.ops = backend.ops();
    this.watch = watch;
    this.n = problem.sampleCount();
    ExponentialCase shared = cases.getFirst();
    Precision precision = shared.precision();
    networks =
        TwoLayers.initialize(
            ops,
            new Architecture(
                shared.activation(),
                shared.width(),
                problem.inputDim(),
                shared.scale(),
                shared.clip(),
                precision),
            shared.initialization(),
            cases.stream().mapToLong(ExponentialCase::seed).toArray());
    x = upload(problem.x(), precision);
    y = ops.allocate(Precision.FP64, new Shape(1, 1, n));
    y.upload(problem.y());
    f = ops.allocate(Precision.FP64, new Shape(cases.size(), 1, n));
    gram = ops.allocate(Precision.FP64, new Shape(cases.size(), n, n));
    progress = IntStream.range(0, cases.size()).mapToObj(b -> new Progress()).toList();
  }

  List<Outcome> run() {
    ExponentialCase shared = cases.getFirst();
    double[] rates = cases.stream().mapToDouble(c -> c.learningRate(problem)).toArray();
    NavigableSet<Integer> at = shared.recordAt();
    int atLeast = at.isEmpty() ? 0 : at.last();
    StopRule stop = new StopRule(shared.stopResidual(problem), shared.cap(), atLeast);
    List<Trajectory> trajectories =
        new GradientDescent(ops, networks.batch(), new Samples(x, y), f, rates, stop).run(at, this);
    double[][] heldOut = heldOutOutputs();
    List<Outcome> outcomes = new ArrayList<>();
    for (int b = 0; b < cases.size(); b++) {
      outcomes.add(
          new OutcomeWriter(cases.get(b), problem, progress.get(b), trajectories.get(b))
              .write(networks.movement(b), outputs(b), heldOut[b], backend.eigenSolver()));
    }
    return outcomes;
  }

  @Override
  public void record(int step, boolean[] active) {
    if (allOf(active)) {
      ops.twoLayerGram(networks.batch(), x, gram);
    }
    int[] recorded = IntStream.range(0, active.length).filter(b -> active[b]).toArray();
    List<double[]> matrices = new ArrayList<>();
    for (int b : recorded) {
      Tensor own = gram.replicas(b, b + 1);
      if (!allOf(active)) {
        ops.twoLayerGram(networks.batch().replicas(b, b + 1), x, own);
      }
      watch.check();
      matrices.add(own.toArray());
    }
    List<Spectrum> spectra = spectra(matrices);
    for (int i = 0; i < recorded.length; i++) {
      double[] outputs = outputs(recorded[i]);
      progress
          .get(recorded[i])
          .add(step, problem.squaredResidual(outputs), outputs, matrices.get(i), spectra.get(i));
    }
  }

  /** All of each in one go where that takes no time, else the edges. */
  private List<Spectrum> spectra(List<double[]> matrices) {
    EigenSolver solver = backend.eigenSolver();
    if (Progress.isListed(n) || n <= TOGETHER) {
      return Spectrum.ofEach(matrices, n, solver);
    }
    List<Spectrum> edges = new ArrayList<>();
    for (double[] matrix : matrices) {
      watch.check();
      edges.add(Spectrum.edges(matrix, n, solver));
    }
    return edges;
  }

  @Override
  public void breathe() {
    watch.check();
  }

  private double[] outputs(int replica) {
    return f.replicas(replica, replica + 1).toArray();
  }

  /** Outputs of every network on the held-out points; empty where there are none. */
  private double[][] heldOutOutputs() {
    double[][] points = problem.heldOutX();
    if (points.length == 0) {
      return new double[cases.size()][0];
    }
    try (Tensor inputs = upload(points, cases.getFirst().precision());
        Tensor outputs = ops.allocate(Precision.FP64, new Shape(cases.size(), 1, points.length))) {
      ops.twoLayerForward(networks.batch(), inputs, outputs);
      return IntStream.range(0, cases.size())
          .mapToObj(b -> outputs.replicas(b, b + 1).toArray())
          .toArray(double[][]::new);
    }
  }

  private Tensor upload(double[][] points, Precision precision) {
    Tensor tensor = ops.allocate(precision, new Shape(1, points.length, points[0].length));
    tensor.upload(flat(points));
    return tensor;
  }

  /** The rows, one after another. */
  static double[] flat(double[][] points) {
    int d = points[0].length;
    double[] flat = new double[points.length * d];
    for (int i = 0; i < points.length; i++) {
      System.arraycopy(points[i], 0, flat, i * d, d);
    }
    return flat;
  }

  private static boolean allOf(boolean[] flags) {
    for (boolean flag : flags) {
      if (!flag) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    networks.close();
    x.close();
    y.close();
    f.close();
    gram.close();
  }
}
