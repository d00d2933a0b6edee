package io.github.widthbench.experiment.momentum;

import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Verdict.Origin;
import io.github.widthbench.experiment.momentum.Track.Covered;
import io.github.widthbench.experiment.momentum.Track.Stretch;
import io.github.widthbench.math.Activation;
import io.github.widthbench.network.Dag;
import io.github.widthbench.training.AdaptiveMomentum.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The statements about one run, each judged only where its hypotheses were measured to hold. */
record CellStatements(Dag dag, Track track, double stopGradient) {
  static final String DECREASE = "momentum.decrease";
  static final String BAND = "momentum.band";
  static final String SUMMABLE = "momentum.summable";
  static final String CONVERGENCE = "momentum.convergence";

  List<Verdict> judge() {
    String missing = missing();
    String uncertain = missing == null ? uncertain() : missing;
    String open = uncertain == null ? unsettled() : uncertain;
    return List.of(
        uncertain == null ? decrease() : undecided(DECREASE, uncertain),
        missing == null ? band() : undecided(BAND, missing),
        uncertain == null ? summable() : undecided(SUMMABLE, uncertain),
        open == null ? convergence() : undecided(CONVERGENCE, open));
  }

  /** What all statements ask for. */
  private @Nullable String missing() {
    if (track.rule().kind() == Kind.HEAVY_BALL) {
      return hypothesis("algorithm", "heavyBall", "adaptive or descent");
    }
    return track.steps() == 0 ? hypothesis("steps", 0, "1 or more") : null;
  }

  /** What those ask for besides that rest on the curvature. */
  private @Nullable String uncertain() {
    boolean kinked =
        dag.blocks().stream()
            .anyMatch(b -> b.activation() == Activation.RELU && !dag.isInput(b.id()));
    if (kinked) {
      return hypothesis("activation", "relu", "twice differentiable ones");
    }
    if (!(track.ratio() < 1)) {
      return hypothesis("s = tau/eta", track.ratio(), "below 1");
    }
    return track.covered().steps() > 0 ? null : notCovered();
  }

  /** What is missing for all steps to be covered, up to a stop rule on the gradient. */
  private @Nullable String unsettled() {
    if (track.covered().steps() < track.steps()) {
      return notCovered();
    }
    return track.gradient() <= stopGradient
        ? null
        : hypothesis("gradient", track.gradient(), "at most " + stopGradient + ", a stop rule");
  }

  private String notCovered() {
    double certificate = Track.SLACK * track.certificate(track.lipschitz());
    return hypothesis("eta·1.1·L(1+s)²/(2(1−s))", certificate, "below 1");
  }

  /** Every update decreases E: the largest E_{n+1}/E_n of the covered steps is at most 1. */
  private Verdict decrease() {
    return Verdict.atMost(DECREASE, Origin.ABSTRACT, track.covered().worstRatio(), 1);
  }

  /** (η − τ)|g| ≤ |Δw| ≤ (η + τ)|g|, and η|g| at the first step. */
  private Verdict band() {
    if (track.worstBand() == Double.NEGATIVE_INFINITY) {
      return undecided(BAND, hypothesis("gradient", 0, "above 0"));
    }
    return Verdict.atMost(BAND, Origin.RE_DERIVED, track.worstBand(), 1 + track.noise().ofRatio());
  }

  /** Σ|g_n|² ≤ (E_0 − E_N)/β, over the covered steps. */
  private Verdict summable() {
    Covered covered = track.covered();
    double drop = covered.drop() + track.noise().of(track.startLoss());
    double bound = drop / track.beta(Track.SLACK * covered.lipschitz());
    return Verdict.atMost(SUMMABLE, Origin.RE_DERIVED, covered.sumSquaredGradients(), bound);
  }

  /**
   * The weights settle: between steps a and b they move at most √(b − a)·(η + τ)·√((E_a − E_b)/β),
   * by the decrease, the band and Cauchy–Schwarz. Judged on every doubling of the steps.
   */
  private Verdict convergence() {
    if (track.stretches().isEmpty()) {
      return undecided(CONVERGENCE, hypothesis("stretches of steps", 0, "1 or more"));
    }
    double reach = track.rule().learningRate() * (1 + track.ratio());
    double beta = track.beta(Track.SLACK * track.lipschitz());
    double worst = 0;
    for (Stretch stretch : track.stretches()) {
      double noise = track.noise().of(track.startLoss());
      double bound =
          (stretch.to() - stretch.from()) * reach * reach * (stretch.drop() + noise) / beta;
      worst = Math.max(worst, Math.sqrt(stretch.squaredDistance() / bound));
    }
    return Verdict.atMost(CONVERGENCE, Origin.RE_DERIVED, worst, 1);
  }

  private static String hypothesis(String name, Object found, Object needed) {
    return "hypothesis: " + name + ", found " + found + ", needed " + needed;
  }

  private static Verdict undecided(String statement, String reason) {
    Origin origin = statement.equals(DECREASE) ? Origin.ABSTRACT : Origin.RE_DERIVED;
    return Verdict.undecided(statement, origin, reason);
  }
}
