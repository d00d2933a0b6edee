package io.github.widthbench.backend.cpu;

import static io.github.widthbench.backend.cpu.Lanes32.CHUNK;
import static io.github.widthbench.backend.cpu.Lanes32.COUNT;
import static io.github.widthbench.backend.cpu.Lanes32.SPECIES;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;

/** tanh z = (1 − t)/(1 + t) and 1 − tanh² z = 4t/(1 + t)² with t = e^{−2|z|}; within 4 ulp. */
final class Tanh32 implements Pointwise32 {
  private final Logistic32 pairs = new Logistic32(2);

  @Override
  public void evaluate(float[] z, float[] value, float[] slope, int length) {
    for (int from = 0; from < length; from += CHUNK) {
      int to = Math.min(from + CHUNK, length);
      for (int i = from; i < to; i += COUNT) {
        FloatVector.fromArray(SPECIES, z, i).abs().mul(-2).intoArray(value, i);
      }
      Lanes32.decay(value, slope, from, to);
      for (int i = from; i < to; i += COUNT) {
        FloatVector t = FloatVector.fromArray(SPECIES, value, i);
        FloatVector part = FloatVector.broadcast(SPECIES, 1).div(t.add(1));
        FloatVector y = FloatVector.fromArray(SPECIES, slope, i).mul(part); // −tanh |z|
        y.neg().blend(y, FloatVector.fromArray(SPECIES, z, i).compare(LT, 0)).intoArray(value, i);
        t.mul(4).mul(part.mul(part)).intoArray(slope, i);
      }
    }
  }

  @Override
  public void pairDifference(float[] p, float[] q, float[] y, int length) {
    pairs.pairDifference(2, p, q, y, length);
  }

  @Override
  public void pairDerivatives(float[] p, float[] q, float[] mean, float[] half, int length) {
    pairs.pairDerivatives(2, p, q, mean, half, length);
  }
}
