package io.github.widthbench.experiment.momentum;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.study.Study;
import io.github.widthbench.study.StudyReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Texts of studies, and how tests run them: on the reference, all cells of a study in one batch.
 */
final class Studies {
  static final MomentumExperiment EXPERIMENT = new MomentumExperiment();

  /** The smallest network with every skip, with published weights and data. */
  static final String G1 =
      """
      experiment: momentum
      fixed:
        data: {kind: inline, x: [[-1], [-0.5], [0.5], [1]], y: [[0.5], [0.1], [-0.2], [0.3]]}
        network:
          nodes:
            - {id: x, size: 1}
            - {id: h1, size: 1, activation: tanh}
            - {id: h2, size: 1, activation: tanh}
            - {id: o, size: 1, activation: linear}
          edges: [[x, h1], [x, h2], [h1, h2], [x, o], [h1, o], [h2, o]]
          inputs: [x]
          outputs: [o]
        weights:
          kind: inline
          edges:
            - {from: x, to: h1, W: [[0.5]]}
            - {from: x, to: h2, W: [[-0.3]]}
            - {from: h1, to: h2, W: [[0.8]]}
            - {from: x, to: o, W: [[0.2]]}
            - {from: h1, to: o, W: [[-0.6]]}
            - {from: h2, to: o, W: [[0.9]]}
        algorithm: {kind: adaptive, momentum: 0.05}
        learningRate: {value: 0.1}
        stop: {cap: 1000}
        record: {at: [0, 1, 2, 10, 100, 1000]}
      """;

  /** Small networks that converge in a few dozen steps. */
  static final String SMALL =
      """
      experiment: momentum
      axes:
        algorithm:
          - {kind: descent}
          - {kind: adaptive, ratio: 0.5}
          - {kind: adaptive, ratio: 0.5, scope: node}
          - {kind: heavyBall, momentum: 0.9}
        seed: {count: 3}
      fixed:
        data: {kind: orthonormal, sampleCount: 5, inputDim: 5}
        labels: {kind: sign}
        width: 6
        learningRate: {scaled: 0.3}
        stop: {gradient: 1e-3, cap: 500}
        tolerances: [1e-1, 1e-3]
      """;

  static final String AUTOENCODER =
      """
      experiment: momentum
      axes: {architecture.family: [sequential, matched, allSkips]}
      fixed:
        data: {kind: images, side: 4, sampleCount: 12, heldOut: 5}
        labels: {kind: inputs}
        architecture: {kind: autoencoder, code: 2}
        width: 8
        loss: mean
        learningRate: {scaled: 0.3}
        stop: {cap: 60}
        lossTolerances: [1, 1e-9]
      """;

  private Studies() {}

  static Study study(String yaml) {
    return new StudyReader(Map.of("momentum", EXPERIMENT.schema()))
        .parse(yaml, "test.yaml", "test", List.of());
  }

  /** All cells, checked first, each alone. */
  static List<Finished> run(String yaml) {
    Study study = study(yaml);
    study.cells().forEach(EXPERIMENT::check);
    List<Finished> finished = new ArrayList<>();
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      study
          .cells()
          .forEach(cell ->
              finished.add(
                  new Finished(
                      cell, EXPERIMENT.run(List.of(cell), backend, Watch.NONE).getFirst())));
    }
    return finished;
  }

  static Verdict verdict(List<Verdict> verdicts, String statement) {
    return verdicts.stream()
        .filter(v -> v.statement().equals("momentum." + statement))
        .findFirst()
        .orElseThrow();
  }

  static double at(Outcome outcome, int t, String key) {
    return outcome.curve().stream()
        .filter(p -> Integer.valueOf(t).equals(p.get("t")))
        .mapToDouble(p -> ((Number) p.getOrDefault(key, Double.NaN)).doubleValue())
        .findFirst()
        .orElseThrow();
  }
}
