package io.github.widthbench.backend.cpu;

import static io.github.widthbench.backend.cpu.Lanes64.CHUNK;
import static io.github.widthbench.backend.cpu.Lanes64.COUNT;
import static io.github.widthbench.backend.cpu.Lanes64.SPECIES;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;

/**
 * Two decays from which all pairs of σ(rate·z) = 1/(1 + e^{−rate·z}) follow; tanh is one of them:
 * tanh z = 2σ(2z) − 1.
 *
 * <p>With A = |p|, B = |q|, low and high their minimum and maximum, they are L = e^{−2·rate·low}
 * and H = e^{−rate·(high−low)}: e^{−rate·(A+B)} = L·H and e^{−rate·|A−B|} = H. Their differences
 * from 1 are kept as well, so that nothing cancels and nothing overflows.
 */
final class Logistic64 {

  private final double rate;
  private final double[] l = new double[CHUNK];
  private final double[] l1 = new double[CHUNK];
  private final double[] h = new double[CHUNK];
  private final double[] h1 = new double[CHUNK];

  Logistic64(double rate) {
    this.rate = rate;
  }

  /** y ← gain·(σ(rate·(p+q)) − σ(rate·(p−q))). */
  void pairDifference(double gain, double[] p, double[] q, double[] y, int length) {
    for (int from = 0; from < length; from += CHUNK) {
      int size = Math.min(CHUNK, length - from);
      decay(p, q, from, size);
      difference(gain, p, q, from, y, size);
    }
  }

  /** The mean, and half the difference, of the two derivatives of gain·σ(rate·z). */
  void pairDerivatives(
      double gain, double[] p, double[] q, double[] mean, double[] half, int length) {
    for (int from = 0; from < length; from += CHUNK) {
      int size = Math.min(CHUNK, length - from);
      decay(p, q, from, size);
      means(gain, from, mean, size);
      halves(gain, p, q, from, half, size);
    }
  }

  /** mean ← (σ(p+q) + σ(p−q))/2, for rate 1. */
  void pairMean(double[] p, double[] q, double[] mean, int length) {
    for (int from = 0; from < length; from += CHUNK) {
      int size = Math.min(CHUNK, length - from);
      decay(p, q, from, size);
      for (int i = 0; i < size; i += COUNT) {
        DoubleVector x = DoubleVector.fromArray(SPECIES, p, from + i);
        DoubleVector b = DoubleVector.fromArray(SPECIES, q, from + i).abs();
        DoubleVector near = DoubleVector.fromArray(SPECIES, h, i);
        DoubleVector far = DoubleVector.fromArray(SPECIES, l, i).mul(near);
        DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
        DoubleVector top = one.blend(near, x.abs().compare(GE, b));
        DoubleVector below = far.div(far.add(1)).add(top.div(near.add(1))).mul(0.5);
        below.blend(one.sub(below), x.compare(GT, 0)).intoArray(mean, from + i);
      }
    }
  }

  /** y ← H·(1 − L)/(1 + LH), which is (e^{B−A} − e^{−A−B})/(1 + e^{−A−B}) where A ≥ B. */
  void part(double[] p, double[] q, double[] y, int length) {
    for (int from = 0; from < length; from += CHUNK) {
      int size = Math.min(CHUNK, length - from);
      decay(p, q, from, size);
      for (int i = 0; i < size; i += COUNT) {
        DoubleVector near = DoubleVector.fromArray(SPECIES, h, i);
        DoubleVector below = DoubleVector.fromArray(SPECIES, l, i).mul(near).add(1);
        DoubleVector lost = DoubleVector.zero(SPECIES).sub(DoubleVector.fromArray(SPECIES, l1, i));
        near.mul(lost).div(below).intoArray(y, from + i);
      }
    }
  }

  /** L and L − 1, H and H − 1 of the pairs that begin at {@code from}. */
  private void decay(double[] p, double[] q, int from, int size) {
    for (int i = 0; i < size; i += COUNT) {
      DoubleVector a = DoubleVector.fromArray(SPECIES, p, from + i).abs();
      DoubleVector b = DoubleVector.fromArray(SPECIES, q, from + i).abs();
      DoubleVector low = a.blend(b, a.compare(GE, b));
      DoubleVector high = b.blend(a, a.compare(GE, b));
      low.mul(-2 * rate).intoArray(l, i);
      low.sub(high).mul(rate).intoArray(h, i);
    }
    Lanes64.decay(l, l1, 0, size);
    Lanes64.decay(h, h1, 0, size);
  }

  /** w·(1 − e^{−2·rate·B})/((1 + LH)(1 + H)): w, L as they are for A ≥ B, else 1 and LH². */
  private void difference(double gain, double[] p, double[] q, int from, double[] y, int size) {
    for (int i = 0; i < size; i += COUNT) {
      DoubleVector a = DoubleVector.fromArray(SPECIES, p, from + i).abs();
      DoubleVector sign = DoubleVector.fromArray(SPECIES, q, from + i);
      DoubleVector low = DoubleVector.fromArray(SPECIES, l, i);
      DoubleVector lost = DoubleVector.fromArray(SPECIES, l1, i);
      DoubleVector near = DoubleVector.fromArray(SPECIES, h, i);
      DoubleVector nearLost = DoubleVector.fromArray(SPECIES, h1, i);
      DoubleVector allLost = low.fma(nearLost.mul(near.add(1)), lost); // LH² − 1
      DoubleVector top = allLost.blend(lost.mul(near), a.compare(GE, sign.abs())).mul(gain);
      DoubleVector below = low.mul(near).add(1).mul(near.add(1));
      DoubleVector magnitude = DoubleVector.zero(SPECIES).sub(top).div(below);
      magnitude.blend(magnitude.neg(), sign.compare(LT, 0)).intoArray(y, from + i);
    }
  }

  /** With g(t) = t/(1+t)² the two derivatives are gain·rate·g(LH) and gain·rate·g(H). */
  private void means(double gain, int from, double[] mean, int size) {
    for (int i = 0; i < size; i += COUNT) {
      DoubleVector low = DoubleVector.fromArray(SPECIES, l, i);
      DoubleVector near = DoubleVector.fromArray(SPECIES, h, i);
      DoubleVector one = DoubleVector.broadcast(SPECIES, 1);
      DoubleVector far = one.div(low.mul(near).add(1));
      DoubleVector close = one.div(near.add(1));
      DoubleVector sum = far.mul(far).mul(low).add(close.mul(close));
      sum.mul(near.mul(0.5 * rate * gain)).intoArray(mean, from + i);
    }
  }

  /**
   * g(LH) − g(H) = (LH − H)(1 − LH²)/((1 + LH)(1 + H))²; negative, and turned where p and q differ
   * in sign.
   */
  private void halves(double gain, double[] p, double[] q, int from, double[] half, int size) {
    for (int i = 0; i < size; i += COUNT) {
      DoubleVector low = DoubleVector.fromArray(SPECIES, l, i);
      DoubleVector lost = DoubleVector.fromArray(SPECIES, l1, i);
      DoubleVector near = DoubleVector.fromArray(SPECIES, h, i);
      DoubleVector nearLost = DoubleVector.fromArray(SPECIES, h1, i);
      DoubleVector allLost = low.fma(nearLost.mul(near.add(1)), lost); // LH² − 1
      DoubleVector below = low.mul(near).add(1).mul(near.add(1));
      DoubleVector difference =
          lost.mul(allLost).mul(near).mul(0.5 * rate * gain).div(below.mul(below));
      VectorMask<Double> same =
          DoubleVector.fromArray(SPECIES, p, from + i)
              .compare(LT, 0)
              .eq(DoubleVector.fromArray(SPECIES, q, from + i).compare(LT, 0));
      difference.blend(difference.neg(), same).intoArray(half, from + i);
    }
  }
}
