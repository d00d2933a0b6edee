package io.github.widthbench.backend.cpu;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Elementary functions over FP64 numbers from basic operations and fma only, so that interpreter
 * and compiler, and every position in a row, give the same bits. Errors: exponentials below 1.5
 * ulp, log1p below 3 ulp. NaN stays NaN.
 *
 * <p>Here and in its users no method takes or returns a vector. C2 inlines such a method only while
 * its graph is small, and boxes the vectors of every call from there on (a hundredth of the speed);
 * methods of the Vector API itself are exempt. So a loop is one straight line of them, loops meet
 * in arrays, and arrays go through in chunks that stay in the first cache.
 *
 * <p>Exponentials reduce y = n·ln 2 + r with |r| ≤ ln(2)/2 and use a Chebyshev fit of e^r − 1.
 */
final class Lanes64 {
  static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  static final int COUNT = SPECIES.length();

  /** Numbers that go through a chain of loops together; a multiple of any COUNT. */
  static final int CHUNK = 256;

  private static final double LOG2_E = 0x1.71547652b82fep0;
  private static final double LN2_HIGH = 0x1.62e42fefa39efp-1;
  private static final double LN2_LOW = 0x1.abc9e3b39803fp-56;

  private static final int MANTISSA_BITS = 52;
  private static final int BIAS = 1023;

  /** Adding it rounds to a whole number n, and leaves the bits of 2ⁿ lowest. */
  private static final double SHIFT = 0x1.8p52 + BIAS;

  /** From here on down 2ⁿ is 0. */
  private static final double LOWEST = -BIAS * LN2_HIGH;

  /** (e^r − 1 − r)/r², highest power first. */
  private static final double[] EXP = {
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
  };

  /** (2·artanh(s) − 2s)/s³ in s², highest power first. */
  private static final double[] LOG = {
    0.13094416666525344,
    0.1326802614042874,
    0.15386267672882226,
    0.18181795124476754,
    0.22222222396552982,
    0.2857142857078221,
    0.4000000000000091,
    0.6666666666666666
  };

  private Lanes64() {}

  /** y ← e^y and less ← e^y − 1 without cancellation, for y ≤ 0; below −708.7 e^y counts as 0. */
  static void decay(double[] y, double[] less, int from, int to) {
    DoubleVector shift = DoubleVector.broadcast(SPECIES, SHIFT);
    DoubleVector log2e = DoubleVector.broadcast(SPECIES, LOG2_E);
    DoubleVector high = DoubleVector.broadcast(SPECIES, -LN2_HIGH);
    DoubleVector low = DoubleVector.broadcast(SPECIES, -LN2_LOW);
    for (int i = from; i < to; i += COUNT) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, y, i);
      x = x.blend(LOWEST, x.compare(LT, LOWEST));
      DoubleVector shifted = x.fma(log2e, shift);
      DoubleVector n = shifted.sub(shift);
      DoubleVector r = n.fma(low, n.fma(high, x));
      DoubleVector m = DoubleVector.broadcast(SPECIES, EXP[0]);
      for (int k = 1; k < EXP.length; k++) {
        m = m.fma(r, DoubleVector.broadcast(SPECIES, EXP[k]));
      }
      m = m.fma(r.mul(r), r);
      DoubleVector power =
          shifted.reinterpretAsLongs().lanewise(LSHL, MANTISSA_BITS).reinterpretAsDoubles();
      m.fma(power, power).intoArray(y, i);
      m.fma(power, power.sub(1)).intoArray(less, i);
    }
  }

  /** y ← e^x: +∞ above 709.8, gradually 0 below −708.4. */
  static void exp(double[] x, double[] y, int from, int to) {
    DoubleVector shift = DoubleVector.broadcast(SPECIES, SHIFT);
    DoubleVector log2e = DoubleVector.broadcast(SPECIES, LOG2_E);
    DoubleVector high = DoubleVector.broadcast(SPECIES, -LN2_HIGH);
    DoubleVector low = DoubleVector.broadcast(SPECIES, -LN2_LOW);
    for (int i = from; i < to; i += COUNT) {
      DoubleVector z = DoubleVector.fromArray(SPECIES, x, i);
      z = z.blend(710, z.compare(GT, 710)).blend(-746, z.compare(LT, -746));
      DoubleVector shifted = z.fma(log2e, shift);
      DoubleVector n = shifted.sub(shift);
      DoubleVector r = n.fma(low, n.fma(high, z));
      DoubleVector m = DoubleVector.broadcast(SPECIES, EXP[0]);
      for (int k = 1; k < EXP.length; k++) {
        m = m.fma(r, DoubleVector.broadcast(SPECIES, EXP[k]));
      }
      m = m.fma(r.mul(r), r);
      // 2ⁿ in two factors, for neither 2¹⁰²⁴ nor 2⁻¹⁰⁷⁴ is a normal number
      VectorMask<Double> negative = z.compare(LT, 0);
      DoubleVector near = shifted.sub(2).blend(shifted.add(128), negative);
      DoubleVector power =
          near.reinterpretAsLongs().lanewise(LSHL, MANTISSA_BITS).reinterpretAsDoubles();
      DoubleVector product = m.fma(power, power);
      product.mul(0x1p2).blend(product.mul(0x1p-128), negative).intoArray(y, i);
    }
  }

  /** t ← log(1 + t) for 0 ≤ t ≤ 1: the series of 2·artanh, for (1 + t)/2 from √2 − 1 on. */
  static void log1p(double[] t, int from, int to) {
    for (int i = from; i < to; i += COUNT) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, t, i);
      VectorMask<Double> upper = x.compare(GE, 0.41421356237309503);
      DoubleVector s = x.blend(x.sub(1), upper).div(x.add(2).blend(x.add(3), upper));
      DoubleVector z = s.mul(s);
      DoubleVector q = DoubleVector.broadcast(SPECIES, LOG[0]);
      for (int k = 1; k < LOG.length; k++) {
        q = q.fma(z, DoubleVector.broadcast(SPECIES, LOG[k]));
      }
      DoubleVector log = q.fma(z.mul(s), s.add(s));
      log.blend(log.add(LN2_HIGH), upper).intoArray(t, i);
    }
  }
}
