package io.github.widthbench.math;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/**
 * An activation s with its derivatives, finite wherever the true value is.
 *
 * <p>Only {@link StrictMath} and IEEE basic operations are used, so the bits are equal on every
 * machine. {@code erf} is the error function itself, without a factor √½ in its argument.
 */
public enum Activation {
  RELU,
  TANH,
  EXP,
  ERF,
  SIGMOID,
  SOFTPLUS;

  private static final double TWO_OVER_ROOT_PI = 2 / StrictMath.sqrt(StrictMath.PI);

  /** The activation that study files call {@code label}, or empty where there is none. */
  public static Optional<Activation> of(String label) {
    return Arrays.stream(values()).filter(s -> s.label().equals(label)).findFirst();
  }

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
      case ERF -> SpecialFunctions.erf(z);
      case SIGMOID -> sigmoid(z);
      case SOFTPLUS -> Math.max(z, 0) + StrictMath.log1p(StrictMath.exp(-Math.abs(z)));
    };
  }

  /** s′(z); 0 at the kink of relu. */
  public double derivative(double z) {
    return switch (this) {
      case RELU -> z > 0 ? 1 : 0;
      case TANH -> squaredSech(z);
      case EXP -> StrictMath.exp(z);
      case ERF -> TWO_OVER_ROOT_PI * SpecialFunctions.gaussian(z);
      // σ(z) = (1 + tanh(z/2))/2
      case SIGMOID -> squaredSech(z / 2) / 4;
      case SOFTPLUS -> sigmoid(z);
    };
  }

  /** s″(z); 0 for relu. */
  public double secondDerivative(double z) {
    return switch (this) {
      case RELU -> 0;
      case TANH -> -2 * StrictMath.tanh(z) * derivative(z);
      case EXP -> StrictMath.exp(z);
      case ERF -> -2 * z * derivative(z);
      case SIGMOID -> -StrictMath.tanh(z / 2) * derivative(z);
      case SOFTPLUS -> squaredSech(z / 2) / 4;
    };
  }

  /**
   * s(p+q) − s(p−q) without cancellation; exactly 0 at q = 0, exactly odd in q.
   *
   * <p>Relative error below 1e−13 where the result is a normal number, for erf where |p| ≤ 10 (for
   * larger |p| the rounding of p ± q costs up to |p|²·1e−15). Infinite only where s(p+|q|) is.
   */
  public double pairDifference(double p, double q) {
    if (q == 0) {
      return Double.isNaN(p) ? p : 0;
    }
    return q < 0 ? -PairDifference.of(this, p, -q) : PairDifference.of(this, p, q);
  }

  private static double sigmoid(double z) {
    double e = StrictMath.exp(-Math.abs(z));
    return (z < 0 ? e : 1) / (1 + e);
  }

  /** 1/cosh²(z): unlike 1 − tanh²(z) it keeps its digits where tanh is close to ±1. */
  private static double squaredSech(double z) {
    double e = StrictMath.exp(-2 * Math.abs(z));
    double sum = 1 + e;
    return 4 * e / (sum * sum);
  }
}
