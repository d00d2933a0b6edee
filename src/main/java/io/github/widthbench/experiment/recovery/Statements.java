package io.github.widthbench.experiment.recovery;

import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Origin;
import io.github.widthbench.spectrum.SingularValues;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements about one run, each judged only where its hypotheses were measured to hold. */
final class Statements {
  static final String SEPARATION = "recovery.separation";
  static final String RATE = "recovery.rate";
  static final String ALGEBRAIC = "recovery.algebraic";
  static final String NON_RECOVERY = "recovery.non-recovery";
  static final String GRAM = "recovery.gram";

  /** Largest relative distance of a rate or constant from its prediction. */
  private static final double ACCURACY = 0.05;

  /** Accuracy to which the hypotheses of a rate must be met. */
  private static final double PRECONDITION = 0.02;

  private static final double ROUNDING = 1e-14;

  private final Run run;
  private final EigenSolver solver;
  private final int n;
  private final double residual;

  Statements(Run run, EigenSolver solver) {
    this.run = run;
    this.solver = solver;
    n = run.sampleCount();
    residual = Math.sqrt(2 * run.path().last().loss());
  }

  List<Verdict> judge() {
    String refusal = new Hypotheses(run).general();
    return List.of(
        refusal == null ? separation() : undecided(SEPARATION, refusal),
        refusal == null ? rate() : undecided(RATE, refusal),
        refusal == null ? algebraic() : undecided(ALGEBRAIC, refusal),
        refusal == null ? nonRecovery() : undecided(NON_RECOVERY, refusal),
        refusal == null ? gram() : undecided(GRAM, refusal));
  }

  /**
   * From n = m + m₀·d on, no zero of the loss but the branch lies near it: the distance is at most
   * 2|r|/σ wherever it is at most σ/c, σ the smallest non-zero singular value of J on the branch
   * and c a bound of the second derivative of the outputs.
   */
  private Verdict separation() {
    Nearest nearest = run.limit().nearest();
    double[] end = run.path().last().theta();
    int needed = run.branches().separation(nearest.groups(), run.inputDim());
    if (nearest.groups() != run.cell().width()) {
      return undecided(
          SEPARATION,
          hypothesis("groups of the nearest branch", nearest.groups(), run.cell().width()));
    }
    if (n < needed) {
      return undecided(SEPARATION, hypothesis("samples", n, needed + " or more"));
    }
    SingularValues tangent = run.limit().branch();
    if (tangent.rank() != needed) {
      return undecided(SEPARATION, hypothesis("rank of J on the branch", tangent.rank(), needed));
    }
    double sigma = tangent.smallest();
    double curvature =
        2 * Math.max(run.loss().curvature(end), run.loss().curvature(nearest.point()));
    if (!(nearest.distance() <= sigma / curvature)) {
      return undecided(
          SEPARATION, hypothesis("distance", nearest.distance(), "at most " + sigma / curvature));
    }
    double noise = ROUNDING * (1 + Math.sqrt(n));
    return Verdict.atMost(
        SEPARATION, Origin.RE_DERIVED, nearest.distance(), 2 * (residual + noise) / sigma + noise);
  }

  /** R falls as e^(−2λt) with λ the smallest non-zero eigenvalue of JᵀJ at the limit. */
  private Verdict rate() {
    String missing = new Hypotheses(run).ofRate(PRECONDITION);
    if (missing != null) {
      return undecided(RATE, missing);
    }
    double ratio = run.decay().rate() / run.ratePredicted();
    return Verdict.atMost(RATE, Origin.RE_DERIVED, Math.abs(ratio - 1), ACCURACY);
  }

  /** Two neurons on one: t²R tends to its constant, and R falls as t^(−2). */
  private Verdict algebraic() {
    String missing = new Hypotheses(run).ofAlgebraic();
    if (missing != null) {
      return undecided(ALGEBRAIC, missing);
    }
    Duplicates.Law law = run.duplicatesLaw();
    double off = Math.abs(run.decay().constant() / law.constant() - 1);
    double slope = Math.abs(run.decay().slope() / 2 + 1);
    return Verdict.atMost(ALGEBRAIC, Origin.RE_DERIVED, Math.max(off, slope), ACCURACY);
  }

  /** With fewer samples than a branch needs, the samples are learnt and the teacher is not. */
  private Verdict nonRecovery() {
    Hypotheses hypotheses = new Hypotheses(run);
    String missing = hypotheses.ofNonRecovery();
    if (missing != null) {
      return undecided(NON_RECOVERY, missing);
    }
    TestSet test = TestSet.of(run.cell().teacher());
    double observed = test.rms(run.loss(), run.path().last().theta());
    return Verdict.atMost(NON_RECOVERY, Origin.RE_DERIVED, -observed, -hypotheses.resolution());
  }

  /** rank J = min(n, r + d·m₀) on the nearest branch; JJᵀ and JᵀJ have one spectrum; ∇R = Jᵀr. */
  private Verdict gram() {
    String missing = new Hypotheses(run).ofGram();
    if (missing != null) {
      return undecided(GRAM, missing);
    }
    Nearest nearest = run.limit().nearest();
    SingularValues tangent = run.limit().branch();
    if (!tangent.rankIsClear()) {
      return undecided(
          GRAM, "hypothesis: singular values apart from the cut-off, found one near, needed none");
    }
    int expected = Math.min(n, run.branches().tangentRank(nearest.groups(), run.inputDim(), 0));
    if (tangent.rank() != expected) {
      return Verdict.atMost(GRAM, Origin.RE_DERIVED, Math.abs(tangent.rank() - expected), 0.5);
    }
    double largest = tangent.largest() * tangent.largest() * run.loss().size();
    double[][] jacobian = run.loss().jacobian(nearest.point());
    double spectra = GramSpectra.difference(jacobian, tangent, solver) / largest;
    double[] theta = run.path().first().theta();
    double[] trained = new double[theta.length];
    run.loss().gradient(theta, trained);
    double gradient = GramSpectra.gradientDefect(run.loss(), theta, trained);
    return Verdict.atMost(GRAM, Origin.RE_DERIVED, Math.max(spectra, gradient), 10 * ROUNDING);
  }

  static String hypothesis(String name, Object found, Object needed) {
    return "hypothesis: " + name + ", found " + found + ", needed " + needed;
  }

  private static Verdict undecided(String statement, @Nullable String reason) {
    return Verdict.undecided(statement, Origin.RE_DERIVED, String.valueOf(reason));
  }
}
