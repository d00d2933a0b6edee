package io.github.widthbench.experiment.exponential;

import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.experiment.Generalisation;
import io.github.widthbench.experiment.Metrics;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.PrecisionCautions;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.exponential.ExponentialCase.Spectra;
import io.github.widthbench.network.TwoLayers.Movement;
import io.github.widthbench.spectrum.SmallestEigenvalue;
import io.github.widthbench.training.Trajectory;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Turns a finished run into the outcome of its record. */
final class OutcomeWriter {
  /** Equal residuals over such a part of the run are no chance. */
  private static final double STANDSTILL = 0.1;

  private static final String NO_BOUND = "no bound could be shown";

  private final ExponentialCase settings;
  private final Problem problem;
  private final Progress progress;
  private final Trajectory trajectory;
  private final Practice practice;
  private final Metrics metrics = new Metrics();
  private Optional<Companions.Distances> companions = Optional.empty();

  OutcomeWriter(
      ExponentialCase settings, Problem problem, Progress progress, Trajectory trajectory) {
    this.settings = settings;
    this.problem = problem;
    this.progress = progress;
    this.trajectory = trajectory;
    this.practice = Practice.of(settings, problem);
  }

  /**
   * The outcome.
   *
   * @param outputs on the training points at the end
   * @param heldOut outputs on the held-out points, empty if there are none
   * @param solver encloses the smallest eigenvalue of H(0)
   */
  Outcome write(Movement movement, double[] outputs, double[] heldOut, EigenSolver solver) {
    OptionalInt reached = trajectory.firstAtMost(settings.stopResidual(problem));
    training(reached, outputs);
    spectra(solver);
    distances(movement);
    generalisation(outputs, heldOut);
    theory();
    progress.alarm().ifPresent(alarm -> alarm.putTo(metrics));
    boolean ended = reached.isPresent() && trajectory.overflowedAt().isEmpty();
    return metrics.outcome(
        ended && progress.alarm().isEmpty() ? null : whyNotConverged(),
        progress.curve(),
        verdicts(solver),
        cautions());
  }

  private List<Verdict> verdicts(EigenSolver solver) {
    return Stream.concat(
            new CellStatements(settings, problem, progress, trajectory).judge().stream(),
            new PracticeStatements(settings, problem, progress, trajectory)
                .judge(companions, solver).stream())
        .toList();
  }

  /** By the spectra of the whole path: the rate is judged by the smallest eigenvalue on it. */
  private List<String> cautions() {
    PrecisionCautions cautions =
        settings
            .forms()
            .arithmetic()
            .map(arithmetic -> new PrecisionCautions(arithmetic.activations()))
            .orElseGet(() -> new PrecisionCautions(settings.precision()));
    return Stream.of(
            cautions.ofEigenvalue(progress.lowest(), progress.highest()),
            cautions.ofWidth(settings.width()))
        .flatMap(Optional::stream)
        .toList();
  }

  private double residual(double[] outputs) {
    return Math.sqrt(problem.squaredResidual(practice.answers(outputs)));
  }

  /** Adds how far the run is from those that it is compared with. */
  void companions(Companions.Distances found) {
    found.putTo(metrics);
    companions = Optional.of(found);
  }

  private void training(OptionalInt reached, double[] outputs) {
    metrics.iterations(reached, settings.tolerances(), trajectory::firstAtMost);
    double residual = trajectory.finalResidual();
    metrics.put("finalLoss", residual * residual / 2);
    boolean squared = practice.objective().isSquared();
    metrics.put("finalResidual", squared ? residual : residual(outputs));
    metrics.put(
        "startResidual",
        squared ? Math.sqrt(trajectory.squaredResidual(0)) : residual(progress.firstOutputs()));
    metrics.put("clipped", trajectory.clipped());
  }

  private void spectra(EigenSolver solver) {
    metrics.put("lambdaMin", progress.first().smallest());
    SmallestEigenvalue certified =
        SmallestEigenvalue.around(
            progress.first().smallest(), progress.firstGram(), problem.sampleCount(), solver);
    metrics.put("lambdaMinLower", certified.lower(), NO_BOUND);
    metrics.put("lambdaMinUpper", certified.upper(), NO_BOUND);
    metrics.put("definite", certified.sign().label());
    putEnd("lambdaMinFinal", progress.last().smallest());
    metrics.put("lambdaMinInfinite", problem.lambdaMin());
    metrics.put("lambdaMax", progress.first().largest());
    metrics.put("lambdaMaxInfinite", problem.lambdaMax());
    if (Progress.isListed(problem.sampleCount())) {
      metrics.put("spectrum", Progress.asList(progress.first().values()));
      metrics.put("spectrumInfinite", Progress.asList(problem.decomposition().values()));
    }
    if (practice.ridge() > 0) {
      metrics.put("ridge", practice.ridge());
      metrics.put("lambdaMinRidge", progress.first().smallest() + practice.ridge());
    }
    metrics.put("gramDistance", problem.gramDistance(progress.firstGram()));
  }

  private void distances(Movement movement) {
    metrics.put("movement", movement.frobenius());
    metrics.put("maxMovement", movement.largest());
    putEnd("drift", progress.drift());
  }

  /** Puts what needs the Gram matrix at the end. */
  private void putEnd(String name, double value) {
    if (settings.spectra() == Spectra.START) {
      metrics.put(name, Double.NaN, "record.spectra: start");
    } else {
      metrics.put(name, value);
    }
  }

  private void generalisation(double[] outputs, double[] heldOut) {
    if (heldOut.length == 0) {
      return;
    }
    new Generalisation(
            practice.objective().loss()::value,
            practice.answers(outputs),
            problem.y(),
            practice.answers(heldOut),
            problem.heldOutY())
        .putTo(metrics);
  }

  private void theory() {
    double target = settings.stopResidual(problem);
    metrics.put("learningRate", settings.learningRate(problem));
    double[] start = problem.residuals(progress.firstOutputs());
    OptionalLong predicted =
        practice.hasTheory() ? practice.theory().iterations(start, target) : OptionalLong.empty();
    if (predicted.isPresent()) {
      metrics.put("predictedIterations", predicted.getAsLong());
    } else {
      metrics.put(
          "predictedIterations",
          Double.NaN,
          practice.hasTheory()
              ? "the linear theory does not converge at this step"
              : "the linear theory is of the squared loss without weight decay");
    }
    if (!settings.hasTheory()) {
      metrics.because("lambdaMinInfinite", "of Gaussian weights, not of these starting ones");
    }
    Thresholds thresholds = problem.thresholds(target);
    metrics.put("theoremWidth", thresholds.width());
    metrics.put("theoremIterations", thresholds.iterations());
  }

  private String whyNotConverged() {
    if (progress.alarm().isPresent()) {
      return progress.alarm().orElseThrow().reason();
    }
    OptionalInt overflow = trajectory.overflowedAt();
    return overflow.isPresent()
        ? "overflow at t=" + overflow.getAsInt()
        : "cap of %d steps reached at residual %s%s"
            .formatted(trajectory.steps(), trajectory.finalResidual(), standstill());
  }

  /** Where stored weights stopped moving; nothing where they did not. */
  private String standstill() {
    int since = trajectory.sameSince();
    boolean stands = trajectory.steps() - since > STANDSTILL * trajectory.steps();
    return settings.forms().arithmetic().isPresent() && stands
        ? ", the same since t=%d: steps are too small for weights in %s"
            .formatted(since, settings.forms().arithmetic().orElseThrow().weights().label())
        : "";
  }
}
