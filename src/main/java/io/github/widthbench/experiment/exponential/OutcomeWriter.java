package io.github.widthbench.experiment.exponential;

import io.github.widthbench.experiment.Metrics;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.PrecisionCautions;
import io.github.widthbench.network.TwoLayers.Movement;
import io.github.widthbench.spectrum.LinearTheory;
import io.github.widthbench.training.Trajectory;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Turns a finished run into the outcome of its record. */
final class OutcomeWriter {
  private final ExponentialCase settings;
  private final Problem problem;
  private final Progress progress;
  private final Trajectory trajectory;
  private final Metrics metrics = new Metrics();

  OutcomeWriter(
      ExponentialCase settings, Problem problem, Progress progress, Trajectory trajectory) {
    this.settings = settings;
    this.problem = problem;
    this.progress = progress;
    this.trajectory = trajectory;
  }

  /**
   * The outcome.
   *
   * @param outputs on the training points at the end
   * @param heldOut outputs on the held-out points, empty if there are none
   */
  Outcome write(Movement movement, double[] outputs, double[] heldOut) {
    OptionalInt reached = trajectory.firstAtMost(settings.stopResidual(problem));
    training(reached);
    spectra();
    distances(movement);
    generalisation(outputs, heldOut);
    theory();
    return metrics.outcome(
        reached.isPresent() && trajectory.overflowedAt().isEmpty() ? null : whyNotConverged(),
        progress.curve(),
        new CellStatements(settings, problem, progress, trajectory).judge(),
        cautions());
  }

  /** By the spectra of the whole path: the rate is judged by the smallest eigenvalue on it. */
  private List<String> cautions() {
    PrecisionCautions cautions = new PrecisionCautions(settings.precision());
    return Stream.of(
            cautions.ofEigenvalue(progress.lowest(), progress.highest()),
            cautions.ofWidth(settings.width()))
        .flatMap(Optional::stream)
        .toList();
  }

  private void training(OptionalInt reached) {
    metrics.iterations(reached, settings.tolerances(), trajectory::firstAtMost);
    double residual = trajectory.finalResidual();
    metrics.put("finalLoss", residual * residual / 2);
    metrics.put("finalResidual", residual);
    metrics.put("startResidual", Math.sqrt(trajectory.squaredResidual(0)));
    metrics.put("clipped", trajectory.clipped());
  }

  private void spectra() {
    metrics.put("lambdaMin", progress.first().smallest());
    metrics.put("lambdaMinFinal", progress.last().smallest());
    metrics.put("lambdaMinInfinite", problem.lambdaMin());
    metrics.put("lambdaMax", progress.first().largest());
    metrics.put("lambdaMaxInfinite", problem.lambdaMax());
    if (Progress.isListed(problem.sampleCount())) {
      metrics.put("spectrum", Progress.asList(progress.first().values()));
      metrics.put("spectrumInfinite", Progress.asList(problem.decomposition().values()));
    }
    metrics.put("gramDistance", problem.gramDistance(progress.firstGram()));
  }

  private void distances(Movement movement) {
    metrics.put("movement", movement.frobenius());
    metrics.put("maxMovement", movement.largest());
    metrics.put("drift", progress.drift());
  }

  private void generalisation(double[] outputs, double[] heldOut) {
    if (heldOut.length == 0) {
      return;
    }
    double[] labels = problem.heldOutY();
    metrics.put("trainAccuracy", accuracy(outputs, problem.y()));
    metrics.put("heldOutAccuracy", accuracy(heldOut, labels));
    double sum = 0;
    for (int i = 0; i < labels.length; i++) {
      sum += (heldOut[i] - labels[i]) * (heldOut[i] - labels[i]);
    }
    metrics.put("heldOutMeanSquare", sum / labels.length);
  }

  /** Share of outputs with the sign of their label. */
  private static double accuracy(double[] outputs, double[] labels) {
    int right = 0;
    for (int i = 0; i < labels.length; i++) {
      right += outputs[i] * labels[i] > 0 ? 1 : 0;
    }
    return (double) right / labels.length;
  }

  private void theory() {
    double kappa = settings.kappa(problem);
    double target = settings.stopResidual(problem);
    metrics.put("learningRate", settings.learningRate(problem));
    double[] start = problem.residuals(progress.firstOutputs());
    OptionalLong predicted =
        new LinearTheory(problem.decomposition(), kappa).iterations(start, target);
    if (predicted.isPresent()) {
      metrics.put("predictedIterations", predicted.getAsLong());
    } else {
      metrics.put(
          "predictedIterations", Double.NaN, "the linear theory does not converge at this step");
    }
    if (!settings.hasTheory()) {
      metrics.because("lambdaMinInfinite", "of Gaussian weights, not of these starting ones");
    }
    Thresholds thresholds = problem.thresholds(target);
    metrics.put("theoremWidth", thresholds.width());
    metrics.put("theoremIterations", thresholds.iterations());
  }

  private String whyNotConverged() {
    OptionalInt overflow = trajectory.overflowedAt();
    return overflow.isPresent()
        ? "overflow at t=" + overflow.getAsInt()
        : "cap of %d steps reached at residual %s"
            .formatted(trajectory.steps(), trajectory.finalResidual());
  }
}
