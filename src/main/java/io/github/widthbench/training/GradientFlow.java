package io.github.widthbench.training;

/**
 * A flow y′ = f(y) followed in time by Radau IIA of order 5: implicit, stiffly accurate, with steps
 * as long as the error allows. Built for gradient flows, whose time scales differ by nine orders
 * and more; each step costs one Jacobian, two factorizations and three slopes a Newton iteration.
 */
public final class GradientFlow {
  private static final double SAFETY = 0.9;
  private static final double LONGEST_GROWTH = 8;
  private static final double LARGEST_CUT = 0.2;
  private static final int MOST_REJECTIONS = 60;

  private final Flow flow;
  private final Tolerance tolerance;
  private final RadauStage stage;
  private final double[] y;
  private final double[] slope;
  private final double[] error;
  private final double[] shifted;
  private final double[] later;
  private final double[] jacobian;
  private double time;
  private double length;
  private double lastLength;
  private double lastError;

  /** A flow at time 0. */
  public GradientFlow(Flow flow, double[] start, Tolerance tolerance) {
    this.flow = flow;
    this.tolerance = tolerance;
    stage = new RadauStage(flow);
    y = start.clone();
    slope = new double[flow.size()];
    error = new double[flow.size()];
    shifted = new double[flow.size()];
    later = new double[flow.size()];
    jacobian = new double[flow.size() * flow.size()];
    flow.slope(y, slope);
    length = firstLength();
  }

  /** Time reached. */
  public double time() {
    return time;
  }

  /** y at {@link #time}; a copy. */
  public double[] state() {
    return y.clone();
  }

  /**
   * One accepted step, which ends at {@code end} at the latest.
   *
   * @return false where no step however short succeeds, as where f is not finite
   */
  public boolean step(double end) {
    flow.jacobian(y, jacobian);
    boolean rejected = false;
    for (int attempt = 0; attempt < MOST_REJECTIONS; attempt++) {
      boolean cut = time + length >= end;
      double h = cut ? end - time : length;
      double error = attempt(h, rejected);
      if (error <= 1) {
        accept(h, cut ? end : time + h, error, rejected);
        return true;
      }
      double factor = Double.isFinite(error) ? SAFETY * StrictMath.pow(error, -0.25) : 0.5;
      length = h * Math.max(factor, LARGEST_CUT);
      rejected = true;
    }
    return false;
  }

  /** Goes on to {@code end}; false where {@link #step} fails. */
  public boolean advance(double end) {
    while (time < end) {
      if (!step(end)) {
        return false;
      }
    }
    return true;
  }

  /** The error of a step of length h over what is allowed; infinite where it cannot be made. */
  private double attempt(double h, boolean rejected) {
    if (!stage.factor(h, jacobian)) {
      return Double.POSITIVE_INFINITY;
    }
    stage.guess(h, rejected ? 0 : lastLength);
    if (!stage.solve(h, y, tolerance)) {
      return Double.POSITIVE_INFINITY;
    }
    double allowed = tolerance.allowed(stage.z[2]);
    stage.error(h, slope, error);
    double size = Tolerance.norm(error) / allowed;
    if (size > 1) {
      // a stiff component makes the first estimate too large; filtered once more it is not
      for (int k = 0; k < y.length; k++) {
        shifted[k] = y[k] + error[k];
      }
      flow.slope(shifted, later);
      stage.error(h, later, error);
      size = Tolerance.norm(error) / allowed;
    }
    return Double.isNaN(size) ? Double.POSITIVE_INFINITY : size;
  }

  private void accept(double h, double end, double error, boolean rejected) {
    for (int k = 0; k < y.length; k++) {
      y[k] += stage.z[2][k];
    }
    flow.slope(y, slope);
    int most = 2 * RadauStage.MOST_ITERATIONS + 1;
    double safety = SAFETY * most / (most - 1.0 + stage.iterations());
    double floored = Math.max(error, 1e-6);
    double factor = StrictMath.pow(floored, -0.25);
    if (lastLength > 0) {
      // K. Gustafsson's predictive control: the trend of the error over two steps
      double trend = h / lastLength * StrictMath.pow(lastError / floored, 0.25);
      factor *= Math.min(1, trend);
    }
    double next = h * Math.clamp(safety * factor, LARGEST_CUT, rejected ? 1 : LONGEST_GROWTH);
    boolean shortened = h < length;
    length = shortened ? Math.max(length, next) : next;
    lastLength = h;
    lastError = floored;
    time = end;
  }

  /** A step over which the slope changes little, from one explicit trial. */
  private double firstLength() {
    double size = Tolerance.norm(slope);
    if (size == 0 || !Double.isFinite(size)) {
      return 1;
    }
    double trial = 1e-6 * Math.max(Tolerance.norm(y), 1e-3) / size;
    for (int k = 0; k < y.length; k++) {
      shifted[k] = y[k] + trial * slope[k];
    }
    flow.slope(shifted, later);
    double change = 0;
    for (int k = 0; k < y.length; k++) {
      change = Math.max(change, Math.abs(later[k] - slope[k]));
    }
    return change > 0 ? Math.max(trial, 1e-2 * trial * size / change) : 1;
  }
}
