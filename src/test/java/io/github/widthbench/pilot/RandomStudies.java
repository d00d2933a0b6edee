package io.github.widthbench.pilot;

import io.github.widthbench.experiment.Experiment;
import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.condensation.CondensationExperiment;
import io.github.widthbench.experiment.exponential.ExponentialExperiment;
import io.github.widthbench.experiment.momentum.MomentumExperiment;
import io.github.widthbench.results.CellRecord;
import java.util.List;
import java.util.Random;

/** Small studies of six widths and ten seeds, drawn at random. */
final class RandomStudies {

  private RandomStudies() {}

  /** A study and what runs it. */
  record Drawn(String name, String yaml, Experiment experiment) {}

  /** Three of five are of exponential, one of momentum, one of condensation. */
  static Drawn draw(int seed) {
    Random random = new Random(31L * seed + 7);
    return switch (seed % 5) {
      case 3 -> momentum(random);
      case 4 -> condensation(random);
      default -> exponential(random);
    };
  }

  static CellRecord record(Finished finished) {
    return new CellRecord(
        finished.cell().id(),
        "trial",
        finished.cell().coordinates(),
        finished.outcome(),
        new CellRecord.Timing(1e-3, 1, false),
        new CellRecord.Ran("cpu", "any", "fp64", true),
        0);
  }

  private static Drawn exponential(Random random) {
    String activation = pick(random, "exp", "exp", "tanh", "relu", "erf", "sigmoid", "softplus");
    String start = pick(random, "coupled", "iid");
    int n = 4 + random.nextInt(5);
    String yaml =
        """
        experiment: exponential
        axes: {width: {pow2: [4, 9]}, seed: {count: 10}}
        fixed:
          data: {kind: %s, sampleCount: %d, inputDim: %d, radius: %s, seed: %d}
          labels: {kind: %s}
          activation: %s
          initialization: %s
          learningRate: {scaled: %s}
          stop: {relativeResidual: %s, cap: 20000}
        """
            .formatted(
                "sphere",
                n,
                n + random.nextInt(4),
                pick(random, "0.5", "1"),
                random.nextInt(1000),
                pick(random, "sign", "smooth"),
                activation,
                start,
                pick(random, "0.5", "1", "1.5"),
                pick(random, "0.1", "0.03"));
    return new Drawn(
        "exponential, %s, %s, n = %d".formatted(activation, start, n),
        yaml,
        new ExponentialExperiment());
  }

  private static Drawn momentum(Random random) {
    String algorithm = pick(random, "{kind: descent}", "{kind: adaptive, ratio: 0.5}");
    String yaml =
        """
        experiment: momentum
        axes: {width: {pow2: [2, 7]}, seed: {count: 10}}
        fixed:
          data: {kind: orthonormal, sampleCount: 6, inputDim: 8, seed: %d}
          labels: {kind: sign}
          architecture: {kind: layered, family: %s, depth: %d}
          activation: tanh
          algorithm: %s
          learningRate: {scaled: %s}
          stop: {gradient: 1e-2, cap: 3000}
        """
            .formatted(
                random.nextInt(1000),
                pick(random, "allSkips", "sequential"),
                2 + random.nextInt(2),
                algorithm,
                pick(random, "0.2", "0.5"));
    return new Drawn("momentum, " + algorithm, yaml, new MomentumExperiment());
  }

  private static Drawn condensation(Random random) {
    String scale = pick(random, "0.3", "0.1");
    String yaml =
        """
        experiment: condensation
        axes: {width: {pow2: [2, 7]}, seed: {count: 10}}
        fixed:
          data: {kind: sphere, sampleCount: 12, inputDim: 4, seed: %d}
          labels: {kind: smooth}
          activation: tanh
          depth: %d
          initialization: {scaled: %s}
          learningRate: {scaled: 0.1}
          stop: {relativeResidual: 0.3, cap: 4000}
        """
            .formatted(random.nextInt(1000), 2 + random.nextInt(2), scale);
    return new Drawn("condensation, scale " + scale, yaml, new CondensationExperiment());
  }

  private static String pick(Random random, String... words) {
    return List.of(words).get(random.nextInt(words.length));
  }
}
