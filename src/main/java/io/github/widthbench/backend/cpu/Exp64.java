package io.github.widthbench.backend.cpu;

import static io.github.widthbench.backend.cpu.Lanes64.CHUNK;
import static io.github.widthbench.backend.cpu.Lanes64.COUNT;
import static io.github.widthbench.backend.cpu.Lanes64.SPECIES;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;

/** e^z within 2 ulp. */
final class Exp64 implements Pointwise64 {
  private final double[] top = new double[CHUNK];
  private final double[] decay = new double[CHUNK];
  private final double[] lost = new double[CHUNK];

  @Override
  public void evaluate(double[] z, double[] value, double[] slope, int length) {
    Lanes64.exp(z, value, 0, length);
    System.arraycopy(value, 0, slope, 0, length);
  }

  /** e^{p+|q|}·(1 − e^{−2|q|}) with the sign of q: overflows only where the difference does. */
  @Override
  public void pairDifference(double[] p, double[] q, double[] y, int length) {
    for (int from = 0; from < length; from += CHUNK) {
      int size = Math.min(CHUNK, length - from);
      part(p, q, from, size);
      sines(q, from, 1, y, size);
    }
  }

  /** e^p·cosh q and e^p·sinh q. */
  @Override
  public void pairDerivatives(double[] p, double[] q, double[] mean, double[] half, int length) {
    for (int from = 0; from < length; from += CHUNK) {
      int size = Math.min(CHUNK, length - from);
      part(p, q, from, size);
      sines(q, from, 0.5, half, size);
      for (int i = 0; i < size; i += COUNT) {
        DoubleVector sum = DoubleVector.fromArray(SPECIES, decay, i).add(1);
        sum.mul(DoubleVector.fromArray(SPECIES, top, i)).mul(0.5).intoArray(mean, from + i);
      }
    }
  }

  /** top ← e^{p+|q|}, decay ← e^{−2|q|}, lost ← that less 1. */
  private void part(double[] p, double[] q, int from, int size) {
    for (int i = 0; i < size; i += COUNT) {
      DoubleVector b = DoubleVector.fromArray(SPECIES, q, from + i).abs();
      DoubleVector.fromArray(SPECIES, p, from + i).add(b).intoArray(top, i);
      b.mul(-2).intoArray(decay, i);
    }
    Lanes64.exp(top, top, 0, size);
    Lanes64.decay(decay, lost, 0, size);
  }

  /** y ← factor·top·(1 − decay) with the sign of q; 0 for q = 0 where top overflows, too. */
  private void sines(double[] q, int from, double factor, double[] y, int size) {
    for (int i = 0; i < size; i += COUNT) {
      DoubleVector less = DoubleVector.fromArray(SPECIES, lost, i).mul(factor);
      DoubleVector factors = DoubleVector.fromArray(SPECIES, top, i);
      VectorMask<Double> nothing =
          less.compare(EQ, 0).and(factors.compare(EQ, Double.POSITIVE_INFINITY));
      DoubleVector negative = less.mul(factors.blend(0, nothing));
      VectorMask<Double> below = DoubleVector.fromArray(SPECIES, q, from + i).compare(LT, 0);
      DoubleVector.zero(SPECIES).sub(negative).blend(negative, below).intoArray(y, from + i);
    }
  }
}
