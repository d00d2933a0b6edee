package io.github.widthbench.backend.cpu;

import static io.github.widthbench.backend.cpu.Lanes32.CHUNK;
import static io.github.widthbench.backend.cpu.Lanes32.COUNT;
import static io.github.widthbench.backend.cpu.Lanes32.SPECIES;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;

/** 1/(1 + e^{−z}) and its derivative t/(1 + t)² with t = e^{−|z|}; within 4 ulp. */
final class Sigmoid32 implements Pointwise32 {
  private final Logistic32 pairs = new Logistic32(1);

  @Override
  public void evaluate(float[] z, float[] value, float[] slope, int length) {
    for (int from = 0; from < length; from += CHUNK) {
      int to = Math.min(from + CHUNK, length);
      for (int i = from; i < to; i += COUNT) {
        FloatVector.fromArray(SPECIES, z, i).abs().neg().intoArray(value, i);
      }
      Lanes32.decay(value, slope, from, to);
      for (int i = from; i < to; i += COUNT) {
        FloatVector t = FloatVector.fromArray(SPECIES, value, i);
        FloatVector part = FloatVector.broadcast(SPECIES, 1).div(t.add(1));
        FloatVector lower = t.mul(part);
        part.blend(lower, FloatVector.fromArray(SPECIES, z, i).compare(LT, 0)).intoArray(value, i);
        lower.mul(part).intoArray(slope, i);
      }
    }
  }

  @Override
  public void pairDifference(float[] p, float[] q, float[] y, int length) {
    pairs.pairDifference(1, p, q, y, length);
  }

  @Override
  public void pairDerivatives(float[] p, float[] q, float[] mean, float[] half, int length) {
    pairs.pairDerivatives(1, p, q, mean, half, length);
  }
}
