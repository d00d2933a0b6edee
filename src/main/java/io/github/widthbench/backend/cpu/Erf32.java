package io.github.widthbench.backend.cpu;

import static io.github.widthbench.backend.cpu.Lanes32.CHUNK;
import static io.github.widthbench.backend.cpu.Lanes32.COUNT;
import static io.github.widthbench.backend.cpu.Lanes32.SPECIES;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * erf z, absolute error below 10⁻⁷, and its derivative 2/√π·e^{−z²} within 4 ulp.
 *
 * <p>Below 1 erf z = z·(1 + P(z²)); from 1 on 1 − erfc z with erfc z =
 * e^{−z²}·G((z−2)/(z+2))/(z+2). P and G are Chebyshev fits on [0, 1] and [1, 10], errors 10⁻¹⁷ and
 * 2·10⁻¹⁶.
 */
final class Erf32 implements Pointwise32 {
  private static final float SLOPE_AT_0 = 1.1283792f; // 2/√π

  /** Beyond this e^{−z²} is 0. */
  private static final float FAR = 10;

  /** Middle of the fit of G. */
  private static final float CENTRE = 2;

  /** P, highest power first. */
  private static final float[] CORE = {
    7.875875e-5f,
    -0.00080168643f,
    0.0051890872f,
    -0.026854211f,
    0.11283594f,
    -0.37612626f,
    0.12837917f
  };

  /** G, highest power first. */
  private static final float[] TAIL = {
    -0.0003427502f,
    -0.000985909f,
    0.0030399812f,
    0.006512655f,
    -0.021508541f,
    -0.036444418f,
    0.27947208f,
    -0.6871607f,
    1.0215827f
  };

  /** Terms of the series for small differences: for |q| ≤ 1/4 and |2pq| ≤ 1. */
  private static final int TERMS = 8;

  private final Points upper = new Points();
  private final Points lower = new Points();

  @Override
  public void evaluate(float[] z, float[] value, float[] slope, int length) {
    for (int from = 0; from < length; from += CHUNK) {
      int size = Math.min(CHUNK, length - from);
      for (int i = 0; i < size; i += COUNT) {
        FloatVector.fromArray(SPECIES, z, from + i).intoArray(upper.x, i);
      }
      upper.evaluate(size);
      for (int i = 0; i < size; i += COUNT) {
        FloatVector.fromArray(SPECIES, upper.erf, i).intoArray(value, from + i);
        FloatVector bell = FloatVector.fromArray(SPECIES, upper.bell, i);
        bell.mul(SLOPE_AT_0).intoArray(slope, from + i);
      }
    }
  }

  /**
   * A series in q where q is small, else a difference of tails where both ends are beyond 1, else
   * of erf: so that what is subtracted always differs.
   */
  @Override
  public void pairDifference(float[] p, float[] q, float[] y, int length) {
    for (int from = 0; from < length; from += CHUNK) {
      int size = Math.min(CHUNK, length - from);
      for (int i = 0; i < size; i += COUNT) {
        FloatVector a = FloatVector.fromArray(SPECIES, p, from + i).abs();
        FloatVector b = FloatVector.fromArray(SPECIES, q, from + i).abs();
        a.add(b).intoArray(upper.x, i);
        a.sub(b).intoArray(lower.x, i);
      }
      upper.evaluate(size);
      lower.evaluate(size);
      difference(q, from, y, size);
      smallDifference(p, q, from, y, size);
    }
  }

  private void difference(float[] q, int from, float[] y, int size) {
    for (int i = 0; i < size; i += COUNT) {
      FloatVector between =
          FloatVector.fromArray(SPECIES, upper.erf, i)
              .sub(FloatVector.fromArray(SPECIES, lower.erf, i));
      FloatVector tails =
          FloatVector.fromArray(SPECIES, lower.tail, i)
              .sub(FloatVector.fromArray(SPECIES, upper.tail, i));
      VectorMask<Float> bothFar = FloatVector.fromArray(SPECIES, lower.x, i).compare(GE, 1);
      FloatVector length = between.blend(tails, bothFar);
      VectorMask<Float> negative = FloatVector.fromArray(SPECIES, q, from + i).compare(LT, 0);
      length.blend(length.neg(), negative).intoArray(y, from + i);
    }
  }

  /**
   * (4/√π)·e^{−p²}·q·Σ_j h_{2j}/(2j+1) with h_k = H_k(p)·q^k/k! from the recurrence of the Hermite
   * polynomials, h_{k+1} = (2pq·h_k − 2q²·h_{k−1})/(k+1).
   */
  private void smallDifference(float[] p, float[] q, int from, float[] y, int size) {
    for (int i = 0; i < size; i += COUNT) {
      FloatVector.fromArray(SPECIES, p, from + i).intoArray(upper.x, i);
    }
    upper.bells(size);
    for (int i = 0; i < size; i += COUNT) {
      FloatVector b = FloatVector.fromArray(SPECIES, q, from + i);
      FloatVector first = FloatVector.fromArray(SPECIES, upper.x, i).mul(b).mul(2);
      FloatVector second = b.mul(b).mul(-2);
      FloatVector even = FloatVector.broadcast(SPECIES, 1);
      FloatVector odd = first;
      FloatVector sum = even;
      for (int k = 2; k <= TERMS; k += 2) {
        even = odd.mul(first).add(even.mul(second)).mul(1.0f / k);
        FloatVector weight = FloatVector.broadcast(SPECIES, 1.0f / (k + 1));
        odd = even.mul(first).add(odd.mul(second)).mul(weight);
        sum = even.fma(weight, sum);
      }
      FloatVector bell = FloatVector.fromArray(SPECIES, upper.bell, i);
      FloatVector series = bell.mul(b).mul(2 * SLOPE_AT_0).mul(sum);
      VectorMask<Float> small = b.abs().compare(LE, 0.25f).and(first.abs().compare(LE, 1));
      FloatVector.fromArray(SPECIES, y, from + i).blend(series, small).intoArray(y, from + i);
    }
  }

  /** e^{−(A−B)²}·(1 ± e^{−4AB})/√π with A = |p|, B = |q|. */
  @Override
  public void pairDerivatives(float[] p, float[] q, float[] mean, float[] half, int length) {
    for (int from = 0; from < length; from += CHUNK) {
      int size = Math.min(CHUNK, length - from);
      for (int i = 0; i < size; i += COUNT) {
        FloatVector a = FloatVector.fromArray(SPECIES, p, from + i).abs();
        FloatVector b = FloatVector.fromArray(SPECIES, q, from + i).abs();
        a.sub(b).intoArray(upper.x, i);
        a.mul(b).mul(-4).intoArray(lower.bell, i);
      }
      upper.bells(size);
      Lanes32.decay(lower.bell, lower.tail, 0, size);
      for (int i = 0; i < size; i += COUNT) {
        FloatVector top = FloatVector.fromArray(SPECIES, upper.bell, i).mul(0.5f * SLOPE_AT_0);
        FloatVector sum = FloatVector.fromArray(SPECIES, lower.bell, i).add(1);
        top.mul(sum).intoArray(mean, from + i);
        FloatVector less = top.mul(FloatVector.fromArray(SPECIES, lower.tail, i));
        VectorMask<Float> opposite =
            FloatVector.fromArray(SPECIES, p, from + i)
                .mul(FloatVector.fromArray(SPECIES, q, from + i))
                .compare(LT, 0);
        less.blend(less.neg(), opposite).intoArray(half, from + i);
      }
    }
  }

  /** Points of a chunk with what belongs to them: e^{−x²}, erf x, and erfc |x| from 1 on. */
  private static final class Points {
    final float[] x = new float[CHUNK];
    final float[] bell = new float[CHUNK];
    final float[] erf = new float[CHUNK];
    final float[] tail = new float[CHUNK];

    /** bell ← e^{−x²}, with the rounding error of x² made good. */
    void bells(int size) {
      for (int i = 0; i < size; i += COUNT) {
        FloatVector a = FloatVector.fromArray(SPECIES, x, i).abs();
        a = a.blend(FAR, a.compare(GE, FAR));
        FloatVector square = a.mul(a).neg();
        square.intoArray(bell, i);
        a.fma(a, square).neg().intoArray(erf, i);
      }
      Lanes32.decay(bell, tail, 0, size);
      for (int i = 0; i < size; i += COUNT) {
        FloatVector rough = FloatVector.fromArray(SPECIES, bell, i);
        rough.fma(FloatVector.fromArray(SPECIES, erf, i), rough).intoArray(bell, i);
      }
    }

    void evaluate(int size) {
      bells(size);
      for (int i = 0; i < size; i += COUNT) {
        FloatVector a = FloatVector.fromArray(SPECIES, x, i).abs();
        a = a.blend(FAR, a.compare(GE, FAR));
        FloatVector part = FloatVector.broadcast(SPECIES, 1).div(a.add(CENTRE));
        FloatVector t = a.sub(CENTRE).mul(part);
        FloatVector s = FloatVector.broadcast(SPECIES, TAIL[0]);
        for (int k = 1; k < TAIL.length; k++) {
          s = s.fma(t, FloatVector.broadcast(SPECIES, TAIL[k]));
        }
        s.mul(part).mul(FloatVector.fromArray(SPECIES, bell, i)).intoArray(tail, i);
      }
      for (int i = 0; i < size; i += COUNT) {
        FloatVector z = FloatVector.fromArray(SPECIES, x, i);
        FloatVector square = z.mul(z);
        FloatVector s = FloatVector.broadcast(SPECIES, CORE[0]);
        for (int k = 1; k < CORE.length; k++) {
          s = s.fma(square, FloatVector.broadcast(SPECIES, CORE[k]));
        }
        FloatVector far =
            FloatVector.broadcast(SPECIES, 1).sub(FloatVector.fromArray(SPECIES, tail, i));
        far = far.blend(far.neg(), z.compare(LT, 0));
        s.fma(z, z).blend(far, z.abs().compare(GE, 1)).intoArray(erf, i);
      }
    }
  }
}
