package io.github.widthbench.experiment.exponential;

import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.experiment.Extension;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Origin;
import io.github.widthbench.experiment.exponential.Companions.Distances;
import io.github.widthbench.experiment.exponential.ExponentialCase.Spectra;
import io.github.widthbench.math.Vectors;
import io.github.widthbench.spectrum.LinearTheory;
import io.github.widthbench.training.Trajectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What is known of one run with a ridge or with batches although no paper says it. Both hold
 * whatever is drawn; a run without either has no such verdict.
 */
final class PracticeStatements {
  static final String RIDGE = "exponential.ridge";
  static final String FULL_BATCH = "exponential.full-batch";

  /** Relative error of numbers that are the same but for the order of sums. */
  static final double ROUNDING = 1e-9;

  /** Larger Gram matrices are not solved once more. */
  private static final int MOST_SAMPLES = 1024;

  /** A bound of more of |r(0)| than that would say nothing. */
  private static final double SHARP = 0.25;

  private final ExponentialCase settings;
  private final Problem problem;
  private final Progress progress;
  private final Trajectory trajectory;

  PracticeStatements(
      ExponentialCase settings, Problem problem, Progress progress, Trajectory trajectory) {
    this.settings = settings;
    this.problem = problem;
    this.progress = progress;
    this.trajectory = trajectory;
  }

  /**
   * The verdicts.
   *
   * @param distances to full-batch descent; empty without batches
   */
  List<Verdict> judge(Optional<Distances> distances, EigenSolver solver) {
    List<Verdict> verdicts = new ArrayList<>();
    Practice practice = Practice.of(settings, problem);
    if (practice.ridge() > 0) {
      verdicts.add(ridge(practice.ridge(), solver));
    }
    if (practice.hasFullBatches()) {
      distances.ifPresent(found -> verdicts.add(fullBatch(found.toDescent())));
    }
    return verdicts;
  }

  /** Steps that look at all samples in their order are those of full-batch descent. */
  private Verdict fullBatch(double distance) {
    double bound = ROUNDING * Math.sqrt(trajectory.squaredResidual(0));
    return Double.isNaN(distance)
        ? undecided(FULL_BATCH, "a run to its end", distance, "a finite distance")
        : Verdict.atMost(FULL_BATCH, Origin.RE_DERIVED, distance, bound);
  }

  /**
   * A ridge μ makes λ + μ of every λ: |r(T)| is that of descent with H(0) + μI up to what a change
   * of H by Δ makes of it, |Δ|_F·|r(0)|/μ, as the linear theory's r(T) is a function of H with a
   * slope of at most 1/μ and |g(A) − g(B)|_F ≤ sup|g′|·|A − B|_F. Twice that is allowed, for H
   * moves on the way.
   */
  private Verdict ridge(double ridge, EigenSolver solver) {
    List<Extension> leaving = settings.leaving();
    if (leaving.size() > 1) {
      return undecided(RIDGE, "a ridge alone", leaving.getLast().text(), "none");
    }
    if (settings.spectra() == Spectra.START || trajectory.steps() == 0) {
      return undecided(RIDGE, "the Gram matrix at an end after steps", "none", "one");
    }
    int n = problem.sampleCount();
    if (n > MOST_SAMPLES) {
      return undecided(RIDGE, "samples", n, "at most " + MOST_SAMPLES);
    }
    double[] start = problem.residuals(progress.firstOutputs());
    double bound = 2 * progress.drift() / ridge + ROUNDING;
    if (!(bound <= SHARP)) {
      return undecided(RIDGE, "|H(T) − H(0)|_F over the ridge", bound / 2, "at most " + SHARP / 2);
    }
    LinearTheory theory =
        new LinearTheory(solver.decompose(progress.firstGram(), n), settings.kappa(problem), ridge);
    double expected = theory.residual(start, trajectory.steps());
    double off = Math.abs(trajectory.finalResidual() - expected) / Vectors.norm(start);
    return Double.isFinite(off)
        ? Verdict.atMost(RIDGE, Origin.RE_DERIVED, off, bound)
        : undecided(RIDGE, "a run without overflow", off, "a finite residual");
  }

  private static Verdict undecided(String statement, String name, Object found, String needed) {
    return Verdict.undecided(
        statement,
        Origin.RE_DERIVED,
        "hypothesis: " + name + ", found " + found + ", needed " + needed);
  }
}
