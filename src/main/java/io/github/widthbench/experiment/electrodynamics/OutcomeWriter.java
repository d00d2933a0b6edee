package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Outcome.Status;
import io.github.widthbench.experiment.electrodynamics.CellRun.Measured;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Turns what was measured into the outcome of a record. */
final class OutcomeWriter {
  private final Measured measured;
  private final Path<Neurons> path;
  private final SequencedMap<String, Object> metrics = new LinkedHashMap<>();
  private final SequencedMap<String, String> reasons = new LinkedHashMap<>();

  OutcomeWriter(Measured measured) {
    this.measured = measured;
    this.path = measured.path();
  }

  Outcome write() {
    path.putMetrics(measured.cell().tolerances(), metrics, reasons);
    recovery();
    mechanics();
    CellStatements statements = new CellStatements(measured);
    statements
        .hit()
        .ifPresent(hit -> {
          metrics.put("startOverlap", hit.from());
          metrics.put("hittingTime", hit.observed());
          metrics.put("predictedHittingTime", hit.predicted());
        });
    return new Outcome(
        Status.OK, path.whyNotConverged(), metrics, reasons, path.curve(), statements.judge());
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
}
