package io.github.widthbench.experiment.momentum;

import io.github.widthbench.backend.Ops;
import io.github.widthbench.experiment.Monitors;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.network.DagHessian;
import io.github.widthbench.network.DagLoss;
import io.github.widthbench.network.DagWeights;
import io.github.widthbench.spectrum.HessianNorm;
import io.github.widthbench.training.AdaptiveMomentum;
import io.github.widthbench.training.AdaptiveMomentum.Rule;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;

/**
 * Steps a batch of networks, each to its own end, and measures on the way. What a network's track
 * gets to see does not depend on the others of the batch.
 */
final class Training implements AutoCloseable {

  /** Products with the Hessian at the start, where the step may depend on it. */
  private static final int FIRST = 60;

  /** Products where the vector comes from a point nearby. */
  private static final int LATER = 6;

  /** Curvature is measured again when the number of steps has grown by this part. */
  private static final double GROWTH = 0.2;

  private final DagLoss loss;
  private final DagWeights weights;
  private final DagHessian hessian;
  private final HessianNorm norm;
  private final DagWeights anchor;
  private final DagWeights difference;
  private final Watch watch;
  private final Monitors monitors;
  private final int replicas;

  Training(Ops ops, DagLoss loss, Monitors monitors, Watch watch) {
    this.loss = loss;
    this.watch = watch;
    this.monitors = monitors;
    weights = loss.forward().weights();
    replicas = weights.replicas();
    hessian = new DagHessian(ops, loss);
    norm = new HessianNorm(ops, hessian);
    anchor = weights.zerosLike();
    difference = weights.zerosLike();
  }

  /**
   * When a network has reached its end.
   *
   * @param gradient largest |g| that ends a run
   * @param loss largest E that does
   * @param cap most steps
   * @param at steps that must be shown; training goes on to the last
   */
  record Stop(double gradient, double loss, int cap, NavigableSet<Integer> at) {
    int atLeast() {
      return at.isEmpty() ? 0 : at.last();
    }

    boolean isMet(Track track) {
      return track.gradient() <= gradient || track.loss() <= loss;
    }
  }

  /** |∇²E| of each network at the start; evaluates there. */
  double[] startCurvature() {
    loss.evaluate();
    loss.differentiate();
    boolean[] all = new boolean[replicas];
    Arrays.fill(all, true);
    watch.check();
    return norm.measure(FIRST, all);
  }

  /**
   * Trains to the end.
   *
   * @param rules how each network steps
   * @param tracks what each network writes to
   * @param first |∇²E| at the start
   */
  void run(List<Rule> rules, List<Track> tracks, double[] first, Stop stop) {
    boolean[] active = new boolean[replicas];
    Arrays.fill(active, true);
    anchor.copyFrom(weights);
    int nextLook = 1;
    try (AdaptiveMomentum momentum = new AdaptiveMomentum(loss, rules)) {
      for (int step = 0; any(active); step++) {
        watch.check();
        double[] now = loss.evaluate();
        loss.differentiate();
        momentum.look();
        arrive(tracks, active, step, now, momentum);
        boolean[] last = ends(tracks, active, stop, step);
        boolean look = step == nextLook;
        nextLook = look ? (int) Math.ceil(step * (1 + GROWTH)) : nextLook;
        boolean asked = monitors.isDue(step) && monitors.has(Monitors.STEP_CURVATURE);
        curvature(tracks, active, last, look || asked, step == 0 ? first : new double[0]);
        halt(tracks, active, last, step);
        show(tracks, active, last, stop, step);
        for (int b = 0; b < replicas; b++) {
          active[b] &= !last[b];
        }
        if (any(active)) {
          momentum.step(active);
          leave(tracks, active, momentum);
        }
      }
    }
  }

  private void arrive(
      List<Track> tracks, boolean[] active, int step, double[] now, AdaptiveMomentum momentum) {
    for (int b = 0; b < replicas; b++) {
      if (active[b]) {
        tracks.get(b).arrive(step, now[b], Math.sqrt(momentum.squaredGradient(b)));
      }
    }
  }

  private void leave(List<Track> tracks, boolean[] active, AdaptiveMomentum momentum) {
    for (int b = 0; b < replicas; b++) {
      if (active[b]) {
        tracks.get(b).leave(Math.sqrt(momentum.squaredStep(b)), momentum.factor(b));
      }
    }
  }

  private boolean[] ends(List<Track> tracks, boolean[] active, Stop stop, int step) {
    boolean[] last = new boolean[replicas];
    for (int b = 0; b < replicas; b++) {
      if (active[b]) {
        Track track = tracks.get(b);
        boolean met = stop.isMet(track);
        if (met) {
          track.meet();
        }
        last[b] = !isFinite(track) || (step >= stop.atLeast() && (met || step >= stop.cap()));
      }
    }
    return last;
  }

  /**
   * Measures the curvature on a schedule of steps; besides at every end, and long where E has risen
   * though it seemed certain not to, for there the measured curvature may lag behind.
   */
  private void curvature(
      List<Track> tracks, boolean[] active, boolean[] last, boolean look, double[] first) {
    boolean[] suspect = new boolean[replicas];
    boolean[] due = new boolean[replicas];
    for (int b = 0; b < replicas; b++) {
      Track track = tracks.get(b);
      boolean finite = isFinite(track);
      suspect[b] =
          active[b] && finite && track.roseNow() && track.certificate(track.lipschitz()) < 1;
      due[b] = active[b] && finite && !suspect[b] && (look || last[b]);
    }
    if (first.length > 0) {
      tell(tracks, active, first);
    } else {
      measure(tracks, due, LATER);
      measure(tracks, suspect, FIRST);
    }
    for (int b = 0; b < replicas; b++) {
      if (active[b]) {
        tracks.get(b).cover();
      }
    }
  }

  /** Ends the networks whose monitors are out of their bounds. */
  private void halt(List<Track> tracks, boolean[] active, boolean[] last, int step) {
    if (!monitors.isDue(step)) {
      return;
    }
    double[] squared = weights.dot(weights);
    for (int b = 0; b < replicas; b++) {
      if (active[b] && !last[b]) {
        Track track = tracks.get(b);
        Map<String, Double> values = track.watched(monitors, Math.sqrt(squared[b]));
        watch.show(Monitors.text(step, values));
        monitors.alarm(step, values).ifPresent(track::end);
        last[b] = track.alarm().isPresent();
      }
    }
  }

  private void measure(List<Track> tracks, boolean[] asked, int iterations) {
    if (any(asked)) {
      tell(tracks, asked, norm.measure(iterations, asked));
    }
  }

  private void tell(List<Track> tracks, boolean[] asked, double[] norms) {
    for (int b = 0; b < replicas; b++) {
      if (asked[b]) {
        tracks.get(b).curvature(norms[b]);
      }
    }
  }

  /** Step 0, the powers of two, the steps asked for and each network's last step are shown. */
  private void show(List<Track> tracks, boolean[] active, boolean[] last, Stop stop, int step) {
    boolean power = (step & (step - 1)) == 0;
    boolean all = power || stop.at().contains(step);
    if (!all && !any(last)) {
      return;
    }
    double[] squared = weights.dot(weights);
    difference.copyFrom(weights);
    double[] minus = new double[replicas];
    Arrays.fill(minus, -1);
    difference.add(minus, anchor);
    double[] moved = difference.dot(difference);
    for (int b = 0; b < replicas; b++) {
      if (active[b] && (all || last[b])) {
        Track track = tracks.get(b);
        double norm = Math.sqrt(squared[b]);
        track.weights(norm, moved[b], power);
        track.show(norm, track.watched(monitors, norm));
      }
    }
    if (power) {
      anchor.copyFrom(weights);
    }
  }

  private static boolean isFinite(Track track) {
    return Double.isFinite(track.loss()) && Double.isFinite(track.gradient());
  }

  private static boolean any(boolean[] flags) {
    for (boolean flag : flags) {
      if (flag) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    norm.close();
    hessian.close();
    anchor.close();
    difference.close();
  }
}
