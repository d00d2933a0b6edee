package io.github.widthbench.experiment.exponential;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.GaussianBatch;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.experiment.exponential.Progress.Tangent;
import io.github.widthbench.math.Precision;
import io.github.widthbench.network.TwoLayers.Movement;
import io.github.widthbench.spectrum.Spectrum;
import io.github.widthbench.training.Trajectory;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks at coupled networks before their first step, and takes none. Outputs are 0 and Gram
 * matrices come from weights that are drawn as they are needed, so that memory does not grow with
 * the width.
 */
final class StartRun {
  private final List<ExponentialCase> cases;
  private final Problem problem;
  private final Backend backend;
  private final Watch watch;

  StartRun(List<ExponentialCase> cases, Problem problem, Backend backend, Watch watch) {
    this.cases = cases;
    this.problem = problem;
    this.backend = backend;
    this.watch = watch;
  }

  List<Outcome> run() {
    List<double[]> grams = new ArrayList<>();
    for (ExponentialCase settings : cases) {
      watch.check();
      grams.add(gram(settings));
    }
    int n = problem.sampleCount();
    List<Spectrum> spectra = Spectrum.ofEach(grams, n, backend.eigenSolver());
    double[] outputs = new double[n];
    double squared = problem.squaredResidual(outputs);
    List<Outcome> outcomes = new ArrayList<>();
    for (int b = 0; b < cases.size(); b++) {
      Progress progress = new Progress();
      Tangent tangent = new Tangent(grams.get(b), spectra.get(b));
      progress.add(0, squared / 2, Math.sqrt(squared), outputs, tangent);
      outcomes.add(
          new OutcomeWriter(cases.get(b), problem, progress, new Trajectory(squared))
              .write(
                  new Movement(0, 0),
                  outputs,
                  new double[problem.heldOutX().length],
                  backend.eigenSolver()));
    }
    return outcomes;
  }

  /** A pair's neurons start alike, so a Gram matrix is that of one neuron of each. */
  private double[] gram(ExponentialCase settings) {
    Ops ops = backend.ops();
    int n = problem.sampleCount();
    GaussianBatch pairs =
        new GaussianBatch(
            settings.activation(),
            settings.precision(),
            settings.deviation(),
            settings.width() / 2,
            settings.seed());
    try (Tensor x = ops.allocate(settings.precision(), new Shape(1, n, problem.inputDim()));
        Tensor h = ops.allocate(Precision.FP64, new Shape(1, n, n))) {
      x.upload(BatchRun.flat(problem.x()));
      ops.gaussianGram(pairs, x, h);
      return h.toArray();
    }
  }
}
