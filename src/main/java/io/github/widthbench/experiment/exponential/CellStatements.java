package io.github.widthbench.experiment.exponential;

import io.github.widthbench.experiment.Extension;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Origin;
import io.github.widthbench.experiment.exponential.ExponentialCase.Spectra;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;
import io.github.widthbench.spectrum.Spectrum;
import io.github.widthbench.training.Trajectory;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The statements about one run: rate, positive, concentration, iterations. Each is judged only
 * where its hypotheses were measured to hold.
 */
final class CellStatements {
  static final String RATE = "exponential.rate";
  static final String POSITIVE = "exponential.positive";
  static final String CONCENTRATION = "exponential.concentration";
  static final String ITERATIONS = "exponential.iterations";

  /**
   * Probability with which concentration may fail, by Markov's inequality on its exact mean square.
   */
  static final double CONCENTRATION_FAILS = 0.1;

  /**
   * Share of cells that may miss the rate although its hypotheses were measured: they are measured
   * at recorded steps only, and the theorem is asymptotic in the step.
   */
  static final double RATE_FAILS = 0.01;

  /** Eigenvalues below this share of the largest are rounding in FP64. */
  private static final double NOISE = 1e-12;

  /** Standard deviations of rounding that a decrease must stand out from. */
  private static final double ROUNDINGS = 16;

  /** Rounding of a step c/λmax that is 1/λmax on paper. */
  private static final double STEP_ROUNDING = 1e-9;

  private final ExponentialCase settings;
  private final Problem problem;
  private final Progress progress;
  private final Trajectory trajectory;

  CellStatements(
      ExponentialCase settings, Problem problem, Progress progress, Trajectory trajectory) {
    this.settings = settings;
    this.problem = problem;
    this.progress = progress;
    this.trajectory = trajectory;
  }

  List<Verdict> judge() {
    List<Extension> leaving = settings.leaving();
    if (!leaving.isEmpty()) {
      return Stream.of(RATE, POSITIVE, CONCENTRATION, ITERATIONS)
          .map(statement -> undecided(statement, leaving.getFirst().hypothesis()))
          .toList();
    }
    return List.of(rate(), positive(), concentration(), iterations());
  }

  /** λ(H∞) > 0, as it must be for pairwise distinct non-zero points. */
  private Verdict positive() {
    double lambda = problem.lambdaMin();
    double noise = NOISE * problem.lambdaMax();
    if (settings.activation() != Activation.EXP) {
      return undecided(POSITIVE, notExp());
    }
    if (Math.abs(lambda) <= noise) {
      return undecided(
          POSITIVE, hypothesis("lambdaMin(H∞) above rounding", lambda, "more than " + noise));
    }
    return Verdict.atMost(POSITIVE, Origin.RE_DERIVED, -lambda, -noise);
  }

  /**
   * |H(0) − H∞|_F² is at most its exact mean over 0.1, which fails with probability 0.1 at most.
   */
  private Verdict concentration() {
    if (settings.activation() != Activation.EXP) {
      return undecided(CONCENTRATION, notExp());
    }
    if (!settings.startsGaussian()) {
      return undecided(
          CONCENTRATION,
          "hypothesis: weights N(0, I), found another initialization, needed iid or coupled");
    }
    if (settings.clip() < Double.POSITIVE_INFINITY) {
      return undecided(CONCENTRATION, hypothesis("no clip", settings.clip(), "none"));
    }
    double bound =
        Math.sqrt(problem.expSpread() / settings.independentNeurons() / CONCENTRATION_FAILS);
    if (!Double.isFinite(bound)) {
      return undecided(CONCENTRATION, hypothesis("finite second moment", bound, "a finite one"));
    }
    double observed = Spectrum.frobeniusDistance(progress.firstGram(), problem.gram());
    return Double.isNaN(observed)
        ? undecided(CONCENTRATION, hypothesis("finite H(0)", observed, "a finite distance"))
        : Verdict.atMost(CONCENTRATION, Origin.RE_DERIVED, observed, bound);
  }

  /** |r(t+1)|² ≤ (1 − κλ/2)|r(t)|² at every step above rounding; the margin is the smallest. */
  private Verdict rate() {
    String missing = missingHypothesis();
    if (missing != null) {
      return undecided(RATE, missing);
    }
    double factor = 1 - settings.kappa(problem) * problem.lambdaMin() / 2;
    double floor = roundingFloor();
    double smallest = Double.POSITIVE_INFINITY;
    int at = 0;
    for (int t = 0; t < trajectory.steps(); t++) {
      double now = trajectory.squaredResidual(t);
      if (now < floor * floor) {
        break;
      }
      double bound = factor * now;
      double margin = (bound - trajectory.squaredResidual(t + 1)) / bound;
      if (!(margin >= smallest)) {
        smallest = margin;
        at = t;
      }
    }
    if (smallest == Double.POSITIVE_INFINITY) {
      return undecided(RATE, hypothesis("steps above rounding", 0, "at least 1"));
    }
    double now = trajectory.squaredResidual(at);
    return Verdict.atMost(
        RATE, Origin.RE_DERIVED, trajectory.squaredResidual(at + 1) / now, factor);
  }

  /** The stop residual is reached within T = ⌈ln(|r(0)|²/ε²)/−ln(1 − κλ/2)⌉ steps. */
  private Verdict iterations() {
    String missing = missingHypothesis();
    if (missing != null) {
      return undecided(ITERATIONS, missing);
    }
    double target = settings.stopResidual(problem);
    if (target < roundingFloor()) {
      return undecided(
          ITERATIONS,
          hypothesis("a stop residual above rounding", target, "at least " + roundingFloor()));
    }
    double bound =
        iterationBound(
            trajectory.squaredResidual(0), target, settings.kappa(problem) * problem.lambdaMin());
    OptionalInt reached = trajectory.firstAtMost(target);
    if (reached.isEmpty() && trajectory.steps() < bound) {
      return undecided(
          ITERATIONS, hypothesis("steps allowed", trajectory.steps(), "the bound of " + bound));
    }
    double observed = reached.isPresent() ? reached.getAsInt() : trajectory.steps() + 1.0;
    return bound == 0
        ? undecided(ITERATIONS, hypothesis("a start above the stop residual", 0, "a step to take"))
        : Verdict.atMost(ITERATIONS, Origin.RE_DERIVED, observed, bound);
  }

  /** T of the re-derived theorem for a rate κλ. */
  static double iterationBound(double squaredStart, double target, double rate) {
    double steps = StrictMath.log(squaredStart / (target * target)) / -StrictMath.log1p(-rate / 2);
    return Math.max(0, Math.ceil(steps));
  }

  /** The first hypothesis of the rate that was not met, or null. */
  private @Nullable String missingHypothesis() {
    if (settings.activation() != Activation.EXP) {
      return notExp();
    }
    if (trajectory.clipped()) {
      return "hypothesis: exponents not clipped, found clipped ones, needed none";
    }
    if (problem.lambdaMin() <= NOISE * problem.lambdaMax()) {
      return hypothesis("lambdaMin(H∞) > 0", problem.lambdaMin(), "more than rounding");
    }
    if (settings.spectra() != Spectra.ALL) {
      return "hypothesis: spectra along the path, found those of its ends, needed record.spectra: all";
    }
    double step = settings.kappa(problem) * problem.lambdaMax();
    if (!(step <= 1 + STEP_ROUNDING)) {
      return hypothesis("η·m·lambdaMax ≤ 1", step, "at most 1");
    }
    if (!(progress.lowest() >= problem.lambdaMin() / 2)) {
      return hypothesis(
          "lambdaMin(H(t)) ≥ λ/2",
          progress.lowest(),
          "%s at every recorded t (t = %d)"
              .formatted(problem.lambdaMin() / 2, progress.lowestAt()));
    }
    double largest = settings.kappa(problem) * progress.highest();
    return largest <= largestStableStep()
        ? null
        : hypothesis(
            "a step that is stable for H(t)",
            largest,
            "η·m·lambdaMax(H(t)) at most %s at every recorded t (t = %d)"
                .formatted(largestStableStep(), progress.highestAt()));
  }

  /**
   * The η·m·λmax up to which a linear network keeps the rate: (1 − κμ)² ≤ 1 − κλ/2 for every
   * eigenvalue μ of H(t). A network that starts far from the labels can move its Gram matrix beyond
   * it.
   */
  private double largestStableStep() {
    return 1 + Math.sqrt(1 - settings.kappa(problem) * problem.lambdaMin() / 2);
  }

  /**
   * Residual below which rounding hides the decrease. Rounding m weights of size √d moves the
   * outputs by about ε·scale·√(m·d·tr H∞), and a step must decrease the residual by κλ/2 of it;
   * pairs round together and hardly move theirs.
   */
  private double roundingFloor() {
    double epsilon = settings.precision().unitRoundoff();
    double relative = settings.precision() == Precision.FP64 ? 1e-8 : 1e-3;
    double least = relative * problem.labelNorm();
    if (settings.isCoupled()) {
      return least;
    }
    double moved =
        epsilon
            * settings.scale()
            * Math.sqrt(settings.width() * (double) problem.inputDim() * problem.gramTrace());
    return Math.max(least, ROUNDINGS * moved / (settings.kappa(problem) * problem.lambdaMin() / 2));
  }

  private String notExp() {
    return "hypothesis: activation, found " + settings.activation().label() + ", needed exp";
  }

  private static String hypothesis(String name, double found, String needed) {
    return "hypothesis: " + name + ", found " + found + ", needed " + needed;
  }

  private static Verdict undecided(String statement, String reason) {
    return Verdict.undecided(statement, Origin.RE_DERIVED, reason);
  }
}
