package io.github.widthbench.math;

import java.util.Arrays;

/**
 * A binary floating-point format that numbers can be stored in. Rounding is to the nearest number
 * of the format, ties to the even one, with gradual underflow and overflow to infinity (IEEE 754;
 * bf16 by the same rules).
 */
public enum FloatFormat {
  FP64("fp64", 53, Double.MIN_EXPONENT, Double.MAX_VALUE),
  FP32("fp32", 24, Float.MIN_EXPONENT, Float.MAX_VALUE),
  /** The upper half of an FP32 number: its range, with 8 significant bits. */
  BF16("bf16", 8, Float.MIN_EXPONENT, 0x1.fep127),
  FP16("fp16", 11, -14, 65504);

  private static final int BIAS = 1023;
  private static final int FRACTION_BITS = 52;

  private final String label;
  private final int digits;
  private final int leastExponent;
  private final double largest;

  FloatFormat(String label, int digits, int leastExponent, double largest) {
    this.label = label;
    this.digits = digits;
    this.leastExponent = leastExponent;
    this.largest = largest;
  }

  /** The format that study files call {@code label}. */
  public static FloatFormat of(String label) {
    return Arrays.stream(values()).filter(f -> f.label.equals(label)).findFirst().orElseThrow();
  }

  /** The name used in study files and records. */
  public String label() {
    return label;
  }

  /** {@code value} as this format stores it. */
  public double round(double value) {
    if (this == FP64 || value == 0 || !Double.isFinite(value)) {
      return value;
    }
    int exponent = Math.max(Math.getExponent(value), leastExponent) - digits + 1;
    double spacing = Double.longBitsToDouble((long) (exponent + BIAS) << FRACTION_BITS);
    double rounded = Math.rint(value / spacing) * spacing;
    return Math.abs(rounded) > largest ? Math.copySign(Double.POSITIVE_INFINITY, value) : rounded;
  }

  /** Largest relative error of one rounding of a number in the normal range. */
  public double unitRoundoff() {
    return Math.scalb(1.0, -digits);
  }

  /** The largest finite number. */
  public double largest() {
    return largest;
  }

  /** The exponent beyond which e^z overflows: ln of {@link #largest}. */
  public double largestExponent() {
    return StrictMath.log(largest);
  }
}
