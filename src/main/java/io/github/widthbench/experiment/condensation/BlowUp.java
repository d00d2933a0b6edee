package io.github.widthbench.experiment.condensation;

import io.github.widthbench.experiment.Watch;
import io.github.widthbench.training.DormandPrince;
import io.github.widthbench.training.Slope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * The blow-up time T* of a chain of three layers or more in a bracket that only rounding can spoil,
 * without a step into the singularity: the direction u = θ/|θ| and l = log|θ| are followed in the
 * time q with dq = |θ|^(L−2) ds, where nothing diverges.
 *
 * <p>u′ = ∇E(u) − L·E(u)·u, l′ = L·E(u), s′ = e^(−(L−2)l). At every step s + leastTime ≤ T* ≤ s +
 * mostTime; the lower end never falls, the upper never rises.
 */
final class BlowUp {
  /** Error of a step as a share of the bracket's width, and the least that rounding allows. */
  private static final double SHARPER = 1e-3;

  private static final double ROUNDING = 1e-15;

  /** Growth (L−2)·(l − l₀) at which nothing is left to gain. */
  private static final double FAR = 32;

  private final Chain chain;
  private final double unit;
  private final List<Double> gaps = new ArrayList<>();
  private double[] direction;
  private double lower;
  private double upper = Double.POSITIVE_INFINITY;
  private double backward;
  private double fallOfKappa;
  private double coneEntry = Double.NaN;
  private double coneLoss;
  private boolean closed;

  /**
   * Follows a start until the bracket is as narrow as asked.
   *
   * @param gap width of the bracket over its upper end
   * @param steps most steps
   */
  static BlowUp of(Chain chain, double[] theta, double gap, int steps, Watch watch) {
    BlowUp blowUp = new BlowUp(chain, theta);
    blowUp.follow(gap, steps, watch);
    return blowUp;
  }

  private BlowUp(Chain chain, double[] theta) {
    if (chain.layers() < 3) {
      throw new IllegalArgumentException("two layers do not blow up");
    }
    this.chain = chain;
    double size = Math.sqrt(Chain.rho(theta));
    unit = StrictMath.pow(size, 2.0 - chain.layers());
    direction = Arrays.stream(theta).map(v -> v / size).toArray();
  }

  /** The integrator's tolerance that a bracket of that width needs. */
  static double tolerance(double gap) {
    return Math.max(SHARPER * gap, ROUNDING);
  }

  private void follow(double gap, int steps, Watch watch) {
    int n = direction.length;
    // l and s are kept relative to the start, so that all of y is of order one
    double[] y = Arrays.copyOf(direction, n + 2);
    DormandPrince flow = new DormandPrince(slope(n), y, tolerance(gap));
    look(flow.state(), 0);
    while (!closed && gaps.size() <= steps) {
      watch.check();
      if (!flow.step(Double.POSITIVE_INFINITY)) {
        return;
      }
      look(flow.state(), flow.time());
      boolean far = (chain.layers() - 2) * flow.state()[n] > FAR;
      closed = gaps.getLast() <= gap || (far && Double.isFinite(upper));
    }
  }

  private Slope slope(int n) {
    return (y, slope) -> {
      double energy = chain.energy(y, slope);
      double norm = 0;
      for (int i = 0; i < n; i++) {
        norm += y[i] * y[i];
      }
      // exact on the sphere, and off it by rounding the projection does not drive u away
      double radial = chain.layers() * energy / norm;
      for (int i = 0; i < n; i++) {
        slope[i] -= radial * y[i];
      }
      slope[n] = chain.layers() * energy;
      slope[n + 1] = StrictMath.exp((2.0 - chain.layers()) * y[n]);
    };
  }

  /** Takes in a state: bracket, monotony and cone. */
  private void look(double[] y, double q) {
    int n = direction.length;
    double before = chain.kappa(direction);
    direction = Arrays.copyOf(y, n);
    double shrink = StrictMath.exp((2.0 - chain.layers()) * y[n]);
    double rho = Chain.rho(direction);
    double energy = chain.energy(direction);
    double low = unit * (y[n + 1] + shrink * chain.leastTime(rho));
    double high = unit * (y[n + 1] + shrink * chain.mostTime(rho, energy));
    if (q > 0) {
      backward =
          Math.max(backward, Math.max(lower - low, Double.isFinite(upper) ? high - upper : 0));
      fallOfKappa = Math.max(fallOfKappa, before - chain.kappa(direction));
    }
    lower = Math.max(lower, low);
    upper = Math.min(upper, high);
    gaps.add(Double.isFinite(upper) ? (upper - lower) / upper : Double.POSITIVE_INFINITY);
    lookForCone(unit * y[n + 1]);
  }

  private void lookForCone(double time) {
    if (chain.layers() != 3 || chain.rows(1) > WIDEST_CONE) {
      return;
    }
    double depth = Cone.depth(chain, direction);
    if (Double.isNaN(coneEntry)) {
      coneEntry = depth >= 0 ? time : Double.NaN;
    } else {
      coneLoss = Math.max(coneLoss, -depth);
    }
  }

  /** More neurons than this are not looked at for the cone: a look costs their cube. */
  static final int WIDEST_CONE = 64;

  /** A time at or before T*. */
  double lower() {
    return lower;
  }

  /** A time at or after T*; infinite where the energy never was positive. */
  double upper() {
    return upper;
  }

  /** The middle of the bracket. */
  double time() {
    return lower + (upper - lower) / 2;
  }

  /** Whether the bracket became as narrow as asked, or as rounding allows. */
  boolean isClosed() {
    return closed;
  }

  /** The most by which an end of the bracket moved outwards, over its upper end. */
  double backward() {
    return backward / upper;
  }

  /** The most by which κ fell in a step, over the largest κ there is. */
  double fallOfKappa() {
    return fallOfKappa / chain.largestKappa();
  }

  /** θ/|θ| at the end: close to its limit, a chain of rank-one matrices of one norm. */
  double[] direction() {
    return direction.clone();
  }

  /** Time of entry into the cone; empty where it was not entered, or not looked for. */
  OptionalDouble coneEntry() {
    return Double.isNaN(coneEntry) ? OptionalDouble.empty() : OptionalDouble.of(coneEntry);
  }

  /** How far a state after the entry was outside the cone. */
  double coneLoss() {
    return coneLoss;
  }

  /** Steps taken. */
  int steps() {
    return gaps.size() - 1;
  }

  /** The first step with a bracket of that width over its upper end. */
  OptionalInt firstAtMost(double gap) {
    for (int step = 0; step < gaps.size(); step++) {
      if (gaps.get(step) <= gap) {
        return OptionalInt.of(step);
      }
    }
    return OptionalInt.empty();
  }
}
