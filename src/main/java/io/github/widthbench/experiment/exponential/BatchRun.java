package io.github.widthbench.experiment.exponential;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.experiment.Monitors;
import io.github.widthbench.experiment.Monitors.Alarm;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.experiment.exponential.ExponentialCase.Spectra;
import io.github.widthbench.experiment.exponential.Progress.Tangent;
import io.github.widthbench.math.Precision;
import io.github.widthbench.network.RoundedOps;
import io.github.widthbench.network.TwoLayers;
import io.github.widthbench.spectrum.Spectrum;
import io.github.widthbench.training.GradientDescent.Observer;
import io.github.widthbench.training.GradientDescent.Samples;
import io.github.widthbench.training.StopRule;
import io.github.widthbench.training.Trajectory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
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
  private final Practice practice;
  private final int n;
  private final TwoLayers networks;
  private final Tensor x;
  private final Tensor y;
  private final Tensor f;
  private final Tensor gram;
  private final List<Progress> progress;
  private final Monitors monitors;

  BatchRun(List<ExponentialCase> cases, Problem problem, Backend backend, Watch watch) {
    this.cases = cases;
    this.problem = problem;
    this.backend = backend;
    this.ops = ops(cases.getFirst(), backend);
    this.watch = watch;
    this.n = problem.sampleCount();
    ExponentialCase shared = cases.getFirst();
    practice = Practice.of(shared, problem);
    networks = shared.networks(ops, problem.inputDim(), seeds());
    x = upload(problem.x(), shared.precision());
    y = ops.allocate(Precision.FP64, new Shape(1, 1, n));
    y.upload(problem.y());
    f = ops.allocate(Precision.FP64, new Shape(cases.size(), 1, n));
    gram = ops.allocate(Precision.FP64, new Shape(cases.size(), n, n));
    monitors = Monitors.of(shared.settings());
    progress = IntStream.range(0, cases.size()).mapToObj(b -> new Progress()).toList();
  }

  /** The backend's own passes, or loops where the cell says how numbers are stored. */
  private static Ops ops(ExponentialCase cell, Backend backend) {
    return cell.forms()
        .arithmetic()
        .<Ops>map(arithmetic -> new RoundedOps(backend.ops(), arithmetic))
        .orElseGet(backend::ops);
  }

  private long[] seeds() {
    return cases.stream().mapToLong(ExponentialCase::seed).toArray();
  }

  List<Outcome> run() {
    ExponentialCase shared = cases.getFirst();
    NavigableSet<Integer> at = shared.recordAt();
    int atLeast = at.isEmpty() ? 0 : at.last();
    StopRule stop = new StopRule(shared.stopResidual(problem), shared.cap(), atLeast);
    Descent descent = new Descent(ops, new Samples(x, y), rates(), seeds());
    List<Trajectory> trajectories = descent.run(networks, f, stop, practice.recipe(), at, this);
    if (shared.spectra() == Spectra.ENDS) {
      recordEnds();
    }
    List<Companions.Distances> distances =
        practice.hasBatches()
            ? new Companions(descent, shared, problem, this::breathe).of(practice, progress)
            : List.of();
    double[][] heldOut = heldOutOutputs();
    List<Outcome> outcomes = new ArrayList<>();
    for (int b = 0; b < cases.size(); b++) {
      OutcomeWriter writer =
          new OutcomeWriter(cases.get(b), problem, progress.get(b), trajectories.get(b));
      if (!distances.isEmpty()) {
        writer.companions(distances.get(b));
      }
      outcomes.add(
          writer.write(networks.movement(b), outputs(b), heldOut[b], backend.eigenSolver()));
    }
    return outcomes;
  }

  private double[] rates() {
    return cases.stream().mapToDouble(c -> c.learningRate(problem)).toArray();
  }

  @Override
  public void record(int step, boolean[] active) {
    int[] recorded = IntStream.range(0, active.length).filter(b -> active[b]).toArray();
    boolean solved = step == 0 || cases.getFirst().spectra() == Spectra.ALL;
    boolean read = solved || !monitors.isEmpty();
    List<Tangent> tangents = read ? tangents(active, recorded) : List.of();
    for (int i = 0; i < recorded.length; i++) {
      double[] outputs = outputs(recorded[i]);
      Progress own = progress.get(recorded[i]);
      own.add(
          step,
          practice.objective().total(outputs, problem.y()),
          Math.sqrt(problem.squaredResidual(practice.answers(outputs))),
          outputs,
          solved ? tangents.get(i) : null);
      if (!monitors.isEmpty()) {
        own.watched(gauges(recorded[i]).read(tangents.get(i), outputs));
      }
    }
  }

  /** The Gram matrices at the ends of all runs, where those along the path are left out. */
  private void recordEnds() {
    boolean[] all = new boolean[cases.size()];
    Arrays.fill(all, true);
    List<Tangent> tangents = tangents(all, IntStream.range(0, all.length).toArray());
    for (int b = 0; b < all.length; b++) {
      progress.get(b).end(tangents.get(b));
    }
  }

  private List<Tangent> tangents(boolean[] active, int[] recorded) {
    if (allOf(active)) {
      ops.twoLayerGram(networks.batch(), x, gram);
    }
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
    return IntStream.range(0, recorded.length)
        .mapToObj(i -> new Tangent(matrices.get(i), spectra.get(i)))
        .toList();
  }

  private Gauges gauges(int replica) {
    return new Gauges(cases.get(replica), problem, networks, replica);
  }

  @Override
  public int haltEvery() {
    return monitors.every();
  }

  @Override
  public boolean[] halt(int step, boolean[] running) {
    boolean[] halted = new boolean[running.length];
    for (int b = 0; b < running.length && !monitors.isEmpty(); b++) {
      halted[b] = running[b] && halts(step, b);
    }
    return halted;
  }

  private boolean halts(int step, int b) {
    Tensor own = gram.replicas(b, b + 1);
    ops.twoLayerGram(networks.batch().replicas(b, b + 1), x, own);
    watch.check();
    double[] matrix = own.toArray();
    Tangent tangent = new Tangent(matrix, Spectrum.edges(matrix, n, backend.eigenSolver()));
    Map<String, Double> values = gauges(b).read(tangent, outputs(b));
    watch.show(Monitors.text(step, values));
    Optional<Alarm> alarm = monitors.alarm(step, values);
    alarm.ifPresent(progress.get(b)::halt);
    return alarm.isPresent();
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
