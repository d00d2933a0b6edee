package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Outcome.Status;
import io.github.widthbench.experiment.electrodynamics.CellRun.Measured;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.OptionalInt;
import java.util.SequencedMap;

/** Turns what was measured into the outcome of a record. */
final class OutcomeWriter {
  private final Measured measured;
  private final Path path;
  private final SequencedMap<String, Object> metrics = new LinkedHashMap<>();
  private final SequencedMap<String, String> reasons = new LinkedHashMap<>();

  OutcomeWriter(Measured measured) {
    this.measured = measured;
    this.path = measured.path();
  }

  Outcome write() {
    OptionalInt reached = path.stoppedAt();
    training(reached);
    recovery();
    mechanics();
    pictures();
    CellStatements statements = new CellStatements(measured);
    statements
        .hit()
        .ifPresent(hit -> {
          metrics.put("startOverlap", hit.from());
          metrics.put("hittingTime", hit.observed());
          metrics.put("predictedHittingTime", hit.predicted());
        });
    return new Outcome(
        Status.OK,
        reached.isPresent() ? null : whyNotConverged(),
        metrics,
        reasons,
        path.curve(),
        statements.judge());
  }

  private void training(OptionalInt reached) {
    metrics.put("converged", reached.isPresent());
    put("iterations", reached, "not converged");
    List<SequencedMap<String, Object>> iterationsTo = new ArrayList<>();
    for (double tolerance : measured.cell().tolerances()) {
      OptionalInt first = path.firstAtMost(tolerance);
      SequencedMap<String, Object> entry = new LinkedHashMap<>();
      entry.put("tolerance", tolerance);
      entry.put("iterations", orNaN(first));
      if (first.isEmpty()) {
        reasons.put("outcome.iterationsTo." + iterationsTo.size() + ".iterations", "not reached");
      }
      iterationsTo.add(entry);
    }
    metrics.put("iterationsTo", iterationsTo);
    metrics.put("finalLoss", path.finalLoss());
    metrics.put("finalResidual", Path.residual(path.finalLoss()));
    metrics.put("clipped", false);
  }

  private void recovery() {
    Matching matching = measured.matching();
    int protons = measured.population().protons().count();
    metrics.put("learned", matching.learned());
    metrics.put("matched", matching.matched());
    metrics.put("learnedShare", (double) matching.learned() / protons);
    metrics.put("matchDistance", matching.worst());
    if (!measured.staircase().isEmpty()) {
      metrics.put("staircase", measured.staircase());
    }
  }

  private void mechanics() {
    StopPoint stop = measured.stopPoint();
    metrics.put("stopPoint", stop.kind().label());
    metrics.put("antipodal", stop.antipodal());
    metrics.put("hessianIndex", stop.index() < 0 ? Double.NaN : (Number) stop.index());
    metrics.put("hessianMin", stop.smallest());
    if (stop.index() < 0) {
      reasons.put("outcome.hessianIndex", "more than 200 directions");
      reasons.put("outcome.hessianMin", "more than 200 directions");
    }
    double residual = measured.earnshaw().map(Earnshaw::residual).orElse(Double.NaN);
    metrics.put("traceResidual", residual);
    if (Double.isNaN(residual)) {
      reasons.put("outcome.traceResidual", "no electron away from kinks, or another domain");
    }
    List<SequencedMap<String, Object>> errors = new ArrayList<>();
    measured
        .sampledErrors()
        .forEach((samples, error) -> {
          SequencedMap<String, Object> entry = new LinkedHashMap<>();
          entry.put("samples", samples);
          entry.put("error", error);
          errors.add(entry);
        });
    if (!errors.isEmpty()) {
      metrics.put("gradientErrors", errors);
    }
  }

  private void pictures() {
    metrics.put(
        "potential",
        Profile.of(measured.cell().potential(), measured.population().protons().dim()));
    List<List<List<Double>>> ways = path.ways().of(measured.end());
    if (!ways.isEmpty()) {
      metrics.put("paths", ways);
      metrics.put(
          "protons",
          Arrays.stream(measured.population().protons().w()).map(Ways::rounded).toList());
    }
  }

  private void put(String name, OptionalInt value, String reason) {
    metrics.put(name, orNaN(value));
    if (value.isEmpty()) {
      reasons.put("outcome." + name, reason);
    }
  }

  /** A whole number, or NaN, which a record shows as null with its reason. */
  private static Number orNaN(OptionalInt value) {
    return value.isPresent() ? Integer.valueOf(value.getAsInt()) : (Number) Double.NaN;
  }

  private String whyNotConverged() {
    return Double.isFinite(path.finalLoss())
        ? "cap of %d steps reached at residual %s"
            .formatted(path.steps(), Path.residual(path.finalLoss()))
        : "overflow at t=" + path.steps();
  }
}
