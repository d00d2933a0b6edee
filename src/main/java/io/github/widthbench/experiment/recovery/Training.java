package io.github.widthbench.experiment.recovery;

import io.github.widthbench.experiment.Monitors;
import io.github.widthbench.experiment.Monitors.Alarm;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.experiment.recovery.Path.Point;
import io.github.widthbench.network.SquareLoss;
import io.github.widthbench.training.Flow;
import io.github.widthbench.training.GradientFlow;
import io.github.widthbench.training.Tolerance;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Trains a student along the gradient flow, or by descent, and keeps the path. */
final class Training {

  /** Steps of descent are kept where their number has grown by this share. */
  private static final double KEPT_GROWTH = 0.02;

  private static final double ABSOLUTE = 1e-14;

  private final Case cell;
  private final SquareLoss loss;
  private final Watch watch;
  private final Path path = new Path();
  private final NavigableSet<Double> shown = new TreeSet<>();
  private final Monitors monitors;
  private @Nullable Alarm alarm;
  private @Nullable String stalled;

  Training(Case cell, SquareLoss loss, Watch watch) {
    this.cell = cell;
    this.loss = loss;
    this.watch = watch;
    this.monitors = Monitors.of(cell.settings());
  }

  /** The path passed. */
  Path path() {
    return path;
  }

  /** Times of the flow, or steps of descent, that the curve is to show and that were reached. */
  NavigableSet<Double> shown() {
    return shown;
  }

  /** Why a run ended before its stop rule; null where it did not. */
  @Nullable String stalled() {
    return stalled;
  }

  /** Whether the last point meets the stop rule. */
  boolean converged() {
    return meets(path.last());
  }

  private boolean meets(Point point) {
    return point.loss() <= cell.stopLoss() || point.gradient() <= cell.stopGradient();
  }

  /** What the monitors read at a point. */
  SequencedMap<String, Double> watched(double gradient, double[] theta) {
    return monitors.read(name -> name.equals(Monitors.WEIGHT_NORM) ? norm(theta) : gradient);
  }

  /** The monitor that ended the run, if one did. */
  Optional<Alarm> alarm() {
    return Optional.ofNullable(alarm);
  }

  /** Whether a monitor is out of its bounds at step {@code step}. */
  private boolean isHalted(int step, Number t, double gradient, double[] theta) {
    if (monitors.isDue(step)) {
      SequencedMap<String, Double> values = watched(gradient, theta);
      watch.show(Monitors.text(t, values));
      alarm = monitors.alarm(t, values).orElse(null);
    }
    return alarm != null;
  }

  /** Follows θ′ = −∇R from the start of the cell. */
  void flow() {
    Tolerance tolerance = new Tolerance(cell.settings().number("algorithm.tolerance"), ABSOLUTE);
    GradientFlow flow = new GradientFlow(descending(loss), cell.start(), tolerance);
    NavigableSet<Double> at = cell.recordAt();
    double last = at.isEmpty() ? 0 : at.last();
    double end = Math.max(cell.stopTime(), last);
    keep(0, 0, flow.state());
    shown.add(0.0);
    double next = next(0, at, end);
    for (int step = 1; step <= cell.cap(); step++) {
      boolean done = flow.time() >= last && (meets(path.last()) || flow.time() >= end);
      if (done || isHalted(step - 1, flow.time(), path.last().gradient(), path.last().theta())) {
        return;
      }
      watch.check();
      if (!flow.step(next)) {
        stalled = "the flow could not be followed beyond t=" + flow.time();
        return;
      }
      keep(flow.time(), step, flow.state());
      if (flow.time() >= next) {
        shown.add(next);
        next = next(next, at, end);
      }
    }
    if (!meets(path.last()) && path.last().time() < end) {
      stalled = "cap of " + cell.cap() + " integrator steps reached at t=" + flow.time();
    }
  }

  private static double next(double time, NavigableSet<Double> at, double end) {
    double power = time < 1 ? 1 : 2 * Math.scalb(1, Math.getExponent(time));
    Double asked = at.higher(time);
    double next = asked == null ? power : Math.min(power, asked);
    return Math.min(next, time < end ? end : Double.POSITIVE_INFINITY);
  }

  /** Descends with step η from the start of the cell. */
  void descend(double eta) {
    NavigableSet<Double> at = cell.recordAt();
    double last = at.isEmpty() ? 0 : at.last();
    double[] theta = cell.start();
    double[] gradient = new double[theta.length];
    keep(0, 0, theta.clone());
    shown.add(0.0);
    int kept = 0;
    double now = loss.gradient(theta, gradient);
    for (int step = 1; step <= Math.max(cell.cap(), last); step++) {
      if ((step & 63) == 0) {
        watch.check();
      }
      for (int p = 0; p < theta.length; p++) {
        theta[p] -= eta * gradient[p];
      }
      now = loss.gradient(theta, gradient);
      boolean power = (step & (step - 1)) == 0;
      boolean wanted = power || at.contains((double) step);
      boolean halted = isHalted(step, step, norm(gradient), theta);
      boolean ends =
          halted
              || (step >= last
                  && (now <= cell.stopLoss()
                      || norm(gradient) <= cell.stopGradient()
                      || eta * step >= cell.stopTime()));
      if (wanted) {
        shown.add((double) step);
      }
      if (wanted || ends || step >= kept * (1 + KEPT_GROWTH) || step >= cell.cap()) {
        keep(eta * step, step, theta.clone());
        kept = step;
      }
      if (ends || !Double.isFinite(now)) {
        break;
      }
    }
    if (alarm != null) {
      return;
    }
    if (!Double.isFinite(now)) {
      stalled = "overflow at t=" + path.last().step();
    } else if (!converged() && path.last().step() >= cell.cap()) {
      stalled =
          "cap of %d steps reached at residual %s"
              .formatted(cell.cap(), Math.sqrt(2 * path.last().loss()));
    }
  }

  private void keep(double time, int step, double[] theta) {
    double[] gradient = new double[theta.length];
    double now = loss.gradient(theta, gradient);
    path.add(new Point(time, step, now, norm(gradient), theta));
  }

  /** The flow θ′ = −∇R with its exact Jacobian, minus the Hessian. */
  static Flow descending(SquareLoss loss) {
    return new Flow() {
      @Override
      public int size() {
        return loss.size();
      }

      @Override
      public void slope(double[] theta, double[] slope) {
        loss.gradient(theta, slope);
        negate(slope);
      }

      @Override
      public void jacobian(double[] theta, double[] matrix) {
        loss.hessian(theta, matrix);
        negate(matrix);
      }
    };
  }

  private static void negate(double[] values) {
    for (int i = 0; i < values.length; i++) {
      values[i] = -values[i];
    }
  }

  private static double norm(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return Math.sqrt(sum);
  }
}
