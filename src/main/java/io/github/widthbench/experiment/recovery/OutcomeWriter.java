package io.github.widthbench.experiment.recovery;

import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.experiment.Monitors.Alarm;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Outcome.Status;
import io.github.widthbench.experiment.recovery.Decay.Kind;
import io.github.widthbench.experiment.recovery.Path.Point;
import io.github.widthbench.spectrum.SingularValues;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Turns a finished run into the outcome of its record. */
final class OutcomeWriter {
  private static final String METRIC = "outcome.";

  private final Run run;
  private final Path path;
  private final TestSet test;
  private final SequencedMap<String, Object> metrics = new LinkedHashMap<>();
  private final SequencedMap<String, String> reasons = new LinkedHashMap<>();

  OutcomeWriter(Run run) {
    this.run = run;
    this.path = run.path();
    this.test = TestSet.of(run.cell().teacher());
  }

  /**
   * The outcome.
   *
   * @param flowDistance largest distance of descent from the flow; null for the flow itself
   */
  Outcome write(EigenSolver solver, @Nullable Double flowDistance) {
    training();
    decay();
    recovery();
    spectra();
    if (flowDistance != null) {
      metrics.put("learningRate", run.learningRate());
      number("flowDistance", flowDistance, "no time was compared");
    }
    Optional<Alarm> alarm = run.training().alarm();
    alarm.ifPresent(by -> metrics.putAll(by.metrics()));
    return new Outcome(
        Status.OK,
        run.training().converged() && alarm.isEmpty() ? null : whyNotConverged(),
        metrics,
        reasons,
        curve(),
        new Statements(run, solver).judge());
  }

  private void training() {
    boolean converged = run.training().converged();
    metrics.put("converged", converged);
    whole("iterations", converged ? Optional.of(path.last().step()) : Optional.empty());
    List<SequencedMap<String, Object>> list = new ArrayList<>();
    for (double tolerance : run.cell().tolerances()) {
      SequencedMap<String, Object> entry = new LinkedHashMap<>();
      entry.put("tolerance", tolerance);
      Optional<Integer> first =
          path.points().stream()
              .filter(p -> Math.sqrt(2 * p.loss()) <= tolerance)
              .findFirst()
              .map(Point::step);
      entry.put("iterations", first.<Number>map(v -> v).orElse(Double.NaN));
      if (first.isEmpty()) {
        reasons.put(METRIC + "iterationsTo." + list.size() + ".iterations", "not reached");
      }
      list.add(entry);
    }
    metrics.put("iterationsTo", list);
    number("finalLoss", path.last().loss(), "overflow");
    number("finalResidual", Math.sqrt(2 * path.last().loss()), "overflow");
    metrics.put("clipped", false);
    metrics.put("time", path.last().time());
  }

  private void decay() {
    Decay decay = run.decay();
    metrics.put("rateClass", decay.kind().label());
    number("rate", decay.rate(), "the loss does not fall");
    number("ratePredicted", run.ratePredicted(), "J vanishes at the limit");
    number("slope", decay.slope(), "the loss does not fall");
    if (decay.kind() == Kind.ALGEBRAIC) {
      number("rateConstant", decay.constant(), "the loss does not fall");
      if (new Hypotheses(run).general() == null && new Hypotheses(run).ofAlgebraic() == null) {
        Duplicates.Law law = run.duplicatesLaw();
        number("rateConstantPredicted", law.constant(), "the curvature vanishes");
        number("onset", law.onset(), "the curvature vanishes");
      }
    }
  }

  private void recovery() {
    Nearest nearest = run.limit().nearest();
    number("distance", nearest.distance(), "the student is narrower than the teacher");
    number("testRms", test.rms(run.loss(), path.last().theta()), "overflow");
    metrics.put("recovered", run.limit().recovered());
    metrics.put("groups", nearest.groups());
    if (run.hasBranches()) {
      Branches branches = run.branches();
      metrics.put("separation", branches.separation(nearest.groups(), run.inputDim()));
      metrics.put("dimension", branches.dimension(nearest.groups(), run.inputDim()));
      metrics.put("branches", branches.total().longValue());
    }
  }

  private void spectra() {
    SingularValues start = SingularValues.of(run.loss().jacobian(path.first().theta()));
    metrics.put("lambdaMax", start.largest() * start.largest());
    metrics.put("rank", run.limit().tangent().rank());
    List<Double> spectrum = new ArrayList<>();
    for (double sigma : run.limit().tangent().values()) {
      spectrum.addFirst(sigma * sigma);
    }
    metrics.put("spectrum", spectrum);
  }

  private List<SequencedMap<String, Object>> curve() {
    List<SequencedMap<String, Object>> curve = new ArrayList<>();
    for (Point point : path.points()) {
      double clock = run.cell().isFlow() ? point.time() : point.step();
      if (run.training().shown().contains(clock) || point.equals(path.last())) {
        SequencedMap<String, Object> entry = new LinkedHashMap<>();
        entry.put("t", run.cell().isFlow() ? (Object) point.time() : (Object) point.step());
        entry.put("loss", point.loss());
        entry.put("testRms", test.rms(run.loss(), point.theta()));
        entry.put("distance", Nearest.to(run.cell().teacher(), point.theta()).distance());
        entry.put("gradient", point.gradient());
        entry.putAll(run.training().watched(point.gradient(), point.theta()));
        curve.add(entry);
      }
    }
    return curve;
  }

  private void whole(String name, Optional<Integer> value) {
    metrics.put(name, value.<Number>map(v -> v).orElse(Double.NaN));
    if (value.isEmpty()) {
      reasons.put(METRIC + name, "not converged");
    }
  }

  private void number(String name, double value, String reason) {
    boolean finite = Double.isFinite(value);
    metrics.put(name, finite ? value : Double.NaN);
    if (!finite) {
      reasons.put(METRIC + name, reason);
    }
  }

  private String whyNotConverged() {
    if (run.training().alarm().isPresent()) {
      return run.training().alarm().orElseThrow().reason();
    }
    String stalled = run.training().stalled();
    return stalled != null
        ? stalled
        : "time %s reached at loss %s".formatted(path.last().time(), path.last().loss());
  }
}
