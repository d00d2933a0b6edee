package io.github.widthbench.training;

/** The loss of one answer o to a label y. */
public enum Loss {

  /** ½(o − y)². */
  SQUARED {
    @Override
    public double value(double o, double y) {
      return (o - y) * (o - y) / 2;
    }

    @Override
    double slope(double o, double y) {
      return o - y;
    }
  },

  /** log(1 + e^(−so)) with s the sign of y: only the class counts. */
  LOGISTIC {
    @Override
    public double value(double o, double y) {
      double z = -sign(y) * o;
      return Math.max(z, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
    }

    @Override
    double slope(double o, double y) {
      return -sign(y) / (1 + StrictMath.exp(sign(y) * o));
    }
  },

  /** ½(o − y)² up to a distance of 1 and linear beyond it (P. Huber, 1964). */
  HUBER {
    @Override
    public double value(double o, double y) {
      double r = Math.abs(o - y);
      return r <= 1 ? r * r / 2 : r - 0.5;
    }

    @Override
    double slope(double o, double y) {
      return Math.clamp(o - y, -1, 1);
    }
  };

  /** The loss. */
  public abstract double value(double o, double y);

  /** Its derivative by o. */
  abstract double slope(double o, double y);

  private static double sign(double y) {
    return y > 0 ? 1 : -1;
  }
}
