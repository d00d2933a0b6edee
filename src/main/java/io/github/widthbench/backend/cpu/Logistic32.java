package io.github.widthbench.backend.cpu;

import static io.github.widthbench.backend.cpu.Lanes32.CHUNK;
import static io.github.widthbench.backend.cpu.Lanes32.COUNT;
import static io.github.widthbench.backend.cpu.Lanes32.SPECIES;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/**
 * Two decays from which all pairs of σ(rate·z) = 1/(1 + e^{−rate·z}) follow; tanh is one of them:
 * tanh z = 2σ(2z) − 1.
 *
 * <p>With A = |p|, B = |q|, low and high their minimum and maximum, they are L = e^{−2·rate·low}
 * and H = e^{−rate·(high−low)}: e^{−rate·(A+B)} = L·H and e^{−rate·|A−B|} = H. Their differences
 * from 1 are kept as well, so that nothing cancels and nothing overflows.
 */
final class Logistic32 {

  private final float rate;
  private final float[] l = new float[CHUNK];
  private final float[] l1 = new float[CHUNK];
  private final float[] h = new float[CHUNK];
  private final float[] h1 = new float[CHUNK];

  Logistic32(float rate) {
    this.rate = rate;
  }

  /** y ← gain·(σ(rate·(p+q)) − σ(rate·(p−q))). */
  void pairDifference(float gain, float[] p, float[] q, float[] y, int length) {
    for (int from = 0; from < length; from += CHUNK) {
      int size = Math.min(CHUNK, length - from);
      decay(p, q, from, size);
      difference(gain, p, q, from, y, size);
    }
  }

  /** The mean, and half the difference, of the two derivatives of gain·σ(rate·z). */
  void pairDerivatives(float gain, float[] p, float[] q, float[] mean, float[] half, int length) {
    for (int from = 0; from < length; from += CHUNK) {
      int size = Math.min(CHUNK, length - from);
      decay(p, q, from, size);
      means(gain, from, mean, size);
      halves(gain, p, q, from, half, size);
    }
  }

  /** mean ← (σ(p+q) + σ(p−q))/2, for rate 1. */
  void pairMean(float[] p, float[] q, float[] mean, int length) {
    for (int from = 0; from < length; from += CHUNK) {
      int size = Math.min(CHUNK, length - from);
      decay(p, q, from, size);
      for (int i = 0; i < size; i += COUNT) {
        FloatVector x = FloatVector.fromArray(SPECIES, p, from + i);
        FloatVector b = FloatVector.fromArray(SPECIES, q, from + i).abs();
        FloatVector near = FloatVector.fromArray(SPECIES, h, i);
        FloatVector far = FloatVector.fromArray(SPECIES, l, i).mul(near);
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        FloatVector top = one.blend(near, x.abs().compare(GE, b));
        FloatVector below = far.div(far.add(1)).add(top.div(near.add(1))).mul(0.5f);
        below.blend(one.sub(below), x.compare(GT, 0)).intoArray(mean, from + i);
      }
    }
  }

  /** y ← H·(1 − L)/(1 + LH), which is (e^{B−A} − e^{−A−B})/(1 + e^{−A−B}) where A ≥ B. */
  void part(float[] p, float[] q, float[] y, int length) {
    for (int from = 0; from < length; from += CHUNK) {
      int size = Math.min(CHUNK, length - from);
      decay(p, q, from, size);
      for (int i = 0; i < size; i += COUNT) {
        FloatVector near = FloatVector.fromArray(SPECIES, h, i);
        FloatVector below = FloatVector.fromArray(SPECIES, l, i).mul(near).add(1);
        FloatVector lost = FloatVector.zero(SPECIES).sub(FloatVector.fromArray(SPECIES, l1, i));
        near.mul(lost).div(below).intoArray(y, from + i);
      }
    }
  }

  /** L and L − 1, H and H − 1 of the pairs that begin at {@code from}. */
  private void decay(float[] p, float[] q, int from, int size) {
    for (int i = 0; i < size; i += COUNT) {
      FloatVector a = FloatVector.fromArray(SPECIES, p, from + i).abs();
      FloatVector b = FloatVector.fromArray(SPECIES, q, from + i).abs();
      FloatVector low = a.blend(b, a.compare(GE, b));
      FloatVector high = b.blend(a, a.compare(GE, b));
      low.mul(-2 * rate).intoArray(l, i);
      low.sub(high).mul(rate).intoArray(h, i);
    }
    Lanes32.decay(l, l1, 0, size);
    Lanes32.decay(h, h1, 0, size);
  }

  /** w·(1 − e^{−2·rate·B})/((1 + LH)(1 + H)): w, L as they are for A ≥ B, else 1 and LH². */
  private void difference(float gain, float[] p, float[] q, int from, float[] y, int size) {
    for (int i = 0; i < size; i += COUNT) {
      FloatVector a = FloatVector.fromArray(SPECIES, p, from + i).abs();
      FloatVector sign = FloatVector.fromArray(SPECIES, q, from + i);
      FloatVector low = FloatVector.fromArray(SPECIES, l, i);
      FloatVector lost = FloatVector.fromArray(SPECIES, l1, i);
      FloatVector near = FloatVector.fromArray(SPECIES, h, i);
      FloatVector nearLost = FloatVector.fromArray(SPECIES, h1, i);
      FloatVector allLost = low.fma(nearLost.mul(near.add(1)), lost); // LH² − 1
      FloatVector top = allLost.blend(lost.mul(near), a.compare(GE, sign.abs())).mul(gain);
      FloatVector below = low.mul(near).add(1).mul(near.add(1));
      FloatVector magnitude = FloatVector.zero(SPECIES).sub(top).div(below);
      magnitude.blend(magnitude.neg(), sign.compare(LT, 0)).intoArray(y, from + i);
    }
  }

  /** With g(t) = t/(1+t)² the two derivatives are gain·rate·g(LH) and gain·rate·g(H). */
  private void means(float gain, int from, float[] mean, int size) {
    for (int i = 0; i < size; i += COUNT) {
      FloatVector low = FloatVector.fromArray(SPECIES, l, i);
      FloatVector near = FloatVector.fromArray(SPECIES, h, i);
      FloatVector one = FloatVector.broadcast(SPECIES, 1);
      FloatVector far = one.div(low.mul(near).add(1));
      FloatVector close = one.div(near.add(1));
      FloatVector sum = far.mul(far).mul(low).add(close.mul(close));
      sum.mul(near.mul(0.5f * rate * gain)).intoArray(mean, from + i);
    }
  }

  /**
   * g(LH) − g(H) = (LH − H)(1 − LH²)/((1 + LH)(1 + H))²; negative, and turned where p and q differ
   * in sign.
   */
  private void halves(float gain, float[] p, float[] q, int from, float[] half, int size) {
    for (int i = 0; i < size; i += COUNT) {
      FloatVector low = FloatVector.fromArray(SPECIES, l, i);
      FloatVector lost = FloatVector.fromArray(SPECIES, l1, i);
      FloatVector near = FloatVector.fromArray(SPECIES, h, i);
      FloatVector nearLost = FloatVector.fromArray(SPECIES, h1, i);
      FloatVector allLost = low.fma(nearLost.mul(near.add(1)), lost); // LH² − 1
      FloatVector below = low.mul(near).add(1).mul(near.add(1));
      FloatVector difference =
          lost.mul(allLost).mul(near).mul(0.5f * rate * gain).div(below.mul(below));
      VectorMask<Float> same =
          FloatVector.fromArray(SPECIES, p, from + i)
              .compare(LT, 0)
              .eq(FloatVector.fromArray(SPECIES, q, from + i).compare(LT, 0));
      difference.blend(difference.neg(), same).intoArray(half, from + i);
    }
  }
}
