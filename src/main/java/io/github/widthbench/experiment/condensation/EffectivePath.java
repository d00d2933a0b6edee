package io.github.widthbench.experiment.condensation;

import io.github.widthbench.experiment.Watch;
import io.github.widthbench.training.DormandPrince;
import java.util.Collection;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The effective dynamics of three layers or more from one start: its blow-up time, and its states
 * at times before.
 */
final class EffectivePath {
  /** Width of the bracket of a prediction, far below what training can tell. */
  static final double GAP = 1e-9;

  static final int MOST_STEPS = 20_000;

  private final Krylov krylov;
  private final BlowUp blowUp;
  private final double[] perpendicular;
  private final Chain whole;
  private final double tolerance;
  private double drift;

  /** Solves for the blow-up time. */
  EffectivePath(State start, double gap, int steps, Watch watch) {
    whole = start.chain();
    perpendicular = start.perpendicular();
    tolerance = BlowUp.tolerance(gap);
    krylov = new Krylov(whole, start.theta());
    blowUp = BlowUp.of(krylov.chain(), krylov.start(), gap, steps, watch);
  }

  BlowUp blowUp() {
    return blowUp;
  }

  /**
   * A time and the moving part of the state then.
   *
   * @param rho |θ|² of the whole chain
   */
  @SuppressWarnings("ArrayRecordComponent") // read, never compared
  record Point(double time, double rho, double energy, double[] moving) {}

  /** States at the given times, in order; those at or after the blow-up are left out. */
  NavigableMap<Double, Point> at(Collection<Double> times, Watch watch) {
    Chain chain = krylov.chain();
    DormandPrince flow =
        new DormandPrince((y, slope) -> chain.energy(y, slope), krylov.start(), tolerance);
    NavigableMap<Double, Point> points = new TreeMap<>();
    for (double time : new TreeSet<>(times)) {
      if (time >= blowUp.lower()) {
        break;
      }
      while (flow.time() < time) {
        watch.check();
        if (!flow.step(time)) {
          return points;
        }
      }
      double[] y = flow.state().clone();
      drift = Math.max(drift, chain.drift(krylov.start(), y));
      points.put(time, new Point(time, Chain.rho(y) + krylov.rest(), chain.energy(y), y));
    }
    return points;
  }

  /** The largest drift of an invariant at the states asked for, over ρ. */
  double drift() {
    return drift;
  }

  /** The whole state at a point. */
  State state(Point point) {
    return new State(whole, krylov.lift(point.moving()), perpendicular);
  }

  /** The moving part at a point, without its constant rest. */
  State moving(Point point) {
    Chain chain = krylov.chain();
    return new State(chain, point.moving(), new double[chain.rows(1)]);
  }

  /** The input weights at a point: cheap however wide the chain. */
  InputWeights inputs(Point point) {
    return new InputWeights(krylov.column(point.moving()), perpendicular);
  }
}
