package io.github.widthbench.experiment.condensation;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.experiment.Monitors;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
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
  private final Optional<Gauges> gauges;
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
    Monitors monitors = Monitors.of(cells.getFirst().settings());
    gauges = monitors.isEmpty() ? Optional.empty() : Optional.of(new Gauges(ops, loss, monitors));
    for (int b = 0; b < cells.size(); b++) {
      State start = state(b);
      tracks.add(
          new Track(
              cells.get(b), problem, Prediction.of(problem, start, watch), start.inputs(), watch));
    }
  }

  private DagWeights start(List<CondensationCase> cells) {
    CondensationCase first = cells.getFirst();
    if (!first.hasInlineWeights()) {
      long[] seeds = cells.stream().mapToLong(CondensationCase::seed).toArray();
      DagWeights drawn =
          first.startsOrthonormal()
              ? DagWeights.orthonormal(
                  ops, problem.dag(), Precision.FP64, first.weightScale(), seeds)
              : DagWeights.gaussian(ops, problem.dag(), Precision.FP64, first.weightScale(), seeds);
      if (first.startsCoupled()) {
        drawn.couple();
      }
      return drawn;
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
    boolean[] running = new boolean[tracks.size()];
    Arrays.fill(running, true);
    for (int step = 0; ; step++) {
      watch.check();
      double[] losses = loss.evaluate();
      double[] norms = Arrays.stream(weights.dot(weights)).map(Math::sqrt).toArray();
      see(step, running);
      for (int b = 0; b < running.length; b++) {
        running[b] = running[b] && !look(b, time[b], losses[b], norms[b]);
      }
      if (IntStream.range(0, running.length).noneMatch(b -> running[b])) {
        return;
      }
      double[] rates = new double[running.length];
      for (int b = 0; b < running.length; b++) {
        rates[b] = running[b] ? step(tracks.get(b), norms[b]) : 0;
        time[b] += rates[b];
      }
      loss.descend(rates);
    }
  }

  /** Measures for all networks at once what costs less so. */
  private void see(int step, boolean[] running) {
    gauges.ifPresent(all -> {
      all.arrive();
      all.see(step, running);
    });
  }

  /** Shows a network to its track; answers whether its path ends there. */
  private boolean look(int replica, double time, double now, double norm) {
    Track track = tracks.get(replica);
    return track.look(
        time,
        now,
        norm,
        () -> snapshot(replica, track.steps(), time, now),
        () ->
            gauges
                .map(all -> all.read(replica, track.steps(), norm, rate(track, norm)))
                .orElseGet(LinkedHashMap::new));
  }

  /** Time scale of growth of a network of that size, β·|θ|^(L−2). */
  private double growth(double norm) {
    return problem.beta() * StrictMath.pow(norm, problem.depth() - 2.0);
  }

  /** η at a network of that size, shorter for every rise of its loss; a fixed one stays. */
  private double rate(Track track, double norm) {
    double rate = track.cell().learningRate();
    return track.cell().hasFixedStep()
        ? rate
        : StrictMath.pow(CUT, track.increases()) * rate / growth(norm);
  }

  /** The step that is taken there. */
  private double step(Track track, double norm) {
    double step = rate(track, norm);
    if (Double.isNaN(track.escapeTime())) {
      track.grewBy(step * growth(norm));
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
    weights.upload(replica, theta);
    double now = loss.evaluate()[replica];
    gauges.ifPresent(Gauges::arrive);
    return look(replica, time, now, Vectors.norm(theta));
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
    gauges.ifPresent(Gauges::close);
    loss.close();
    forward.close();
    weights.close();
    y.close();
    x.close();
  }
}
