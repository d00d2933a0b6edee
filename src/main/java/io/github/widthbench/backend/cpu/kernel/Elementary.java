package io.github.widthbench.backend.cpu.kernel;

import io.github.widthbench.backend.cpu.kernel.Vec.Mask;

/**
 * Elementary functions as straight-line code. Errors: exponentials below 1.5 ulp, log1p below 3
 * ulp. NaN stays NaN.
 *
 * <p>Exponentials reduce y = n·ln 2 + r with |r| ≤ ln(2)/2 and use a Chebyshev fit of e^r − 1.
 */
final class Elementary {
  private static final Constants FP64 =
      new Constants(
          0x1.71547652b82fep0,
          0x1.62e42fefa39efp-1,
          0x1.abc9e3b39803fp-56,
          0x1.8p52 + 1023,
          1023,
          new double[] {
            2.0914686968086876e-09,
            2.5105217004720745e-08,
            2.75572736431103e-07,
            2.7557255400206422e-06,
            2.4801587325547743e-05,
            0.00019841269874820627,
            0.0013888888888883748,
            0.008333333333326136,
            0.04166666666666667,
            0.1666666666666667,
            0.5
          },
          new double[] {
            0.13094416666525344,
            0.1326802614042874,
            0.15386267672882226,
            0.18181795124476754,
            0.22222222396552982,
            0.2857142857078221,
            0.4000000000000091,
            0.6666666666666666
          },
          710,
          -746,
          128,
          0x1p-128);

  private static final Constants FP32 =
      new Constants(
          0x1.715476p0,
          0x1.62e43p-1,
          -1.9046542e-9f,
          0x1.8p23 + 127,
          127,
          new double[] {0.0013926184f, 0.008363179f, 0.041666556f, 0.16666576f, 0.5},
          new double[] {0.2958568f, 0.39988655f, 0.66666687f},
          89,
          -105,
          64,
          0x1p-64);

  /**
   * What the two precisions differ in; FP32 constants are FP32 numbers.
   *
   * @param high ln 2 = high + low
   * @param shift adding it rounds to a whole number n, and leaves the bits of 2ⁿ lowest
   * @param exp (e^r − 1 − r)/r², highest power first
   * @param log (2·artanh(s) − 2s)/s³ in s², highest power first
   * @param most e^x is +∞ from here on
   * @param least e^x is 0 from here down
   * @param raise 2ⁿ for negative n is made as 2^(n + raise)·lower
   */
  @SuppressWarnings("ArrayRecordComponent") // constants, never compared
  private record Constants(
      double log2e,
      double high,
      double low,
      double shift,
      double bias,
      double[] exp,
      double[] log,
      double most,
      double least,
      double raise,
      double lower) {}

  private Elementary() {}

  private static Constants constants(LaneCode c) {
    return c.wide() ? FP64 : FP32;
  }

  /**
   * e^y and e^y − 1, the latter without cancellation.
   *
   * @param value e^y
   * @param less e^y − 1
   */
  record Decay(Vec value, Vec less) {}

  /** The decay of y ≤ 0; below −708.7 (FP32: −87.7) e^y counts as 0. */
  static Decay decay(LaneCode c, Vec y) {
    Constants k = constants(c);
    double lowest = c.wide() ? -k.bias * k.high : -k.bias * (float) k.high;
    Reduced x = reduce(c, c.select(c.less(y, lowest), lowest, y));
    Vec power = c.power(x.shifted);
    return new Decay(
        c.fma(x.lost, power, power), c.fma(x.lost, power, c.sub(power, c.constant(1))));
  }

  /** e^x: +∞ above 709.8 (FP32: 88.7), gradually 0 below −708.4 (−87.3). */
  static Vec exp(LaneCode c, Vec x) {
    Constants k = constants(c);
    Vec z = c.select(c.more(x, k.most), k.most, x);
    z = c.select(c.less(z, k.least), k.least, z);
    Reduced r = reduce(c, z);
    // 2ⁿ in two factors, for neither the largest nor the smallest n gives a normal number
    Mask negative = c.less(z, 0);
    Vec near = c.add(r.shifted, c.select(negative, k.raise, c.constant(-2)));
    Vec power = c.power(near);
    Vec factor = c.select(negative, k.lower, c.constant(4));
    return c.mul(c.fma(r.lost, power, power), factor);
  }

  /** log(1 + t) for 0 ≤ t ≤ 1: the series of 2·artanh, for (1 + t)/2 from √2 − 1 on. */
  static Vec log1p(LaneCode c, Vec t) {
    Constants k = constants(c);
    Mask upper = c.atLeast(t, 0.41421356237309503);
    Vec above = c.select(upper, c.add(t, -1), t);
    Vec s = c.div(above, c.add(t, c.select(upper, 3, c.constant(2))));
    Vec square = c.mul(s, s);
    Vec log = c.fma(c.polynomial(square, k.log), c.mul(square, s), c.add(s, s));
    return c.select(upper, c.add(log, k.high), log);
  }

  private static Reduced reduce(LaneCode c, Vec x) {
    Constants k = constants(c);
    Vec shift = c.constant(k.shift);
    Vec shifted = c.fma(x, c.constant(k.log2e), shift);
    Vec n = c.sub(shifted, shift);
    Vec r = c.fma(n, c.constant(-k.low), c.fma(n, c.constant(-k.high), x));
    return new Reduced(shifted, c.fma(c.polynomial(r, k.exp), c.mul(r, r), r));
  }

  /**
   * x = n·ln 2 + r.
   *
   * @param shifted holds n in its lowest bits
   * @param lost e^r − 1
   */
  private record Reduced(Vec shifted, Vec lost) {}
}
