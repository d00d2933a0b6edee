package io.github.widthbench.backend.cpu;

import static io.github.widthbench.backend.cpu.Lanes64.COUNT;
import static io.github.widthbench.backend.cpu.Lanes64.SPECIES;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.DoubleVector;

/** max(z, 0), exact; s′(0) = 0. */
final class Relu64 implements Pointwise64 {

  @Override
  public void evaluate(double[] z, double[] value, double[] slope, int length) {
    for (int i = 0; i < length; i += COUNT) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, z, i);
      x.blend(0, x.compare(LE, 0)).intoArray(value, i);
      DoubleVector.zero(SPECIES).blend(1, x.compare(GT, 0)).intoArray(slope, i);
    }
  }

  /** p + |q| clamped to 0 … 2|q|, with the sign of q. */
  @Override
  public void pairDifference(double[] p, double[] q, double[] y, int length) {
    for (int i = 0; i < length; i += COUNT) {
      DoubleVector b = DoubleVector.fromArray(SPECIES, q, i);
      DoubleVector most = b.abs().add(b.abs());
      DoubleVector sum = DoubleVector.fromArray(SPECIES, p, i).add(b.abs());
      sum = sum.blend(0, sum.compare(LE, 0));
      sum = sum.blend(most, sum.compare(GT, most));
      sum.blend(sum.neg(), b.compare(LT, 0)).intoArray(y, i);
    }
  }

  @Override
  public void pairDerivatives(double[] p, double[] q, double[] mean, double[] half, int length) {
    for (int i = 0; i < length; i += COUNT) {
      DoubleVector a = DoubleVector.fromArray(SPECIES, p, i);
      DoubleVector b = DoubleVector.fromArray(SPECIES, q, i);
      DoubleVector plus = DoubleVector.zero(SPECIES).blend(0.5, a.compare(GT, b.neg()));
      DoubleVector minus = DoubleVector.zero(SPECIES).blend(0.5, b.compare(LT, a));
      plus.add(minus).intoArray(mean, i);
      plus.sub(minus).intoArray(half, i);
    }
  }
}
