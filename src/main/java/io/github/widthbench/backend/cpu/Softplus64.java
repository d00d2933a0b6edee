package io.github.widthbench.backend.cpu;

import static io.github.widthbench.backend.cpu.Lanes64.CHUNK;
import static io.github.widthbench.backend.cpu.Lanes64.COUNT;
import static io.github.widthbench.backend.cpu.Lanes64.SPECIES;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.DoubleVector;

/** log(1 + e^z) = max(z, 0) + log(1 + e^{−|z|}), and its derivative σ(z); within 4 ulp. */
final class Softplus64 implements Pointwise64 {
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
        DoubleVector x = DoubleVector.fromArray(SPECIES, z, i);
        DoubleVector top = DoubleVector.broadcast(SPECIES, 1).blend(t, x.compare(LT, 0));
        top.div(t.add(1)).intoArray(slope, i);
      }
      Lanes64.log1p(value, from, to);
      for (int i = from; i < to; i += COUNT) {
        DoubleVector x = DoubleVector.fromArray(SPECIES, z, i);
        x.blend(0, x.compare(LE, 0))
            .add(DoubleVector.fromArray(SPECIES, value, i))
            .intoArray(value, i);
      }
    }
  }

  /**
   * log(1 + X) + max(B − A, 0) for p ≤ 0, and 2B less that for p > 0, with A = |p|, B = |q| and X =
   * H·(1 − L)/(1 + LH) of {@link Logistic64}.
   */
  @Override
  public void pairDifference(double[] p, double[] q, double[] y, int length) {
    pairs.part(p, q, y, length);
    Lanes64.log1p(y, 0, length);
    for (int i = 0; i < length; i += COUNT) {
      DoubleVector x = DoubleVector.fromArray(SPECIES, p, i);
      DoubleVector sign = DoubleVector.fromArray(SPECIES, q, i);
      DoubleVector log = DoubleVector.fromArray(SPECIES, y, i);
      DoubleVector a = x.abs();
      DoubleVector b = sign.abs();
      DoubleVector below = log.add(b.sub(a).blend(0, a.compare(GE, b)));
      DoubleVector above = b.add(a.blend(b, a.compare(GE, b))).sub(log);
      DoubleVector size = below.blend(above, x.compare(GT, 0));
      size.blend(size.neg(), sign.compare(LT, 0)).intoArray(y, i);
    }
  }

  /** The mean of two σ, and half the difference of two σ. */
  @Override
  public void pairDerivatives(double[] p, double[] q, double[] mean, double[] half, int length) {
    pairs.pairDifference(0.5, p, q, half, length);
    pairs.pairMean(p, q, mean, length);
  }
}
