package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.experiment.Metrics;
import io.github.widthbench.experiment.Monitors;
import io.github.widthbench.experiment.Monitors.Alarm;
import io.github.widthbench.experiment.Watch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The way of a student: the loss at every step, curve points, and when to stop.
 *
 * @param <S> what the student is at a step
 */
final class Path<S> {

  /**
   * When to stop; the first that is met ends.
   *
   * @param residual root of the loss
   * @param gradient its norm
   * @param cap steps
   * @param monitors what is watched, and ends a path that leaves its bounds
   */
  record Stop(double residual, double gradient, int cap, Monitors monitors) {}

  /**
   * What is looked at besides loss and gradient.
   *
   * @param <S> what the student is at a step
   */
  @FunctionalInterface
  interface Probe<S> {
    /** |w|, over all that is trained. */
    double weightNorm(S student);

    /** Adds what else a curve point shows; nothing by default. */
    default void show(S student, SequencedMap<String, Object> point) {}
  }

  /** Between two looks at the watch. */
  private static final int BREATH = 64;

  /** A share by which a loss that still falls would have fallen over half the way. */
  private static final double STILL_FALLS = 0.02;

  private final Stop stop;
  private final NavigableSet<Integer> recordAt;
  private final Watch watch;
  private final Probe<S> probe;
  private final List<Double> losses = new ArrayList<>();
  private final List<SequencedMap<String, Object>> curve = new ArrayList<>();
  private final Ways ways = new Ways();
  private boolean resting;
  private @Nullable Alarm alarm;

  /**
   * An empty path.
   *
   * @param recordAt steps that the curve must show
   */
  Path(Stop stop, NavigableSet<Integer> recordAt, Watch watch, Probe<S> probe) {
    this.stop = stop;
    this.recordAt = recordAt;
    this.watch = watch;
    this.probe = probe;
  }

  /** Adds a state; answers whether to stop there because of the loss, a monitor or the cap. */
  boolean visit(S student, double loss, double gradient) {
    if (student instanceof Neurons electrons) {
      ways.visit(electrons.w());
    }
    return step(student, loss, gradient);
  }

  /** Adds a state whose electrons, one of them without a charge as yet, are at {@code places}. */
  boolean visit(S student, double[][] places, double loss, double gradient) {
    ways.visit(places);
    return step(student, loss, gradient);
  }

  private boolean step(S student, double loss, double gradient) {
    int t = losses.size();
    losses.add(loss);
    if (t % BREATH == 0) {
      watch.check();
    }
    boolean required = t <= (recordAt.isEmpty() ? 0 : recordAt.last());
    boolean met = residual(loss) <= stop.residual() && !required;
    boolean ended = t >= stop.cap() || met || Double.isNaN(loss);
    boolean last = ended || isHalted(t, student, gradient);
    if (Integer.bitCount(t) <= 1 || recordAt.contains(t) || last) {
      record(t, student, loss, gradient);
    }
    return last;
  }

  /** Whether a monitor is out of its bounds. */
  private boolean isHalted(int t, S student, double gradient) {
    if (stop.monitors().isDue(t)) {
      SequencedMap<String, Double> values = watched(student, gradient);
      watch.show(Monitors.text(t, values));
      alarm = stop.monitors().alarm(t, values).orElse(null);
    }
    return alarm != null;
  }

  private SequencedMap<String, Double> watched(S student, double gradient) {
    return stop.monitors()
        .read(name -> name.equals(Monitors.WEIGHT_NORM) ? probe.weightNorm(student) : gradient);
  }

  private void record(int t, S student, double loss, double gradient) {
    SequencedMap<String, Object> point = new LinkedHashMap<>();
    point.put("t", t);
    point.put("loss", loss);
    point.put("gradient", gradient);
    probe.show(student, point);
    watched(student, gradient).forEach((name, value) -> Metrics.putFinite(point, name, value));
    curve.add(point);
  }

  /** Whether a gradient counts as 0. */
  boolean isFlat(double gradient) {
    return gradient <= stop.gradient();
  }

  /** Says that no step from the last state is of use, and makes it a curve point. */
  void rest(S student, double gradient) {
    resting = true;
    int t = losses.size() - 1;
    if (!Integer.valueOf(t).equals(curve.getLast().get("t"))) {
      record(t, student, losses.getLast(), gradient);
    }
  }

  /** Forgets a rest, as another electron moves on. */
  void resume() {
    resting = false;
  }

  int steps() {
    return Math.max(0, losses.size() - 1);
  }

  double loss(int t) {
    return losses.get(t);
  }

  double finalLoss() {
    return losses.getLast();
  }

  List<SequencedMap<String, Object>> curve() {
    return curve;
  }

  /** Where the electrons went, for a picture. */
  Ways ways() {
    return ways;
  }

  /** The first step with a residual of at most that. */
  OptionalInt firstAtMost(double residual) {
    for (int t = 0; t < losses.size(); t++) {
      if (residual(losses.get(t)) <= residual) {
        return OptionalInt.of(t);
      }
    }
    return OptionalInt.empty();
  }

  /** The first step that meets a stop other than the cap. */
  OptionalInt stoppedAt() {
    OptionalInt first = firstAtMost(stop.residual());
    return first.isEmpty() && resting ? OptionalInt.of(steps()) : first;
  }

  /** The monitor that ended the path, if one did. */
  Optional<Alarm> alarm() {
    return Optional.ofNullable(alarm);
  }

  /** Puts the metrics that every training has. */
  void putMetrics(List<Double> tolerances, Metrics metrics) {
    metrics.iterations(stoppedAt(), tolerances, this::firstAtMost);
    metrics.loss(finalLoss(), residual(finalLoss()), "overflow");
    alarm().ifPresent(by -> by.putTo(metrics));
  }

  /** Why no stop other than the cap was met, or which monitor ended the path; null otherwise. */
  @Nullable String whyNotConverged() {
    if (alarm != null) {
      return alarm.reason();
    }
    if (stoppedAt().isPresent()) {
      return null;
    }
    return Double.isFinite(finalLoss())
        ? "cap of %d steps reached at residual %s".formatted(steps(), residual(finalLoss()))
        : "overflow at t=" + steps();
  }

  /**
   * Whether the loss has ceased to fall.
   *
   * @param kinked whether electrons may chatter about a kink of the potential, and so never rest
   */
  boolean isSettled(boolean kinked) {
    if (stoppedAt().isPresent() || !kinked) {
      return stoppedAt().isPresent();
    }
    int half = losses.size() / 2;
    return half > 10 && lowest(half, losses.size()) >= (1 - STILL_FALLS) * lowest(0, half);
  }

  private double lowest(int from, int to) {
    return losses.subList(from, to).stream().mapToDouble(v -> v).min().orElse(Double.NaN);
  }

  static double residual(double loss) {
    return Math.sqrt(Math.max(loss, 0)); // rounding may take a loss of 0 below it
  }
}
