package io.github.widthbench.backend.cpu;

import static io.github.widthbench.backend.cpu.Lanes64.CHUNK;
import static io.github.widthbench.backend.cpu.Lanes64.COUNT;
import static io.github.widthbench.backend.cpu.Lanes64.SPECIES;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.DoubleVector;

/** tanh z = (1 − t)/(1 + t) and 1 − tanh² z = 4t/(1 + t)² with t = e^{−2|z|}; within 4 ulp. */
final class Tanh64 implements Pointwise64 {
  private final Logistic64 pairs = new Logistic64(2);

  @Override
  public void evaluate(double[] z, double[] value, double[] slope, int length) {
    for (int from = 0; from < length; from += CHUNK) {
      int to = Math.min(from + CHUNK, length);
      for (int i = from; i < to; i += COUNT) {
        DoubleVector.fromArray(SPECIES, z, i).abs().mul(-2).intoArray(value, i);
      }
      Lanes64.decay(value, slope, from, to);
      for (int i = from; i < to; i += COUNT) {
        DoubleVector t = DoubleVector.fromArray(SPECIES, value, i);
        DoubleVector part = DoubleVector.broadcast(SPECIES, 1).div(t.add(1));
        DoubleVector y = DoubleVector.fromArray(SPECIES, slope, i).mul(part); // −tanh |z|
        y.neg().blend(y, DoubleVector.fromArray(SPECIES, z, i).compare(LT, 0)).intoArray(value, i);
        t.mul(4).mul(part.mul(part)).intoArray(slope, i);
      }
    }
  }

  @Override
  public void pairDifference(double[] p, double[] q, double[] y, int length) {
    pairs.pairDifference(2, p, q, y, length);
  }

  @Override
  public void pairDerivatives(double[] p, double[] q, double[] mean, double[] half, int length) {
    pairs.pairDerivatives(2, p, q, mean, half, length);
  }
}
