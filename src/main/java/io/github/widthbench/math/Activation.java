package io.github.widthbench.math;

import java.util.Locale;

/** An activation s with its derivatives; computed with {@link StrictMath} only. */
public enum Activation {
  RELU,
  TANH,
  EXP,
  ERF,
  SIGMOID,
  SOFTPLUS;

  /** The name used in study files and records. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** s(z). */
  public double value(double z) {
    return switch (this) {
      case RELU -> Math.max(z, 0);
      case TANH -> StrictMath.tanh(z);
      case EXP -> StrictMath.exp(z);
      case ERF -> Double.NaN;
      case SIGMOID -> 1 / (1 + StrictMath.exp(-z));
      case SOFTPLUS -> StrictMath.log1p(StrictMath.exp(z));
    };
  }

  /** s′(z); 0 at the kink of relu. */
  public double derivative(double z) {
    return this == RELU ? (z > 0 ? 1 : 0) : Double.NaN;
  }

  /** s″(z); 0 for relu. */
  public double secondDerivative(double z) {
    return 0 * z;
  }

  /** s(p+q) − s(p−q) without cancellation; exactly 0 at q = 0, odd in q. */
  public double pairDifference(double p, double q) {
    return value(p + q) - value(p - q);
  }
}
