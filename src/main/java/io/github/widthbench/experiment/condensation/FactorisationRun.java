package io.github.widthbench.experiment.condensation;

import io.github.widthbench.experiment.Metrics;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.math.Vectors;
import io.github.widthbench.spectrum.SingularValues;
import io.github.widthbench.training.Crossing;
import io.github.widthbench.training.DormandPrince;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableSet;
import java.util.OptionalInt;
import java.util.SequencedMap;

/**
 * One cell of deep matrix factorisation: the modes of A appear one after the other, the largest
 * first, and the more so the more factors there are. With entries hidden it is matrix completion,
 * which starts along the top singular pair of what is seen.
 */
final class FactorisationRun {

  /** Relative error of the integrator. */
  private static final double TOLERANCE = 1e-11;

  private static final double EXACT = 1e-6;

  /** From here on no step is much shorter than the steps of completion can be told apart. */
  private static final double TURNED = 0.05;

  /** Gap σ₂/σ₁ of what is seen above which two factors do not settle on one direction. */
  private static final double CLEAR = 0.75;

  /**
   * How much more of another direction than of the first a start may hold. With N factors mode k
   * grows to size 1 in a time ∝ 1/(σ_k·c_k^(N−2)), c_k its size at the start, so that a lucky start
   * makes up for a smaller σ_k.
   */
  private static final double LUCK = 1.5;

  private static final double SMALL = 0.05;

  private final CondensationCase cell;
  private final Watch watch;
  private final FactorStart start;
  private final FactorFlow flow;
  private final List<Double> modes;
  private final double[] modeTimes;
  private final double first;
  private final List<Double> residuals = new ArrayList<>();
  private final Metrics metrics = new Metrics();
  private final Statements statements = new Statements();
  private final boolean completes;
  private final TopPair seen;
  private double overlap = Double.NaN;
  private double escapeRank = Double.NaN;
  private double escapeTime = Double.NaN;

  FactorisationRun(CondensationCase cell, Watch watch) {
    this.cell = cell;
    this.watch = watch;
    start = new FactorStart(cell);
    modes = cell.settings().numbers("target.modes");
    double share = cell.settings().number("target.observed");
    completes = share < 1;
    flow =
        new FactorFlow(
            cell.width(), cell.depth(), start.target(), completes ? start.mask(share) : null);
    modeTimes = new double[modes.size()];
    Arrays.fill(modeTimes, Double.NaN);
    double[] zero = new double[flow.n() * flow.n() * flow.factors()];
    first = flow.residual(zero);
    seen = TopPair.of(visible(), flow.n());
  }

  /** A, with 0 for what is hidden. */
  private double[] visible() {
    double[] a = flow.target().clone();
    double[] mask = flow.observed();
    if (mask != null) {
      for (int k = 0; k < a.length; k++) {
        a[k] *= mask[k];
      }
    }
    return a;
  }

  Outcome run() {
    double epsilon = cell.startsLarge() ? 1 : cell.scale();
    double[] y = completes ? start.random(epsilon) : start.balanced(epsilon, flow);
    DormandPrince solver = new DormandPrince(flow, y, TOLERANCE);
    NavigableSet<Double> at = cell.recordAt();
    double last = at.isEmpty() ? 0 : at.last();
    double stop = cell.stopResidual(first, 1);
    look(solver, 0, true);
    int reached = -1;
    while (solver.time() < last || (reached < 0 && residuals.size() <= cell.cap())) {
      watch.check();
      Double next = at.higher(solver.time());
      double[] before = solver.state().clone();
      double from = solver.time();
      if (!solver.step(next == null ? Double.POSITIVE_INFINITY : next)) {
        break;
      }
      boolean escapes = crossings(before, from, solver);
      boolean power = (residuals.size() & (residuals.size() - 1)) == 0;
      double residual =
          look(solver, residuals.size(), power || escapes || at.contains(solver.time()));
      if (reached < 0 && residual <= stop) {
        reached = residuals.size() - 1;
      }
    }
    look(solver, residuals.size(), true);
    residuals.removeLast();
    return outcome(reached, solver.state());
  }

  /** Takes in a step; answers the residual. */
  private double look(DormandPrince solver, int step, boolean shown) {
    double residual = flow.residual(solver.state());
    residuals.add(residual);
    if (shown) {
      SequencedMap<String, Object> point = metrics.point(solver.time());
      point.put("step", step);
      point.put("loss", residual * residual / 2);
      point.put("norm", Vectors.norm(solver.state()));
      point.put("effectiveRank", rank(solver.state()));
    }
    return residual;
  }

  private double rank(double[] state) {
    double[] product = flow.product(state);
    double[][] rows = new double[flow.n()][];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = Arrays.copyOfRange(product, i * flow.n(), (i + 1) * flow.n());
    }
    return SingularValues.of(rows).effectiveRank();
  }

  /** Notes the modes that reached half of their target in the last step; whether the first did. */
  private boolean crossings(double[] before, double from, DormandPrince solver) {
    double length = solver.time() - from;
    if (completes) {
      boolean escapes =
          Double.isNaN(escapeTime)
              && TopPair.of(flow.product(solver.state()), flow.n()).value() >= seen.value() / 2;
      if (escapes) {
        escaped(solver.time(), solver.state());
      }
      return escapes;
    }
    for (int k = 0; k < modeTimes.length; k++) {
      int mode = k;
      if (Double.isNaN(modeTimes[k]) && over(solver.state(), k) >= 0) {
        modeTimes[k] =
            from + Crossing.time(flow, before, length, TOLERANCE, state -> over(state, mode));
      }
    }
    boolean escapes = Double.isNaN(escapeTime) && !Double.isNaN(modeTimes[0]);
    if (escapes) {
      escaped(modeTimes[0], solver.state());
    }
    return escapes;
  }

  private void escaped(double time, double[] state) {
    escapeTime = time;
    escapeRank = rank(state);
    overlap = TopPair.of(flow.product(state), flow.n()).overlap(seen);
  }

  /** u_kᵀ·P·v_k − σ_k/2. */
  private double over(double[] state, int k) {
    double[] product = flow.product(state);
    double[] u = start.left(k);
    double[] v = start.right(k);
    double sum = 0;
    for (int i = 0; i < u.length; i++) {
      for (int j = 0; j < v.length; j++) {
        sum += u[i] * product[i * u.length + j] * v[j];
      }
    }
    return sum - modes.get(k) / 2;
  }

  private Outcome outcome(int reached, double[] end) {
    metrics.iterations(
        reached < 0 ? OptionalInt.empty() : OptionalInt.of(reached),
        cell.tolerances(),
        this::firstAtMost);
    double residual = residuals.getLast();
    metrics.loss(residual * residual / 2, residual, "overflow");
    metrics.put("blowUpLower", Double.NaN, "a factorisation saturates");
    metrics.put("blowUpUpper", Double.NaN, "a factorisation saturates");
    String none = "no mode reached half of its target";
    metrics.put("effectiveRank", escapeRank, none);
    metrics.put("alignment", overlap, none);
    metrics.put("effectiveNeurons", Double.NaN, "a factorisation has no neurons");
    metrics.put("escapeTime", escapeTime, none);
    metrics.put("finalRank", rank(end), "overflow");
    if (completes) {
      completion(end);
    } else {
      modes();
    }
    String why =
        reached < 0
            ? "cap of %d steps reached at residual %s".formatted(cell.cap(), residual)
            : null;
    return metrics.outcome(why, statements.all(cell));
  }

  private OptionalInt firstAtMost(double share) {
    for (int step = 0; step < residuals.size(); step++) {
      if (residuals.get(step) <= share * first) {
        return OptionalInt.of(step);
      }
    }
    return OptionalInt.empty();
  }

  /** Every mode reaches half of its target when the quadrature says. */
  private void modes() {
    double from = StrictMath.pow(cell.startsLarge() ? 1 : cell.scale(), flow.factors());
    double worst = 0;
    List<Double> predicted = new ArrayList<>();
    for (int k = 0; k < modeTimes.length; k++) {
      double time = ModeTime.toHalf(flow.factors(), modes.get(k), from);
      predicted.add(time);
      worst = Math.max(worst, Math.abs(modeTimes[k] - time) / time);
    }
    metrics.put("modeTimes", Arrays.stream(modeTimes).boxed().toList());
    metrics.put("predictedModeTimes", predicted);
    if (predicted.contains(0.0) || Arrays.stream(modeTimes).anyMatch(Double::isNaN)) {
      statements.missing(
          Statements.FACTORISATION,
          "modes that start below half and reach it",
          Arrays.toString(modeTimes),
          "times for all");
      return;
    }
    statements.atMost(Statements.FACTORISATION, worst, EXACT);
  }

  /** The first direction of a completion is the top pair of what is seen. */
  private void completion(double[] end) {
    double[] mask = flow.observed();
    double[] product = flow.product(end);
    double wrong = 0;
    double size = 0;
    for (int k = 0; k < product.length; k++) {
      if (mask != null && mask[k] == 0) {
        double error = product[k] - flow.target()[k];
        wrong += error * error;
        size += flow.target()[k] * flow.target()[k];
      }
    }
    metrics.put("testError", Math.sqrt(wrong / size), "nothing is hidden");
    double gap = gap();
    metrics.put("gap", gap);
    double clear = CLEAR / StrictMath.pow(LUCK, flow.factors() - 2);
    if (Double.isNaN(overlap) || cell.startsLarge() || cell.scale() > SMALL || gap > clear) {
      statements.missing(
          Statements.FACTORISATION,
          "a small start and a direction that wins",
          "ε = %s, σ₂/σ₁ = %.3g, overlap %s".formatted(cell.scale(), gap, overlap),
          "ε ≤ %s, σ₂/σ₁ ≤ %.3g, an escape".formatted(SMALL, clear));
      return;
    }
    statements.atMost(Statements.FACTORISATION, 1 - overlap, TURNED);
  }

  /** σ₂/σ₁ of what is seen. */
  private double gap() {
    double[] rest = visible();
    int n = flow.n();
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        rest[i * n + j] -= seen.value() * seen.left()[i] * seen.right()[j];
      }
    }
    return TopPair.of(rest, n).value() / seen.value();
  }
}
