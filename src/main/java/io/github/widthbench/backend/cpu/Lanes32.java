package io.github.widthbench.backend.cpu;

import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * Elementary functions on FP32 lanes, by the methods of {@link Lanes64} with shorter polynomials.
 * Errors: exponentials below 1.5 ulp, log1p below 3 ulp. NaN stays NaN.
 */
final class Lanes32 {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int COUNT = SPECIES.length();

  /** Numbers that go through a chain of loops together; a multiple of any COUNT. */
  static final int CHUNK = 512;

  private static final float LOG2_E = 0x1.715476p0f;
  private static final float LN2_HIGH = 0x1.62e43p-1f;
  private static final float LN2_LOW = -1.9046542e-9f;

  private static final int MANTISSA_BITS = 23;
  private static final int BIAS = 127;

  /** Adding it rounds to a whole number n, and leaves the bits of 2ⁿ lowest. */
  private static final float SHIFT = 0x1.8p23f + BIAS;

  /** From here on down 2ⁿ is 0. */
  private static final float LOWEST = -BIAS * LN2_HIGH;

  /** (e^r − 1 − r)/r², highest power first. */
  private static final float[] EXP = {0.0013926184f, 0.008363179f, 0.041666556f, 0.16666576f, 0.5f};

  /** (2·artanh(s) − 2s)/s³ in s², highest power first. */
  private static final float[] LOG = {0.2958568f, 0.39988655f, 0.66666687f};

  private Lanes32() {}

  /** y ← e^y and less ← e^y − 1 without cancellation, for y ≤ 0; below −87.7 e^y counts as 0. */
  static void decay(float[] y, float[] less, int from, int to) {
    FloatVector shift = FloatVector.broadcast(SPECIES, SHIFT);
    FloatVector log2e = FloatVector.broadcast(SPECIES, LOG2_E);
    FloatVector high = FloatVector.broadcast(SPECIES, -LN2_HIGH);
    FloatVector low = FloatVector.broadcast(SPECIES, -LN2_LOW);
    for (int i = from; i < to; i += COUNT) {
      FloatVector x = FloatVector.fromArray(SPECIES, y, i);
      x = x.blend(LOWEST, x.compare(LT, LOWEST));
      FloatVector shifted = x.fma(log2e, shift);
      FloatVector n = shifted.sub(shift);
      FloatVector r = n.fma(low, n.fma(high, x));
      FloatVector m = FloatVector.broadcast(SPECIES, EXP[0]);
      for (int k = 1; k < EXP.length; k++) {
        m = m.fma(r, FloatVector.broadcast(SPECIES, EXP[k]));
      }
      m = m.fma(r.mul(r), r);
      FloatVector power =
          shifted.reinterpretAsInts().lanewise(LSHL, MANTISSA_BITS).reinterpretAsFloats();
      m.fma(power, power).intoArray(y, i);
      m.fma(power, power.sub(1)).intoArray(less, i);
    }
  }

  /** y ← e^x: +∞ above 88.7, gradually 0 below −87.3. */
  static void exp(float[] x, float[] y, int from, int to) {
    FloatVector shift = FloatVector.broadcast(SPECIES, SHIFT);
    FloatVector log2e = FloatVector.broadcast(SPECIES, LOG2_E);
    FloatVector high = FloatVector.broadcast(SPECIES, -LN2_HIGH);
    FloatVector low = FloatVector.broadcast(SPECIES, -LN2_LOW);
    for (int i = from; i < to; i += COUNT) {
      FloatVector z = FloatVector.fromArray(SPECIES, x, i);
      z = z.blend(89, z.compare(GT, 89)).blend(-105, z.compare(LT, -105));
      FloatVector shifted = z.fma(log2e, shift);
      FloatVector n = shifted.sub(shift);
      FloatVector r = n.fma(low, n.fma(high, z));
      FloatVector m = FloatVector.broadcast(SPECIES, EXP[0]);
      for (int k = 1; k < EXP.length; k++) {
        m = m.fma(r, FloatVector.broadcast(SPECIES, EXP[k]));
      }
      m = m.fma(r.mul(r), r);
      // 2ⁿ in two factors, for neither 2¹²⁸ nor 2⁻¹⁴⁹ is a normal number
      VectorMask<Float> negative = z.compare(LT, 0);
      FloatVector near = shifted.sub(2).blend(shifted.add(64), negative);
      FloatVector power =
          near.reinterpretAsInts().lanewise(LSHL, MANTISSA_BITS).reinterpretAsFloats();
      FloatVector product = m.fma(power, power);
      product.mul(0x1p2f).blend(product.mul(0x1p-64f), negative).intoArray(y, i);
    }
  }

  /** t ← log(1 + t) for 0 ≤ t ≤ 1: the series of 2·artanh, for (1 + t)/2 from √2 − 1 on. */
  static void log1p(float[] t, int from, int to) {
    for (int i = from; i < to; i += COUNT) {
      FloatVector x = FloatVector.fromArray(SPECIES, t, i);
      VectorMask<Float> upper = x.compare(GE, 0.41421357f);
      FloatVector s = x.blend(x.sub(1), upper).div(x.add(2).blend(x.add(3), upper));
      FloatVector z = s.mul(s);
      FloatVector q = FloatVector.broadcast(SPECIES, LOG[0]);
      for (int k = 1; k < LOG.length; k++) {
        q = q.fma(z, FloatVector.broadcast(SPECIES, LOG[k]));
      }
      FloatVector log = q.fma(z.mul(s), s.add(s));
      log.blend(log.add(LN2_HIGH), upper).intoArray(t, i);
    }
  }
}
