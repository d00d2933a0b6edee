package io.github.widthbench.experiment.condensation;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.math.Precision;
import io.github.widthbench.math.Vectors;
import io.github.widthbench.network.DagForward;
import io.github.widthbench.network.DagLoss;
import io.github.widthbench.network.DagWeights;
import io.github.widthbench.network.Layers;
import io.github.widthbench.training.Crossing;
import io.github.widthbench.training.DormandPrince;
import io.github.widthbench.training.Slope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Trains a batch of networks in one pass a step. The step is η = c/(β|θ|^(L−2)) for each network of
 * its own, so that it shrinks as the network grows: a fixed one would jump over the escape.
 */
final class Training implements AutoCloseable {

  /** Share of the largest step that is kept where the loss rises. */
  private static final double CUT = 0.5;

  private final Problem problem;
  private final Ops ops;
  private final EigenSolver solver;
  private final Watch watch;
  private final Tensor x;
  private final Tensor y;
  private final DagWeights weights;
  private final DagForward forward;
  private final DagLoss loss;
  private final List<Track> tracks = new ArrayList<>();

  Training(Problem problem, List<CondensationCase> cells, Backend backend, Watch watch) {
    this.problem = problem;
    this.watch = watch;
    ops = backend.ops();
    solver = backend.eigenSolver();
    x = upload(problem.data().x());
    y =
        upload(
            Arrays.stream(problem.labels())
                .mapToObj(v -> new double[] {v})
                .toArray(double[][]::new));
    weights = start(cells);
    forward = new DagForward(ops, weights, x, true);
    loss = new DagLoss(ops, forward, y, 1.0 / problem.data().sampleCount());
    for (int b = 0; b < cells.size(); b++) {
      State start = state(b);
      tracks.add(
          new Track(cells.get(b), problem, Prediction.of(problem, start, watch), start.inputs()));
    }
  }

  private DagWeights start(List<CondensationCase> cells) {
    CondensationCase first = cells.getFirst();
    if (!first.hasInlineWeights()) {
      long[] seeds = cells.stream().mapToLong(CondensationCase::seed).toArray();
      return DagWeights.gaussian(ops, problem.dag(), Precision.FP64, first.weightScale(), seeds);
    }
    DagWeights inline = DagWeights.zeros(ops, problem.dag(), Precision.FP64, cells.size());
    for (int b = 0; b < cells.size(); b++) {
      inline.upload(b, first.inlineNetwork());
    }
    return inline;
  }

  private Tensor upload(double[][] rows) {
    Tensor tensor = ops.allocate(Precision.FP64, new Shape(1, rows.length, rows[0].length));
    tensor.upload(Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray());
    return tensor;
  }

  /** Trains until every network is done. */
  List<Track> run() {
    if (tracks.getFirst().cell().isFlow()) {
      IntStream.range(0, tracks.size()).forEach(this::flow);
    } else {
      descend();
    }
    return tracks;
  }

  private void descend() {
    double[] time = new double[tracks.size()];
    double[] cut = new double[tracks.size()];
    boolean[] done = new boolean[tracks.size()];
    Arrays.fill(cut, 1);
    while (true) {
      watch.check();
      double[] losses = loss.evaluate();
      double[] norms = Arrays.stream(weights.dot(weights)).map(Math::sqrt).toArray();
      for (int b = 0; b < done.length; b++) {
        int replica = b;
        Track track = tracks.get(b);
        if (!done[b]) {
          int rises = track.increases();
          done[b] =
              track.look(
                  time[b],
                  losses[b],
                  norms[b],
                  () -> snapshot(replica, track.steps(), time[replica], losses[replica]));
          cut[b] *= track.increases() > rises ? CUT : 1;
        }
      }
      if (IntStream.range(0, done.length).allMatch(b -> done[b])) {
        return;
      }
      double[] rate = new double[done.length];
      for (int b = 0; b < done.length; b++) {
        double step = done[b] ? 0 : step(tracks.get(b), norms[b], cut[b]);
        rate[b] = step;
        time[b] += step;
      }
      loss.descend(rate);
    }
  }

  /** η at a network of that size; a fixed one stays as it is. */
  private double step(Track track, double norm, double cut) {
    double growth = problem.beta() * StrictMath.pow(norm, problem.depth() - 2.0);
    double rate = track.cell().learningRate();
    double step = track.cell().hasFixedStep() ? rate : cut * rate / growth;
    if (Double.isNaN(track.escapeTime())) {
      track.grewBy(step * growth);
    }
    return step;
  }

  /** Follows the gradient flow of one network. */
  private void flow(int replica) {
    Track track = tracks.get(replica);
    DormandPrince flow =
        new DormandPrince(slope(replica), weights.toArray(replica), track.cell().flowTolerance());
    double[] before = flow.state().clone();
    double[] at = CondensationCase.array(List.copyOf(track.cell().recordAt()));
    int next = 0;
    boolean done = look(replica, flow.time(), flow.state());
    while (!done) {
      watch.check();
      while (next < at.length && at[next] <= flow.time()) {
        next++;
      }
      double end = Math.min(next < at.length ? at[next] : Double.POSITIVE_INFINITY, end(track));
      System.arraycopy(flow.state(), 0, before, 0, before.length);
      double left = flow.time();
      boolean wasIn = Double.isNaN(track.escapeTime());
      if (!flow.step(end)) {
        return;
      }
      done = look(replica, flow.time(), flow.state());
      if (wasIn && !Double.isNaN(track.escapeTime())) {
        track.escapedAt(left + crossing(replica, before, flow.time() - left));
        weights.upload(replica, flow.state());
      }
    }
  }

  private static double end(Track track) {
    double last = track.cell().recordAt().isEmpty() ? 0 : track.cell().recordAt().last();
    return Math.max(track.cell().stopTime(), last);
  }

  private Slope slope(int replica) {
    return (theta, slope) -> {
      weights.upload(replica, theta);
      loss.evaluate();
      loss.differentiate();
      double[] gradient = loss.gradient().toArray(replica);
      for (int i = 0; i < slope.length; i++) {
        slope[i] = -gradient[i];
      }
    };
  }

  private boolean look(int replica, double time, double[] theta) {
    Track track = tracks.get(replica);
    weights.upload(replica, theta);
    double now = loss.evaluate()[replica];
    return track.look(
        time, now, Vectors.norm(theta), () -> snapshot(replica, track.steps(), time, now));
  }

  /** Time after {@code start} at which the loss passes the escape level. */
  private double crossing(int replica, double[] start, double length) {
    return Crossing.time(
        slope(replica),
        start,
        length,
        tracks.get(replica).cell().flowTolerance(),
        theta -> {
          weights.upload(replica, theta);
          return loss.evaluate()[replica] - problem.escapeLoss();
        });
  }

  private Snapshot snapshot(int replica, int step, double time, double now) {
    double[] f = forward.values("o").replicas(replica, replica + 1).toArray();
    return new Look(problem, weights, replica, solver)
        .snapshot(step, time, now, Vectors.dot(f, problem.labels()) / f.length);
  }

  /** The start as the effective dynamics sees it. */
  private State state(int replica) {
    return new Look(problem, weights, replica, solver).state();
  }

  /** All weights of a network as they are now. */
  Layers layers(int replica) {
    return Layers.of(problem.sizes(), weights.toArray(replica), problem.activation());
  }

  /** Outputs of all networks at some points, one row a network. */
  double[][] outputs(double[][] points) {
    try (Tensor at = upload(points);
        DagForward sweep = new DagForward(ops, weights, at, false)) {
      sweep.run();
      double[] all = sweep.values("o").toArray();
      return IntStream.range(0, tracks.size())
          .mapToObj(b -> Arrays.copyOfRange(all, b * points.length, (b + 1) * points.length))
          .toArray(double[][]::new);
    }
  }

  @Override
  public void close() {
    loss.close();
    forward.close();
    weights.close();
    y.close();
    x.close();
  }
}
