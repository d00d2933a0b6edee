package io.github.widthbench.experiment.condensation;

import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.experiment.Metrics;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.experiment.condensation.EffectivePath.Point;
import io.github.widthbench.math.Vectors;
import io.github.widthbench.spectrum.SingularValues;
import io.github.widthbench.training.DormandPrince;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.TreeMap;

/** One cell of the effective dynamics with three layers or more. */
final class EffectiveRun {

  /** Relative error of what holds exactly but for rounding and the integrator's tolerance. */
  private static final double ROUNDING = 1e-9;

  /** Cosines that a point of the curve lists. */
  private static final int MOST_LISTED = 64;

  /** Wider matrices are not solved for their singular values. */
  private static final int WIDEST = 128;

  private final CondensationCase cell;
  private final EigenSolver solver;
  private final Watch watch;
  private final State start;
  private final Chain chain;
  private final EffectivePath path;
  private final NavigableMap<Double, Point> points = new TreeMap<>();
  private final NavigableMap<Double, State> states = new TreeMap<>();
  private final Metrics metrics = new Metrics();
  private final Statements statements = new Statements();

  EffectiveRun(CondensationCase cell, EigenSolver solver, Watch watch) {
    this.cell = cell;
    this.solver = solver;
    this.watch = watch;
    start = cell.start();
    chain = start.chain();
    path = new EffectivePath(start, cell.gap(), cell.cap(), watch);
  }

  Outcome run() {
    follow();
    BlowUp blowUp = path.blowUp();
    boolean closed = blowUp.isClosed();
    String open = "no blow-up seen: the energy never grew, or the cap came first";
    metrics.iterations(
        closed ? OptionalInt.of(blowUp.steps()) : OptionalInt.empty(),
        cell.tolerances(),
        blowUp::firstAtMost);
    metrics.loss(Double.NaN, Double.NaN, "the effective dynamics has no loss");
    metrics.put("blowUpLower", blowUp.lower());
    metrics.put("blowUpUpper", blowUp.upper(), open);
    OptionalDouble exact = ScalarBlowUp.time(chain, start.theta());
    exact.ifPresent(time -> metrics.put("blowUpExact", time, "an exceptional start"));
    metrics.put("kappa", chain.kappa(start.theta()));
    describeEnd();
    metrics.put("escapeTime", Double.NaN, "the effective dynamics has no plateau to leave");
    metrics.put(
        "coneEntry", blowUp.coneEntry().orElse(Double.NaN), "not entered, or not looked for");
    curve();
    if (closed) {
      blowUp(exact);
      homogeneity();
      alignment();
      cone();
      lowRank();
    } else {
      Statements.ALL
          .subList(0, 5)
          .forEach(statement ->
              statements.missing(statement, "a closed bracket", blowUp.upper(), "a finite one"));
    }
    String why =
        closed ? null : "bracket [%s, %s] not closed".formatted(blowUp.lower(), blowUp.upper());
    return metrics.outcome(why, statements.all(cell));
  }

  /** States at the fractions of the blow-up time and at the times asked for. */
  private void follow() {
    List<Double> times = new ArrayList<>(List.of(0.0));
    if (path.blowUp().isClosed()) {
      cell.fractions().forEach(fraction -> times.add(fraction * path.blowUp().time()));
    }
    times.addAll(cell.recordAt());
    points.putAll(path.at(times, watch));
    points.forEach((time, point) -> {
      if (chain.rows(1) <= WIDEST) {
        states.put(time, path.state(point));
      }
    });
  }

  private Point last() {
    return points.lastEntry().getValue();
  }

  private void describeEnd() {
    InputWeights inputs = path.inputs(last());
    metrics.put("alignment", inputs.alignment());
    metrics.put("effectiveNeurons", inputs.effectiveNeurons());
    double rank = Double.NaN;
    double stable = Double.NaN;
    if (!states.isEmpty()) {
      SingularValues values = states.lastEntry().getValue().singularValues(chain.layers() - 1);
      rank = values.effectiveRank();
      stable = values.stableRank();
    }
    metrics.put("effectiveRank", rank, "too wide to be solved");
    metrics.put("stableRank", stable, "too wide to be solved");
  }

  private void curve() {
    points.forEach((time, point) -> {
      SequencedMap<String, Object> shown = metrics.point(time);
      double fraction = time / path.blowUp().time();
      Metrics.putFinite(shown, "fraction", fraction);
      shown.put("norm", Math.sqrt(point.rho()));
      shown.put("energy", point.energy());
      shown.put("lower", time + chain.leastTime(point.rho()));
      Metrics.putFinite(shown, "upper", time + chain.mostTime(point.rho(), point.energy()));
      State state = states.get(time);
      if (state != null) {
        SingularValues values = state.singularValues(chain.layers() - 1);
        shown.put("effectiveRank", values.effectiveRank());
        Metrics.putFinite(
            shown, "second", values.values().length > 1 ? values.values()[1] : Double.NaN);
      }
      InputWeights inputs = path.inputs(point);
      shown.put("alignment", inputs.alignment());
      shown.put("cosines", Arrays.stream(inputs.cosines()).boxed().limit(MOST_LISTED).toList());
    });
  }

  /** Bracket, monotony of κ, invariants, the least and most time, the closed form. */
  private void blowUp(OptionalDouble exact) {
    BlowUp blowUp = path.blowUp();
    double time = blowUp.time();
    double worst = Math.max(blowUp.backward(), Math.max(blowUp.fallOfKappa(), path.drift()));
    for (Point point : points.values()) {
      double low = point.time() + chain.leastTime(point.rho());
      double high = point.time() + chain.mostTime(point.rho(), point.energy());
      worst = Math.max(worst, Math.max(low - blowUp.upper(), blowUp.lower() - high) / time);
    }
    if (exact.isPresent()) {
      worst = Math.max(worst, Math.abs(exact.getAsDouble() - time) / time);
    }
    statements.atMost(Statements.BLOW_UP, worst, ROUNDING);
  }

  /** A third of the start is a third of the path, 3^(L−2) times as slow. */
  private void homogeneity() {
    Krylov krylov = new Krylov(chain, Arrays.stream(start.theta()).map(v -> v / 3).toArray());
    Chain moving = krylov.chain();
    double slower = StrictMath.pow(3, chain.layers() - 2.0);
    DormandPrince flow =
        new DormandPrince((y, slope) -> moving.energy(y, slope), krylov.start(), 1e-14);
    double half = path.blowUp().time() / 2;
    while (flow.time() < slower * half) {
      watch.check();
      if (!flow.step(slower * half)) {
        break;
      }
    }
    Point expected = path.at(List.of(half), watch).firstEntry().getValue();
    double rho = 9 * (Chain.rho(flow.state()) + krylov.rest());
    statements.atMost(
        Statements.HOMOGENEITY, Math.abs(rho - expected.rho()) / expected.rho(), ROUNDING);
  }

  /**
   * From ρ ≥ (least norm at that time)² and the invariants |c|² = (ρ − const)/L follows Σ(|w_i| −
   * |c_i|)/Σ|w_i| ≤ Σ|w_i,⊥|/|c|.
   */
  private void alignment() {
    InputWeights inputs = path.inputs(last());
    double perpendicular = Arrays.stream(inputs.perpendicular()).sum();
    double left = path.blowUp().upper() - last().time();
    int l = chain.layers();
    double least = StrictMath.pow(chain.largestKappa() * l * (l - 2.0) * left, -2 / (l - 2.0));
    double startColumn = Vectors.norm(Arrays.copyOf(start.theta(), chain.rows(1)));
    double constant = Chain.rho(start.theta()) - l * startColumn * startColumn;
    double column = Math.sqrt(Math.max(0, (least - constant) / l));
    double bound = perpendicular / column;
    if (perpendicular == 0 || !(bound < 1)) {
      statements.missing(
          Statements.ALIGNMENT,
          "parts orthogonal to ẑ that the growth must outweigh",
          "a bound of " + bound,
          "one above 0 and below 1");
      return;
    }
    statements.atMost(Statements.ALIGNMENT, 1 - inputs.alignment(), bound);
  }

  private void cone() {
    OptionalDouble entry = path.blowUp().coneEntry();
    if (entry.isEmpty()) {
      statements.missing(
          Statements.CONE,
          "an entry into the cone of three layers of at most %d neurons"
              .formatted(BlowUp.WIDEST_CONE),
          "none",
          "one before |θ| has grown by 1e13");
      return;
    }
    double worst = path.blowUp().coneLoss();
    double[] before = new double[0];
    for (Point point : points.tailMap(entry.getAsDouble(), true).values()) {
      double[] now = path.inputs(point).along();
      for (int i = 0; i < before.length; i++) {
        worst = Math.max(worst, (Math.abs(before[i]) - Math.abs(now[i])) / Math.sqrt(point.rho()));
      }
      before = now;
    }
    statements.atMost(Statements.CONE, worst, ROUNDING);
  }

  /**
   * M₂ᵀM₂ = ccᵀ + N with N constant, so the second singular value of M₂ is never above √λmax(N);
   * likewise for the last hidden matrix.
   */
  private void lowRank() {
    State moving = path.moving(points.firstEntry().getValue());
    Chain small = moving.chain();
    int last = small.layers() - 1;
    double first = bound(small.invariant(moving.theta(), 1), 1);
    double second = bound(small.invariant(moving.theta(), last), -1);
    double worst = 0;
    for (Point point : points.values()) {
      State state = path.moving(point);
      worst = Math.max(worst, over(state.singularValues(2), first, point.rho()));
      worst = Math.max(worst, over(state.singularValues(last), second, point.rho()));
    }
    statements.atMost(Statements.LOW_RANK, worst, ROUNDING);
  }

  private double bound(double[][] invariant, int sign) {
    int n = invariant.length;
    double[] flat =
        Arrays.stream(invariant).flatMapToDouble(Arrays::stream).map(v -> sign * v).toArray();
    return Math.sqrt(Math.max(0, solver.eigenvalues(flat, n)[n - 1]));
  }

  /** How far the second singular value is above its bound, over √ρ. */
  private static double over(SingularValues values, double bound, double rho) {
    return values.values().length < 2 ? 0 : (values.values()[1] - bound) / Math.sqrt(rho);
  }
}
