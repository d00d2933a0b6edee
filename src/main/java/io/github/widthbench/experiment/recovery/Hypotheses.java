package io.github.widthbench.experiment.recovery;

import static io.github.widthbench.experiment.recovery.Statements.hypothesis;

import io.github.widthbench.dataset.Dataset;
import io.github.widthbench.experiment.recovery.Path.Point;
import java.util.Arrays;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** What must be measured to hold before a statement about a run is judged. */
final class Hypotheses {
  /** A run that ends at zero loss ends here, a little above the floor of rounding. */
  private static final double ZERO_LOSS = 10 * Decay.FLOOR;

  private static final double LONG_AFTER = 100;
  private static final double TRANSIENTS_GONE = 100;

  /** Test errors are told from the rest of the training error by this factor. */
  private static final double RESOLUTION = 100;

  /** The part of the squared starting distance that a test error must be able to show. */
  private static final double SMALL_PART = 1e-4;

  private static final double NEAR = 0.5;
  private static final double UNSATURATED = 5;

  private final Run run;
  private final int n;

  Hypotheses(Run run) {
    this.run = run;
    this.n = run.sampleCount();
  }

  /** What all statements ask for: the first that is missing, or null. */
  @Nullable String general() {
    if (run.training().alarm().isPresent()) {
      return hypothesis("a run to its end", "one ended by a monitor", "no monitor that ends it");
    }
    if (!run.hasBranches()) {
      return hypothesis("width", run.cell().width(), run.cell().teacher().neurons() + " or more");
    }
    if (!Double.isFinite(run.path().last().loss())) {
      return hypothesis("loss", run.path().last().loss(), "a finite one");
    }
    OptionalInt foreign = run.cell().foreignLabel();
    if (foreign.isPresent()) {
      int i = foreign.getAsInt();
      double teachers = run.cell().teacher().outputs(run.cell().data().x())[i];
      return hypothesis("label " + i, run.loss().y()[i], "the teacher's, " + teachers);
    }
    return genericPoints(run.cell().data());
  }

  private @Nullable String genericPoints(Dataset data) {
    if (!data.zeroPoints().isEmpty()) {
      return hypothesis("points", "a zero", "none");
    }
    for (int i = 0; i < n; i++) {
      double[] turned = Arrays.stream(data.x()[i]).map(v -> 0 - v).toArray();
      for (int j = 0; j < i; j++) {
        if (Arrays.equals(data.x()[i], data.x()[j]) || Arrays.equals(turned, data.x()[j])) {
          return hypothesis("points", "two equal up to sign", "none");
        }
      }
    }
    Nearest nearest = run.limit().nearest();
    return nearest.count(Nearest.ZERO) > 0
        ? hypothesis("neurons at w = 0", nearest.count(Nearest.ZERO), 0)
        : null;
  }

  /** The Hessian's kernel is the tangent of the zeros, and the slowest mode is alone. */
  @Nullable String ofRate(double accuracy) {
    Limit limit = run.limit();
    Point from = run.decay().from();
    if (run.path().last().loss() > ZERO_LOSS) {
      return hypothesis("loss", run.path().last().loss(), "at most " + ZERO_LOSS);
    }
    boolean onto = limit.tangent().rank() == n;
    boolean isolated =
        limit.recovered()
            && limit.nearest().groups() == run.cell().width()
            && limit.tangent().rank()
                == run.branches().separation(run.cell().width(), run.inputDim());
    if (!limit.tangent().rankIsClear() || (!onto && !isolated)) {
      return hypothesis("rank of J", limit.tangent().rank(), "that of a Morse–Bott limit");
    }
    double lambda = limit.lambda();
    double residual = Math.sqrt(2 * from.loss());
    double drift = 2 * run.loss().curvature(from.theta()) * residual / lambda;
    if (!(drift <= accuracy)) {
      return hypothesis("drift of λ over the window", drift, "at most " + accuracy);
    }
    double quotient = Math.pow(from.gradient() / residual, 2) / lambda;
    if (!(quotient <= 1 + accuracy)) {
      return hypothesis("|Jᵀr|²/(λ|r|²)", quotient, "at most " + (1 + accuracy));
    }
    return Math.abs(run.decay().steady()) <= accuracy
        ? null
        : hypothesis("change of the rate", run.decay().steady(), "at most " + accuracy);
  }

  /** One pair on a teacher neuron, long after the law's onset, that no longer turns. */
  @Nullable String ofAlgebraic() {
    Nearest nearest = run.limit().nearest();
    int width = run.cell().width();
    if (!run.cell().isFlow()) {
      return hypothesis("algorithm", "descent", "flow");
    }
    if (nearest.groups() != width - 1) {
      return hypothesis("groups of the nearest branch", nearest.groups(), width - 1);
    }
    int needed = run.branches().separation(width - 1, run.inputDim());
    if (n < needed) {
      return hypothesis("samples", n, needed + " or more");
    }
    if (!run.limit().recovered()) {
      return hypothesis("test error", "one that stays", "one that falls with the loss");
    }
    Duplicates.Law law = run.duplicatesLaw();
    double time = run.path().last().time();
    if (!(time >= LONG_AFTER * law.onset())) {
      return hypothesis("time", time, LONG_AFTER + " times the onset at " + law.onset());
    }
    if (!(law.settled() <= time / 10)) {
      return hypothesis("a direction kept since", law.settled(), "at most " + time / 10);
    }
    double transients = time / 10 * run.limit().lambda();
    return transients >= TRANSIENTS_GONE
        ? null
        : hypothesis("time in units of 1/λ", transients, TRANSIENTS_GONE + " or more");
  }

  /** Zero loss, J onto, fewer samples than the branch of the start needs. */
  @Nullable String ofNonRecovery() {
    Nearest start = Nearest.to(run.cell().teacher(), run.path().first().theta());
    int needed = run.branches().separation(start.groups(), run.inputDim());
    if (n >= needed) {
      return hypothesis("samples", n, "fewer than " + needed);
    }
    if (run.path().last().loss() > ZERO_LOSS) {
      return hypothesis("loss", run.path().last().loss(), "at most " + ZERO_LOSS);
    }
    if (run.limit().tangent().rank() != n || !run.limit().tangent().rankIsClear()) {
      return hypothesis("rank of J", run.limit().tangent().rank(), n);
    }
    double visible = SMALL_PART * start.distance() * start.distance();
    return resolution() <= visible
        ? null
        : hypothesis("resolution of the test error", resolution(), "at most " + visible);
  }

  /** A branch not far away, at a point without saturated neurons: those look alike in FP64. */
  @Nullable String ofGram() {
    Nearest nearest = run.limit().nearest();
    if (!(nearest.distance() <= NEAR)) {
      return hypothesis("distance", nearest.distance(), "at most " + NEAR);
    }
    double largest = Arrays.stream(nearest.point()).map(Math::abs).max().orElse(0);
    return largest <= UNSATURATED
        ? null
        : hypothesis("largest parameter", largest, "at most " + UNSATURATED);
  }

  /** A test error up to here could be what is left of the training error. */
  double resolution() {
    double residual = Math.sqrt(2 * run.path().last().loss());
    return RESOLUTION * residual / run.limit().tangent().smallest();
  }
}
