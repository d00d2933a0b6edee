package io.github.widthbench.experiment.recovery;

import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.experiment.Metrics;
import io.github.widthbench.experiment.Monitors.Alarm;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.recovery.Decay.Kind;
import io.github.widthbench.experiment.recovery.Path.Point;
import io.github.widthbench.spectrum.SingularValues;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** Turns a finished run into the outcome of its record. */
final class OutcomeWriter {
  private final Run run;
  private final Path path;
  private final TestSet test;
  private final Metrics metrics = new Metrics();

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
      metrics.put("flowDistance", flowDistance, "no time was compared");
    }
    Optional<Alarm> alarm = run.training().alarm();
    alarm.ifPresent(by -> by.putTo(metrics));
    curve();
    return metrics.outcome(
        run.training().converged() && alarm.isEmpty() ? null : whyNotConverged(),
        new Statements(run, solver).judge());
  }

  private void training() {
    boolean converged = run.training().converged();
    metrics.iterations(
        converged ? OptionalInt.of(path.last().step()) : OptionalInt.empty(),
        run.cell().tolerances(),
        path::firstAtMost);
    metrics.loss(path.last().loss(), Math.sqrt(2 * path.last().loss()), "overflow");
    metrics.put("time", path.last().time());
  }

  private void decay() {
    Decay decay = run.decay();
    metrics.put("rateClass", decay.kind().label());
    metrics.put("rate", decay.rate(), "the loss does not fall");
    metrics.put("ratePredicted", run.ratePredicted(), "J vanishes at the limit");
    metrics.put("slope", decay.slope(), "the loss does not fall");
    if (decay.kind() == Kind.ALGEBRAIC) {
      metrics.put("rateConstant", decay.constant(), "the loss does not fall");
      if (new Hypotheses(run).general() == null && new Hypotheses(run).ofAlgebraic() == null) {
        Duplicates.Law law = run.duplicatesLaw();
        metrics.put("rateConstantPredicted", law.constant(), "the curvature vanishes");
        metrics.put("onset", law.onset(), "the curvature vanishes");
      }
    }
  }

  private void recovery() {
    Nearest nearest = run.limit().nearest();
    metrics.put("distance", nearest.distance(), "the student is narrower than the teacher");
    metrics.put("testRms", test.rms(run.loss(), path.last().theta()), "overflow");
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

  private void curve() {
    for (Point point : path.points()) {
      Number clock = run.cell().isFlow() ? (Number) point.time() : (Number) point.step();
      if (run.training().shown().contains(clock.doubleValue()) || point.equals(path.last())) {
        SequencedMap<String, Object> entry = metrics.point(clock);
        entry.put("loss", point.loss());
        entry.put("testRms", test.rms(run.loss(), point.theta()));
        entry.put("distance", Nearest.to(run.cell().teacher(), point.theta()).distance());
        entry.put("gradient", point.gradient());
        entry.putAll(run.training().watched(point.gradient(), point.theta()));
      }
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
