package io.github.widthbench.backend.cpu.kernel;

import io.github.widthbench.backend.cpu.kernel.Elementary.Decay;
import io.github.widthbench.backend.cpu.kernel.Vec.Mask;

/**
 * erf z, absolute error below 2·10⁻¹⁶ (FP32: 10⁻⁷), and its derivative 2/√π·e^{−z²} within 4 ulp.
 *
 * <p>Below 1 erf z = z·(1 + P(z²)); from 1 on 1 − erfc z with erfc z =
 * e^{−z²}·G((z−c)/(z+c))/(z+c). P and G are Chebyshev fits on [0, 1] and from 1 to where e^{−z²} is
 * 0.
 */
record Erf() implements Formula {
  private static final double SLOPE_AT_0 = 1.1283791670955126; // 2/√π

  private static final Fits FP64 =
      new Fits(
          28,
          3,
          new double[] {
            -7.795898827002142e-10,
            1.3720064546777686e-08,
            -1.6208483801871705e-07,
            1.6447424703317362e-06,
            -1.492473690741966e-05,
            0.00012055294904839707,
            -0.0008548325975389692,
            0.0052239776071164225,
            -0.02686617064323777,
            0.11283791670945006,
            -0.37612638903183543,
            0.12837916709551256
          },
          new double[] {
            9.798957297196007e-08,
            -2.0725281810800632e-07,
            -4.629543662695107e-07,
            1.0021219213163716e-06,
            2.789219424078762e-06,
            -4.754995388136208e-06,
            -1.747609905479183e-05,
            3.0399995666374687e-05,
            0.00010756224031358088,
            -0.0002767781255949976,
            -0.0005483097539752551,
            0.003034062023567752,
            -0.00121241662411501,
            -0.026827234625366222,
            0.11952776128720477,
            -0.31046726190055335,
            0.5902283571041028,
            -0.8833944531698836,
            1.0740069070883398
          },
          18);

  private static final Fits FP32 =
      new Fits(
          10,
          2,
          new double[] {
            7.875875e-5f,
            -0.00080168643f,
            0.0051890872f,
            -0.026854211f,
            0.11283594f,
            -0.37612626f,
            0.12837917f
          },
          new double[] {
            -0.0003427502f,
            -0.000985909f,
            0.0030399812f,
            0.006512655f,
            -0.021508541f,
            -0.036444418f,
            0.27947208f,
            -0.6871607f,
            1.0215827f
          },
          8);

  /**
   * What the two precisions differ in.
   *
   * @param far beyond this e^{−z²} is 0
   * @param centre middle of the fit of G
   * @param core P, highest power first
   * @param tail G, highest power first
   * @param terms of the series for small differences: for |q| ≤ 1/4 and |2pq| ≤ 1
   */
  @SuppressWarnings("ArrayRecordComponent") // constants, never compared
  private record Fits(double far, double centre, double[] core, double[] tail, int terms) {}

  private static Fits fits(LaneCode c) {
    return c.wide() ? FP64 : FP32;
  }

  @Override
  public Point at(LaneCode c, Vec z) {
    Ends ends = ends(c, z);
    return new Point(ends.erf, c.mul(ends.bell, SLOPE_AT_0));
  }

  /** −2z·s′(z). */
  @Override
  public Vec curvature(LaneCode c, Vec z) {
    return c.mul(c.mul(bell(c, z), -2 * SLOPE_AT_0), z);
  }

  @Override
  public Pair pair(LaneCode c, Vec p, Vec q) {
    Vec a = c.abs(p);
    Vec b = c.abs(q);
    Vec top = c.mul(bell(c, c.sub(a, b)), 0.5 * SLOPE_AT_0);
    Decay t = Elementary.decay(c, c.mul(c.mul(a, b), -4));
    Vec half = c.turn(c.turn(c.mul(top, t.less()), p), q);
    return new Pair(difference(c, p, q), c.mul(top, c.add(t.value(), 1)), half);
  }

  /**
   * A series in q where q is small, else a difference of tails where both ends are beyond 1, else
   * of erf: so that what is subtracted always differs.
   */
  private static Vec difference(LaneCode c, Vec p, Vec q) {
    Vec a = c.abs(p);
    Vec b = c.abs(q);
    Vec bottom = c.sub(a, b);
    Ends upper = ends(c, c.add(a, b));
    Ends lower = ends(c, bottom);
    Vec between = c.sub(upper.erf, lower.erf);
    Vec tails = c.sub(lower.tail, upper.tail);
    Vec large = c.turn(c.select(c.atLeast(bottom, 1), tails, between), q);
    Vec twice = c.mul(c.mul(p, q), 2);
    Mask small = c.both(c.atMost(b, 0.25), c.atMost(c.abs(twice), 1));
    return c.select(small, series(c, p, q, twice), large);
  }

  /**
   * (4/√π)·e^{−p²}·q·Σ_j h_{2j}/(2j+1) with h_k = H_k(p)·q^k/k! from the recurrence of the Hermite
   * polynomials, h_{k+1} = (2pq·h_k − 2q²·h_{k−1})/(k+1).
   */
  private static Vec series(LaneCode c, Vec p, Vec q, Vec twice) {
    Vec second = c.mul(c.mul(q, q), -2);
    Vec even = c.constant(1);
    Vec odd = twice;
    Vec sum = even;
    for (int k = 2; k <= fits(c).terms; k += 2) {
      even = c.mul(c.add(c.mul(odd, twice), c.mul(even, second)), 1.0 / k);
      Vec weight = c.constant(1.0 / (k + 1));
      odd = c.mul(c.add(c.mul(even, twice), c.mul(odd, second)), weight);
      sum = c.fma(even, weight, sum);
    }
    return c.mul(c.mul(c.mul(bell(c, p), q), 2 * SLOPE_AT_0), sum);
  }

  /** e^{−x²}, with the rounding error of x² made good. */
  private static Vec bell(LaneCode c, Vec x) {
    Vec a = near(c, x);
    Vec square = c.neg(c.mul(a, a));
    Vec error = c.neg(c.fma(a, a, square));
    Vec rough = Elementary.decay(c, square).value();
    return c.fma(rough, error, rough);
  }

  private static Ends ends(LaneCode c, Vec x) {
    Fits fits = fits(c);
    Vec bell = bell(c, x);
    Vec a = near(c, x);
    Vec part = c.div(c.constant(1), c.add(a, fits.centre));
    Vec t = c.mul(c.add(a, -fits.centre), part);
    Vec tail = c.mul(c.mul(c.polynomial(t, fits.tail), part), bell);
    Vec far = c.turn(c.sub(c.constant(1), tail), x);
    Vec core = c.fma(c.polynomial(c.mul(x, x), fits.core), x, x);
    return new Ends(bell, c.select(c.atLeast(c.abs(x), 1), far, core), tail);
  }

  private static Vec near(LaneCode c, Vec x) {
    Vec a = c.abs(x);
    double far = fits(c).far;
    return c.select(c.atLeast(a, far), far, a);
  }

  /**
   * What belongs to a point x.
   *
   * @param bell e^{−x²}
   * @param erf erf x
   * @param tail erfc |x|, from 1 on
   */
  private record Ends(Vec bell, Vec erf, Vec tail) {}
}
