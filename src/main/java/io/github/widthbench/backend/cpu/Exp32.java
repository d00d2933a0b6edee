package io.github.widthbench.backend.cpu;

import static io.github.widthbench.backend.cpu.Lanes32.CHUNK;
import static io.github.widthbench.backend.cpu.Lanes32.COUNT;
import static io.github.widthbench.backend.cpu.Lanes32.SPECIES;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/** e^z within 2 ulp. */
final class Exp32 implements Pointwise32 {
  private final float[] top = new float[CHUNK];
  private final float[] decay = new float[CHUNK];
  private final float[] lost = new float[CHUNK];

  @Override
  public void evaluate(float[] z, float[] value, float[] slope, int length) {
    Lanes32.exp(z, value, 0, length);
    System.arraycopy(value, 0, slope, 0, length);
  }

  /** e^{p+|q|}·(1 − e^{−2|q|}) with the sign of q: overflows only where the difference does. */
  @Override
  public void pairDifference(float[] p, float[] q, float[] y, int length) {
    for (int from = 0; from < length; from += CHUNK) {
      int size = Math.min(CHUNK, length - from);
      part(p, q, from, size);
      sines(q, from, 1, y, size);
    }
  }

  /** e^p·cosh q and e^p·sinh q. */
  @Override
  public void pairDerivatives(float[] p, float[] q, float[] mean, float[] half, int length) {
    for (int from = 0; from < length; from += CHUNK) {
      int size = Math.min(CHUNK, length - from);
      part(p, q, from, size);
      sines(q, from, 0.5f, half, size);
      for (int i = 0; i < size; i += COUNT) {
        FloatVector sum = FloatVector.fromArray(SPECIES, decay, i).add(1);
        sum.mul(FloatVector.fromArray(SPECIES, top, i)).mul(0.5f).intoArray(mean, from + i);
      }
    }
  }

  /** top ← e^{p+|q|}, decay ← e^{−2|q|}, lost ← that less 1. */
  private void part(float[] p, float[] q, int from, int size) {
    for (int i = 0; i < size; i += COUNT) {
      FloatVector b = FloatVector.fromArray(SPECIES, q, from + i).abs();
      FloatVector.fromArray(SPECIES, p, from + i).add(b).intoArray(top, i);
      b.mul(-2).intoArray(decay, i);
    }
    Lanes32.exp(top, top, 0, size);
    Lanes32.decay(decay, lost, 0, size);
  }

  /** y ← factor·top·(1 − decay) with the sign of q; 0 for q = 0 where top overflows, too. */
  private void sines(float[] q, int from, float factor, float[] y, int size) {
    for (int i = 0; i < size; i += COUNT) {
      FloatVector less = FloatVector.fromArray(SPECIES, lost, i).mul(factor);
      FloatVector factors = FloatVector.fromArray(SPECIES, top, i);
      VectorMask<Float> nothing =
          less.compare(EQ, 0).and(factors.compare(EQ, Float.POSITIVE_INFINITY));
      FloatVector negative = less.mul(factors.blend(0, nothing));
      VectorMask<Float> below = FloatVector.fromArray(SPECIES, q, from + i).compare(LT, 0);
      FloatVector.zero(SPECIES).sub(negative).blend(negative, below).intoArray(y, from + i);
    }
  }
}
