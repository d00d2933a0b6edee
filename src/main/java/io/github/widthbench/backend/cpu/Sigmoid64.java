package io.github.widthbench.backend.cpu;

import static io.github.widthbench.backend.cpu.Lanes64.CHUNK;
import static io.github.widthbench.backend.cpu.Lanes64.COUNT;
import static io.github.widthbench.backend.cpu.Lanes64.SPECIES;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.DoubleVector;

/** 1/(1 + e^{−z}) and its derivative t/(1 + t)² with t = e^{−|z|}; within 4 ulp. */
final class Sigmoid64 implements Pointwise64 {
  private final Logistic64 pairs = new Logistic64(1);

  @Override
  public void evaluate(double[] z, double[] value, double[] slope, int length) {
    for (int from = 0; from < length; from += CHUNK) {
      int to = Math.min(from + CHUNK, length);
      for (int i = from; i < to; i += COUNT) {
        DoubleVector.fromArray(SPECIES, z, i).abs().neg().intoArray(value, i);
      }
      Lanes64.decay(value, slope, from, to);
      for (int i = from; i < to; i += COUNT) {
        DoubleVector t = DoubleVector.fromArray(SPECIES, value, i);
        DoubleVector part = DoubleVector.broadcast(SPECIES, 1).div(t.add(1));
        DoubleVector lower = t.mul(part);
        part.blend(lower, DoubleVector.fromArray(SPECIES, z, i).compare(LT, 0)).intoArray(value, i);
        lower.mul(part).intoArray(slope, i);
      }
    }
  }

  @Override
  public void pairDifference(double[] p, double[] q, double[] y, int length) {
    pairs.pairDifference(1, p, q, y, length);
  }

  @Override
  public void pairDerivatives(double[] p, double[] q, double[] mean, double[] half, int length) {
    pairs.pairDerivatives(1, p, q, mean, half, length);
  }
}
