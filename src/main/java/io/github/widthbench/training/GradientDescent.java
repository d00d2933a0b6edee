package io.github.widthbench.training;

import io.github.widthbench.backend.DescentStretch;
import io.github.widthbench.backend.DescentTrace;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.TwoLayerBatch;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Gradient descent of a batch of networks, full-batch on ½|F − y|² unless it is given other steps.
 * Between two recorded points the device runs on its own; each network stops by its own rule.
 */
public final class GradientDescent {

  private final Ops ops;
  private final TwoLayerBatch net;
  private final Tensor x;
  private final Tensor y;
  private final Tensor f;
  private final double[] learningRate;
  private final StopRule stop;
  private final Steps steps;

  /**
   * Descent of {@code net} on the samples x with labels y.
   *
   * @param f batch × 1 × n, FP64: outputs, written here
   * @param learningRate of each network
   */
  public GradientDescent(
      Ops ops, TwoLayerBatch net, Samples samples, Tensor f, double[] learningRate, StopRule stop) {
    this.ops = ops;
    this.net = net;
    this.x = samples.x();
    this.y = samples.y();
    this.f = f;
    this.learningRate = learningRate.clone();
    this.stop = stop;
    this.steps = new Plain();
  }

  private GradientDescent(GradientDescent other, Steps steps) {
    this.ops = other.ops;
    this.net = other.net;
    this.x = other.x;
    this.y = other.y;
    this.f = other.f;
    this.learningRate = other.learningRate;
    this.stop = other.stop;
    this.steps = steps;
  }

  /** The same run by other steps. */
  public GradientDescent by(Steps steps) {
    return new GradientDescent(this, steps);
  }

  /** How weights move; a trajectory holds twice the loss, which is |F − y|² for the squared one. */
  public interface Steps {

    /** Twice the loss of each network at its outputs F. */
    double[] twiceLoss();

    /**
     * Takes a stretch of steps, and leaves F(W) where outputs are kept.
     *
     * @param from steps taken before
     */
    DescentTrace take(int from, DescentStretch stretch);
  }

  /** Full-batch steps on the squared loss. */
  private final class Plain implements Steps {
    @Override
    public double[] twiceLoss() {
      return new Objective(Loss.SQUARED, false).twiceLoss(f.toArray(), y.toArray());
    }

    @Override
    public DescentTrace take(int from, DescentStretch stretch) {
      return ops.twoLayerDescend(net, x, y, f, stretch);
    }
  }

  /**
   * Inputs and labels on the device.
   *
   * @param x 1 × n × d
   * @param y 1 × 1 × n, FP64
   */
  public record Samples(Tensor x, Tensor y) {}

  /** What looks at a run while it goes on. */
  public interface Observer {

    /** The networks marked {@code active} have taken {@code step} steps and are to be recorded. */
    void record(int step, boolean[] active);

    /** Called every fraction of a second; may throw to end the run. */
    void breathe();

    /** Steps between two looks of {@link #halt} besides the recorded points. */
    default int haltEvery() {
      return Integer.MAX_VALUE;
    }

    /**
     * Marks the networks that are to end here.
     *
     * @param running those that go on otherwise; all have taken {@code step} steps
     */
    default boolean[] halt(int step, boolean[] running) {
      return new boolean[running.length];
    }
  }

  /**
   * Runs every network to its end. Step 0, the powers of two, the steps {@code at} and each
   * network's last step are shown to the observer.
   */
  public List<Trajectory> run(NavigableSet<Integer> at, Observer observer) {
    ops.twoLayerForward(net, x, f);
    List<Trajectory> trajectories = start();
    boolean[] running = new boolean[net.replicas()];
    Arrays.fill(running, true);
    observer.record(0, running);
    int step = 0;
    settle(trajectories, running, step);
    halt(running, step, observer);
    while (any(running)) {
      int recorded = nextStop(step, at);
      boolean[] before = running.clone();
      step =
          advance(
              trajectories, running, step, Math.min(recorded, nextLook(step, observer)), observer);
      halt(running, step, observer);
      recordEnds(trajectories, shown(before, running, step == recorded), step, observer);
    }
    return trajectories;
  }

  private static int nextLook(int step, Observer observer) {
    int every = observer.haltEvery();
    return every == Integer.MAX_VALUE ? every : step - step % every + every;
  }

  private static void halt(boolean[] running, int step, Observer observer) {
    if (!any(running)) {
      return;
    }
    boolean[] halted = observer.halt(step, running.clone());
    for (int b = 0; b < running.length; b++) {
      running[b] &= !halted[b];
    }
  }

  /** The networks that stopped on the way here, and at a recorded point all that came. */
  private static boolean[] shown(boolean[] before, boolean[] running, boolean recorded) {
    boolean[] shown = before.clone();
    for (int b = 0; b < shown.length; b++) {
      shown[b] &= recorded || !running[b];
    }
    return shown;
  }

  private List<Trajectory> start() {
    return Arrays.stream(steps.twiceLoss()).mapToObj(Trajectory::new).toList();
  }

  /** The next step at which something is looked at: a recorded point, the cap, or the last duty. */
  private int nextStop(int step, NavigableSet<Integer> at) {
    NavigableSet<Integer> candidates = new TreeSet<>();
    candidates.add(Integer.highestOneBit(Math.max(step, 1)) * (step == 0 ? 1 : 2));
    candidates.add(lastPossible());
    candidates.add(stop.atLeast());
    Integer asked = at.higher(step);
    if (asked != null) {
      candidates.add(asked);
    }
    Integer next = candidates.higher(step);
    return next == null ? step + 1 : next;
  }

  private int lastPossible() {
    return Math.max(stop.cap(), stop.atLeast());
  }

  /** Descends to step {@code next} or until no network runs; returns the step reached. */
  private int advance(
      List<Trajectory> trajectories, boolean[] running, int from, int next, Observer observer) {
    int step = from;
    while (step < next && any(running)) {
      observer.breathe();
      int count = Math.min(next - step, ops.stretch(net, x.shape().rows()));
      DescentTrace trace =
          steps.take(step, new DescentStretch(count, learningRate, stopBelow(running, step)));
      for (int b = 0; b < running.length; b++) {
        trajectories.get(b).append(trace.squaredResiduals()[b]);
        trajectories.get(b).addClipped(trace.clipped()[b]);
      }
      step += count;
      settle(trajectories, running, step);
    }
    return step;
  }

  /** Squared residual at which each network stops; a settled one is held where it is. */
  private double[] stopBelow(boolean[] running, int step) {
    double[] below = new double[running.length];
    for (int b = 0; b < below.length; b++) {
      double own = step < stop.atLeast() ? -1 : stop.residual() * stop.residual();
      below[b] = running[b] ? own : Double.POSITIVE_INFINITY;
    }
    return below;
  }

  /** Marks the networks that have reached their end by {@code step}. */
  private void settle(List<Trajectory> trajectories, boolean[] running, int step) {
    for (int b = 0; b < running.length; b++) {
      if (running[b]) {
        Trajectory trajectory = trajectories.get(b);
        double squared = trajectory.squaredResidual(trajectory.steps());
        boolean converged = step >= stop.atLeast() && squared <= stop.residual() * stop.residual();
        running[b] = !converged && Double.isFinite(squared) && trajectory.steps() < lastPossible();
      }
    }
  }

  private void recordEnds(
      List<Trajectory> trajectories, boolean[] before, int step, Observer observer) {
    // networks that stopped before `step` show their last point; the others this one
    TreeSet<Integer> steps = new TreeSet<>();
    for (int b = 0; b < before.length; b++) {
      if (before[b]) {
        steps.add(Math.min(step, trajectories.get(b).steps()));
      }
    }
    for (int reached : steps) {
      boolean[] active = new boolean[before.length];
      for (int b = 0; b < active.length; b++) {
        active[b] = before[b] && trajectories.get(b).steps() == reached;
      }
      observer.record(reached, active);
    }
  }

  private static boolean any(boolean[] flags) {
    for (boolean flag : flags) {
      if (flag) {
        return true;
      }
    }
    return false;
  }
}
