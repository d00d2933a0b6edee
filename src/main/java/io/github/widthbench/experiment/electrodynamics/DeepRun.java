package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.experiment.Metrics;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Origin;
import io.github.widthbench.experiment.Watch;
import java.util.List;
import java.util.SequencedMap;

/**
 * Trains a network of given depth on the labels of another one, as the paper's experiment over
 * depth and width does. Nothing is stated about it, so it is reported and not judged.
 */
final class DeepRun {
  private static final List<String> OF_CHARGES =
      List.of("learned", "matched", "stopPoint", "traceResidual");

  private final ElectrodynamicsCase cell;
  private final Backend backend;
  private final Path<DeepNetwork> path;

  DeepRun(ElectrodynamicsCase cell, Backend backend, Watch watch) {
    this.cell = cell;
    this.backend = backend;
    path =
        new Path<>(
            cell.stop(),
            cell.recordAt(),
            watch,
            new Path.Probe<>() {
              @Override
              public double weightNorm(DeepNetwork network) {
                return network.weightNorm();
              }

              @Override
              public void show(DeepNetwork network, SequencedMap<String, Object> point) {
                point.put("testError", network.testError());
              }
            });
  }

  Outcome run() {
    try (DeepNetwork network = new DeepNetwork(backend.ops(), cell)) {
      descend(network);
      return outcome(network);
    }
  }

  private void descend(DeepNetwork network) {
    Pace pace = Pace.of(cell.stepping());
    double loss = network.evaluate();
    while (true) {
      double norm = network.differentiate();
      if (path.visit(network, loss, norm)) {
        return;
      }
      double next = path.isFlat(norm) ? Double.NaN : pace.next(network, loss, norm);
      if (Double.isNaN(next)) {
        path.rest(network, norm);
        return;
      }
      loss = next;
    }
  }

  /** How far a step goes; the same two rules as {@link Stepping}'s. */
  private interface Pace {
    /** Takes a step and answers the loss there; NaN where none is of use. */
    double next(DeepNetwork network, double loss, double norm);

    static Pace of(Stepping stepping) {
      return switch (stepping) {
        case Stepping.Fixed(double rate) ->
            (network, _, _) -> {
              network.step(rate);
              return network.evaluate();
            };
        case Stepping.Backtracking(double first) -> {
          double[] step = {first / 2};
          yield (network, loss, norm) -> {
            for (step[0] *= 2; step[0] * norm > Stepping.Backtracking.SHORTEST; step[0] /= 2) {
              network.step(step[0]);
              double tried = network.evaluate();
              if (tried <= loss - Stepping.Backtracking.ENOUGH * step[0] * norm * norm) {
                return tried;
              }
            }
            network.step(0);
            return Double.NaN;
          };
        }
      };
    }
  }

  private Outcome outcome(DeepNetwork network) {
    Metrics metrics = new Metrics();
    path.putMetrics(cell.tolerances(), metrics);
    metrics.put("testError", network.testError());
    metrics.put("trivialError", network.trivialError());
    for (String name : OF_CHARGES) {
      metrics.put(name, Double.NaN, "networks of a depth have no charges");
    }
    List<Verdict> verdicts =
        CellStatements.NAMES.stream()
            .map(name ->
                Verdict.undecided(
                    name,
                    Origin.RE_DERIVED,
                    "hypothesis: charges, found a network of depth %d, needed a study without depth"
                        .formatted(cell.depth())))
            .toList();
    return metrics.outcome(path.whyNotConverged(), path.curve(), verdicts, List.of());
  }
}
