package io.github.widthbench.training;

/**
 * A flow y′ = f(y) followed in time by the explicit Runge–Kutta pair of order 5(4) of J. R. Dormand
 * and P. J. Prince (1980), with steps as long as the error allows. For equations that are not
 * stiff; six slopes a step. Only IEEE basic operations and {@link StrictMath} are used, so the bits
 * are those of the slopes on every machine.
 */
public final class DormandPrince {
  private static final double SAFETY = 0.9;
  private static final double LONGEST_GROWTH = 5;
  private static final double LARGEST_CUT = 0.2;
  private static final int MOST_REJECTIONS = 60;
  private static final int STAGES = 7;

  private static final double[][] A = {
    {},
    {1 / 5.0},
    {3 / 40.0, 9 / 40.0},
    {44 / 45.0, -56 / 15.0, 32 / 9.0},
    {19372 / 6561.0, -25360 / 2187.0, 64448 / 6561.0, -212 / 729.0},
    {9017 / 3168.0, -355 / 33.0, 46732 / 5247.0, 49 / 176.0, -5103 / 18656.0},
    {35 / 384.0, 0, 500 / 1113.0, 125 / 192.0, -2187 / 6784.0, 11 / 84.0}
  };

  /** The fifth order's weights less the fourth's. */
  private static final double[] ERROR = {
    71 / 57600.0, 0, -71 / 16695.0, 71 / 1920.0, -17253 / 339200.0, 22 / 525.0, -1 / 40.0
  };

  private final Slope flow;
  private final double tolerance;
  private final double[][] slopes;
  private double[] y;
  private double[] next;
  private double time;
  private double length;

  /**
   * A flow at time 0.
   *
   * @param tolerance error of a step relative to the largest magnitude in y
   */
  public DormandPrince(Slope flow, double[] start, double tolerance) {
    this.flow = flow;
    this.tolerance = tolerance;
    y = start.clone();
    next = new double[start.length];
    slopes = new double[STAGES][start.length];
    flow.of(y, slopes[0]);
    double steepness = Tolerance.norm(slopes[0]);
    length = steepness > 0 ? 1e-3 * Math.max(Tolerance.norm(y), 1e-300) / steepness : 1;
  }

  /** Time reached. */
  public double time() {
    return time;
  }

  /** y at {@link #time}; shared, overwritten by a later step. */
  public double[] state() {
    return y;
  }

  /**
   * One accepted step, which ends at {@code end} at the latest.
   *
   * @return false where no step however short succeeds, as where f is not finite
   */
  public boolean step(double end) {
    boolean rejected = false;
    for (int attempt = 0; attempt < MOST_REJECTIONS; attempt++) {
      boolean cut = time + length >= end;
      double h = cut ? end - time : length;
      double error = attempt(h);
      if (error <= 1) {
        accept(h, cut ? end : time + h, error, rejected);
        return true;
      }
      double factor = Double.isFinite(error) ? SAFETY * StrictMath.pow(error, -0.2) : 0;
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

  /** The error of a step of length h over what is allowed. */
  private double attempt(double h) {
    for (int stage = 1; stage < STAGES; stage++) {
      combine(h, A[stage], stage);
      flow.of(next, slopes[stage]);
    }
    double worst = 0;
    for (int i = 0; i < y.length; i++) {
      double error = 0;
      for (int stage = 0; stage < STAGES; stage++) {
        error += ERROR[stage] * slopes[stage][i];
      }
      worst = Math.max(worst, Math.abs(h * error));
    }
    double size = worst / (tolerance * Tolerance.norm(next));
    return Double.isNaN(size) ? Double.POSITIVE_INFINITY : size;
  }

  /** {@code next} ← y + h·Σ weight·slope. */
  private void combine(double h, double[] weights, int count) {
    for (int i = 0; i < y.length; i++) {
      double sum = 0;
      for (int stage = 0; stage < count; stage++) {
        sum += weights[stage] * slopes[stage][i];
      }
      next[i] = y[i] + h * sum;
    }
  }

  /** The last stage is at the end of the step: its slope is the first of the next. */
  private void accept(double h, double end, double error, boolean rejected) {
    double[] freed = y;
    y = next;
    next = freed;
    double[] last = slopes[STAGES - 1];
    slopes[STAGES - 1] = slopes[0];
    slopes[0] = last;
    double factor = SAFETY * StrictMath.pow(Math.max(error, 1e-10), -0.2);
    double longer = h * Math.clamp(factor, LARGEST_CUT, rejected ? 1 : LONGEST_GROWTH);
    length = h < length ? Math.max(length, longer) : longer;
    time = end;
  }
}
