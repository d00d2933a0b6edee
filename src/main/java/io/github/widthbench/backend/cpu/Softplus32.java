package io.github.widthbench.backend.cpu;

import static io.github.widthbench.backend.cpu.Lanes32.CHUNK;
import static io.github.widthbench.backend.cpu.Lanes32.COUNT;
import static io.github.widthbench.backend.cpu.Lanes32.SPECIES;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;

/** log(1 + e^z) = max(z, 0) + log(1 + e^{−|z|}), and its derivative σ(z); within 4 ulp. */
final class Softplus32 implements Pointwise32 {
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
        FloatVector x = FloatVector.fromArray(SPECIES, z, i);
        FloatVector top = FloatVector.broadcast(SPECIES, 1).blend(t, x.compare(LT, 0));
        top.div(t.add(1)).intoArray(slope, i);
      }
      Lanes32.log1p(value, from, to);
      for (int i = from; i < to; i += COUNT) {
        FloatVector x = FloatVector.fromArray(SPECIES, z, i);
        x.blend(0, x.compare(LE, 0))
            .add(FloatVector.fromArray(SPECIES, value, i))
            .intoArray(value, i);
      }
    }
  }

  /**
   * log(1 + X) + max(B − A, 0) for p ≤ 0, and 2B less that for p > 0, with A = |p|, B = |q| and X =
   * H·(1 − L)/(1 + LH) of {@link Logistic32}.
   */
  @Override
  public void pairDifference(float[] p, float[] q, float[] y, int length) {
    pairs.part(p, q, y, length);
    Lanes32.log1p(y, 0, length);
    for (int i = 0; i < length; i += COUNT) {
      FloatVector x = FloatVector.fromArray(SPECIES, p, i);
      FloatVector sign = FloatVector.fromArray(SPECIES, q, i);
      FloatVector log = FloatVector.fromArray(SPECIES, y, i);
      FloatVector a = x.abs();
      FloatVector b = sign.abs();
      FloatVector below = log.add(b.sub(a).blend(0, a.compare(GE, b)));
      FloatVector above = b.add(a.blend(b, a.compare(GE, b))).sub(log);
      FloatVector size = below.blend(above, x.compare(GT, 0));
      size.blend(size.neg(), sign.compare(LT, 0)).intoArray(y, i);
    }
  }

  /** The mean of two σ, and half the difference of two σ. */
  @Override
  public void pairDerivatives(float[] p, float[] q, float[] mean, float[] half, int length) {
    pairs.pairDifference(0.5f, p, q, half, length);
    pairs.pairMean(p, q, mean, length);
  }
}
