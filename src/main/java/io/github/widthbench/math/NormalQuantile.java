package io.github.widthbench.math;

/**
 * The inverse of the standard normal distribution function, the same bits on any device.
 *
 * <p>M. Wichura's PPND16 (Algorithm AS 241, Applied Statistics 37, 1988), relative error about
 * 1e−15. <b>The sequence of operations below is the specification</b>: +, −, ×, ÷, square root,
 * each rounded once, and the fused multiply-adds that are written out. A port (to CUDA: {@code
 * -fmad=false}) that keeps the sequence gives equal bits; a library's log does not.
 */
@SuppressWarnings("FloatingPointLiteralPrecision") // the digits as published
public final class NormalQuantile {

  private static final double[] CENTRE_ABOVE = {
    3.3871328727963666080e0,
    1.3314166789178437745e+2,
    1.9715909503065514427e+3,
    1.3731693765509461125e+4,
    4.5921953931549871457e+4,
    6.7265770927008700853e+4,
    3.3430575583588128105e+4,
    2.5090809287301226727e+3
  };
  private static final double[] CENTRE_BELOW = {
    1,
    4.2313330701600911252e+1,
    6.8718700749205790830e+2,
    5.3941960214247511077e+3,
    2.1213794301586595867e+4,
    3.9307895800092710610e+4,
    2.8729085735721942674e+4,
    5.2264952788528545610e+3
  };
  private static final double[] TAIL_ABOVE = {
    1.42343711074968357734e0,
    4.63033784615654529590e0,
    5.76949722146069140550e0,
    3.64784832476320460504e0,
    1.27045825245236838258e0,
    2.41780725177450611770e-1,
    2.27238449892691845833e-2,
    7.74545014278341407640e-4
  };
  private static final double[] TAIL_BELOW = {
    1,
    2.05319162663775882187e0,
    1.67638483018380384940e0,
    6.89767334985100004550e-1,
    1.48103976427480074590e-1,
    1.51986665636164571966e-2,
    5.47593808499534494600e-4,
    1.05075007164441684324e-9
  };
  private static final double[] FAR_TAIL_ABOVE = {
    6.65790464350110377720e0,
    5.46378491116411436990e0,
    1.78482653991729133580e0,
    2.96560571828504891230e-1,
    2.65321895265761230930e-2,
    1.24266094738807843860e-3,
    2.71155556874348757815e-5,
    2.01033439929228813265e-7
  };
  private static final double[] FAR_TAIL_BELOW = {
    1,
    5.99832206555887937690e-1,
    1.36929880922735805310e-1,
    1.48753612908506148525e-2,
    7.86869131145613259100e-4,
    1.84631831751005468180e-5,
    1.42151175831644588870e-7,
    2.04426310338993978564e-15
  };

  /** (log((1+s)/(1−s)) − 2s)/s as a polynomial in s² without its constant 0: fdlibm's e_log.c. */
  private static final double[] LOG_SERIES = {
    6.666666666666735130e-01,
    3.999999999940941908e-01,
    2.857142874366239149e-01,
    2.222219843214978396e-01,
    1.818357216161805012e-01,
    1.531383769920937332e-01,
    1.479819860511658591e-01
  };

  /** log 2 in two parts; this one times an exponent is exact. */
  public static final double LOG2_HIGH = 6.93147180369123816490e-01;

  /** The rest of log 2. */
  public static final double LOG2_LOW = 1.90821492927058770002e-10;

  /** High word of √½ below 1, as a distance from 2: splits mantissas at √2. */
  public static final int ROOT_HALF_DISTANCE = 0x95F64;

  private NormalQuantile() {}

  /**
   * The rational parts and the series of the logarithm, for loops over vectors that keep the
   * sequence of operations.
   *
   * @param above coefficients of the numerator, ascending
   * @param below of the denominator
   */
  @SuppressWarnings("ArrayRecordComponent") // constants, never compared
  public record Fit(double[] above, double[] below) {}

  /** For |p − ½| up to 0.425, in 0.180625 − (p − ½)². */
  public static Fit centre() {
    return new Fit(CENTRE_ABOVE.clone(), CENTRE_BELOW.clone());
  }

  /** Beyond, in r − 1.6 for r = √(−log p) up to 5. */
  public static Fit tail() {
    return new Fit(TAIL_ABOVE.clone(), TAIL_BELOW.clone());
  }

  /** The series of {@link #log} in s². */
  public static double[] logSeries() {
    return LOG_SERIES.clone();
  }

  /** z with Φ(z) = p, for p in (0, 1); exactly odd about ½ where 1 − p is exact. */
  public static double of(double p) {
    double q = p - 0.5;
    if (Math.abs(q) <= 0.425) {
      return q * Rational.quotient(0.180625 - q * q, CENTRE_ABOVE, CENTRE_BELOW);
    }
    double r = Math.sqrt(-log(Math.min(p, 1 - p)));
    double size =
        r <= 5
            ? Rational.quotient(r - 1.6, TAIL_ABOVE, TAIL_BELOW)
            : Rational.quotient(r - 5, FAR_TAIL_ABOVE, FAR_TAIL_BELOW);
    return q < 0 ? -size : size;
  }

  /** log x for a positive normal number, within one unit in the last place. */
  static double log(double x) {
    long bits = Double.doubleToRawLongBits(x);
    int high = (int) (bits >>> 32);
    int mantissa = high & 0xFFFFF;
    // x = 2^exponent (1 + f) with 1 + f in [√½, √2)
    int carry = (mantissa + ROOT_HALF_DISTANCE) & 0x100000;
    int exponent = (high >> 20) - 1023 + (carry >> 20);
    long scaled = ((long) (mantissa | (carry ^ 0x3FF00000)) << 32) | (bits & 0xFFFFFFFFL);
    double f = Double.longBitsToDouble(scaled) - 1;

    double s = f / (2 + f);
    double z = s * s;
    double series = z * Rational.polynomial(z, LOG_SERIES);
    double halfSquare = 0.5 * f * f;
    double small = s * (halfSquare + series) + exponent * LOG2_LOW;
    return exponent * LOG2_HIGH - ((halfSquare - small) - f);
  }
}
