package io.github.widthbench.experiment.condensation;

import io.github.widthbench.experiment.Monitors;
import io.github.widthbench.experiment.Monitors.Alarm;
import io.github.widthbench.experiment.Watch;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The path of one network in training: every loss, looks at some steps, and what to watch for. */
final class Track {

  /** Where a path is looked at whatever its steps. */
  enum Event {
    START,
    /** Half of the blow-up time: amid the plateau. */
    HALF,
    /** As large as the effective dynamics at nine tenths of the blow-up time. */
    NEAR,
    /** Half of what a linear function of ⟨ẑ, x⟩ can explain is explained. */
    ESCAPE,
    END
  }

  private final CondensationCase cell;
  private final Problem problem;
  private final Prediction prediction;
  private final Watch watch;
  private final Monitors monitors;
  private final NavigableSet<Double> recordAt;
  private final double stopResidual;
  private final double nearNorm;
  private final List<Double> losses = new ArrayList<>();
  private final List<Double> times = new ArrayList<>();
  private final List<Snapshot> shown = new ArrayList<>();
  private final Map<Event, Snapshot> events = new EnumMap<>(Event.class);
  private final Map<Integer, SequencedMap<String, Double>> watched = new HashMap<>();
  private double escapeTime = Double.NaN;
  private double largestNorm;
  private double largestGrowth;
  private int increases;
  private int converged = -1;
  private @Nullable Alarm alarm;

  Track(
      CondensationCase cell,
      Problem problem,
      Prediction prediction,
      InputWeights start,
      Watch watch) {
    this.cell = cell;
    this.problem = problem;
    this.prediction = prediction;
    this.watch = watch;
    monitors = Monitors.of(cell.settings());
    recordAt = cell.recordAt();
    double labels = Math.sqrt(2 * problem.data().sampleCount() * problem.firstLoss());
    stopResidual = cell.stopResidual(labels, problem.data().sampleCount());
    nearNorm = Math.sqrt(prediction.nearNorm() * prediction.nearNorm() + start.constantPart());
  }

  /**
   * Takes in one step.
   *
   * @param norm |θ|, of all weights
   * @param snapshot made only where the step is looked at
   * @param gauges what the monitors read, asked only where they are due or the step is looked at
   * @return whether the path ends here
   */
  boolean look(
      double time,
      double loss,
      double norm,
      Supplier<Snapshot> snapshot,
      Supplier<SequencedMap<String, Double>> gauges) {
    int step = losses.size();
    double before = losses.isEmpty() ? Double.NaN : losses.getLast();
    losses.add(loss);
    times.add(time);
    largestNorm = Math.max(largestNorm, norm);
    if (loss > before * (1 + 1e-12)) {
      increases++;
    }
    if (Double.isNaN(escapeTime) && loss <= problem.escapeLoss()) {
      escapeTime = step == 0 ? 0 : crossing(step, before);
    }
    if (converged < 0 && residual(loss) <= stopResidual) {
      converged = step;
    }
    double t = cell.isFlow() ? time : step;
    boolean ends = ends(step, time, loss) || (monitors.isDue(step) && isHalted(t, gauges.get()));
    List<Event> news = news(step, time, norm, ends);
    boolean power = !cell.isFlow() && (step & (step - 1)) == 0;
    if (!news.isEmpty() || power || recordAt.contains(t)) {
      Snapshot look = snapshot.get();
      shown.add(look);
      watched.put(step, gauges.get());
      news.forEach(event -> events.put(event, look));
    }
    return ends;
  }

  /** Where the loss crossed the escape level in the last step, taken as a line. */
  private double crossing(int step, double before) {
    double share = (before - problem.escapeLoss()) / (before - losses.get(step));
    return times.get(step - 1) + share * (times.get(step) - times.get(step - 1));
  }

  private List<Event> news(int step, double time, double norm, boolean ends) {
    List<Event> news = new ArrayList<>();
    if (step == 0) {
      news.add(Event.START);
    }
    if (prediction.isKnown() && isNew(Event.HALF) && time >= prediction.time() / 2) {
      news.add(Event.HALF);
    }
    if (isNew(Event.NEAR) && norm >= nearNorm) {
      news.add(Event.NEAR);
    }
    if (isNew(Event.ESCAPE) && !Double.isNaN(escapeTime)) {
      news.add(Event.ESCAPE);
    }
    if (ends) {
      news.add(Event.END);
    }
    return news;
  }

  private boolean isNew(Event event) {
    return !events.containsKey(event);
  }

  private boolean ends(int step, double time, double loss) {
    double last = recordAt.isEmpty() ? 0 : recordAt.last();
    boolean met = converged >= 0 || step >= cell.cap() || time >= cell.stopTime();
    return !Double.isFinite(loss) || (met && (cell.isFlow() ? time : step) >= last);
  }

  /** Whether a monitor is out of its bounds at {@code t}, a step or a time. */
  private boolean isHalted(double t, SequencedMap<String, Double> values) {
    Number clock = cell.isFlow() ? (Number) t : (Number) (int) t;
    watch.show(Monitors.text(clock, values));
    alarm = monitors.alarm(clock, values).orElse(null);
    return alarm != null;
  }

  /** A step's size over the time scale of growth, η·β·|θ|^(L−2). */
  void grewBy(double growth) {
    largestGrowth = Math.max(largestGrowth, growth);
  }

  /** Replaces the time of escape by a finer one. */
  void escapedAt(double time) {
    escapeTime = time;
  }

  double residual(double loss) {
    return Math.sqrt(2 * problem.data().sampleCount() * loss);
  }

  CondensationCase cell() {
    return cell;
  }

  Problem problem() {
    return problem;
  }

  Prediction prediction() {
    return prediction;
  }

  List<Snapshot> shown() {
    return shown;
  }

  Optional<Snapshot> at(Event event) {
    return Optional.ofNullable(events.get(event));
  }

  /** Names of the events at a snapshot. */
  List<Event> eventsAt(Snapshot snapshot) {
    return events.entrySet().stream()
        .filter(e -> e.getValue().step() == snapshot.step())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** What the monitors read at a snapshot, by their names. */
  SequencedMap<String, Double> watchedAt(Snapshot snapshot) {
    return watched.getOrDefault(snapshot.step(), new LinkedHashMap<>());
  }

  /** The monitor that ended the path, if one did. */
  Optional<Alarm> alarm() {
    return Optional.ofNullable(alarm);
  }

  /** NaN where the plateau was not left. */
  double escapeTime() {
    return escapeTime;
  }

  double finalLoss() {
    return losses.getLast();
  }

  int steps() {
    return losses.size() - 1;
  }

  /** The first step that meets the stop rule. */
  OptionalInt convergedAt() {
    return converged < 0 ? OptionalInt.empty() : OptionalInt.of(converged);
  }

  /** The first step with |f − y| at most that share of |y|. */
  OptionalInt firstAtMost(double share) {
    double level = share * share * problem.firstLoss();
    for (int step = 0; step < losses.size(); step++) {
      if (losses.get(step) <= level) {
        return OptionalInt.of(step);
      }
    }
    return OptionalInt.empty();
  }

  /** The largest |θ| on the way. */
  double largestNorm() {
    return largestNorm;
  }

  /** The largest η·β·|θ|^(L−2) before the escape. */
  double largestGrowth() {
    return largestGrowth;
  }

  /** Steps in which the loss rose. */
  int increases() {
    return increases;
  }
}
