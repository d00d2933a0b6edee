package io.github.widthbench.backend.cpu;

import static io.github.widthbench.backend.cpu.Lanes32.COUNT;
import static io.github.widthbench.backend.cpu.Lanes32.SPECIES;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;

/** max(z, 0), exact; s′(0) = 0. */
final class Relu32 implements Pointwise32 {

  @Override
  public void evaluate(float[] z, float[] value, float[] slope, int length) {
    for (int i = 0; i < length; i += COUNT) {
      FloatVector x = FloatVector.fromArray(SPECIES, z, i);
      x.blend(0, x.compare(LE, 0)).intoArray(value, i);
      FloatVector.zero(SPECIES).blend(1, x.compare(GT, 0)).intoArray(slope, i);
    }
  }

  /** p + |q| clamped to 0 … 2|q|, with the sign of q. */
  @Override
  public void pairDifference(float[] p, float[] q, float[] y, int length) {
    for (int i = 0; i < length; i += COUNT) {
      FloatVector b = FloatVector.fromArray(SPECIES, q, i);
      FloatVector most = b.abs().add(b.abs());
      FloatVector sum = FloatVector.fromArray(SPECIES, p, i).add(b.abs());
      sum = sum.blend(0, sum.compare(LE, 0));
      sum = sum.blend(most, sum.compare(GT, most));
      sum.blend(sum.neg(), b.compare(LT, 0)).intoArray(y, i);
    }
  }

  @Override
  public void pairDerivatives(float[] p, float[] q, float[] mean, float[] half, int length) {
    for (int i = 0; i < length; i += COUNT) {
      FloatVector a = FloatVector.fromArray(SPECIES, p, i);
      FloatVector b = FloatVector.fromArray(SPECIES, q, i);
      FloatVector plus = FloatVector.zero(SPECIES).blend(0.5f, a.compare(GT, b.neg()));
      FloatVector minus = FloatVector.zero(SPECIES).blend(0.5f, b.compare(LT, a));
      plus.add(minus).intoArray(mean, i);
      plus.sub(minus).intoArray(half, i);
    }
  }
}
