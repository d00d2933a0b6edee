package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.experiment.Metrics;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.electrodynamics.CellRun.Measured;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;

/** Turns what was measured into the outcome of a record. */
final class OutcomeWriter {
  private final Measured measured;
  private final Path<Neurons> path;
  private final Metrics metrics = new Metrics();

  OutcomeWriter(Measured measured) {
    this.measured = measured;
    this.path = measured.path();
  }

  Outcome write() {
    path.putMetrics(measured.cell().tolerances(), metrics);
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
    return metrics.outcome(path.whyNotConverged(), path.curve(), statements.judge(), List.of());
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
    metrics.put("hessianIndex", stop.index(), "more than 200 directions");
    metrics.put("hessianMin", stop.smallest(), "more than 200 directions");
    metrics.put(
        "traceResidual",
        measured.earnshaw().map(Earnshaw::residual).orElse(Double.NaN),
        "no electron away from kinks, or another domain");
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
    List<List<List<Double>>> ways = path.ways().list();
    if (!ways.isEmpty()) {
      metrics.put("paths", ways);
      metrics.put(
          "protons",
          Arrays.stream(measured.population().protons().w()).map(Ways::rounded).toList());
    }
  }
}
