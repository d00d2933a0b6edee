package io.github.widthbench.backend.cpu;

import static io.github.widthbench.backend.cpu.Lanes64.CHUNK;
import static io.github.widthbench.backend.cpu.Lanes64.COUNT;
import static io.github.widthbench.backend.cpu.Lanes64.SPECIES;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;

/**
 * erf z, absolute error below 2·10⁻¹⁶, and its derivative 2/√π·e^{−z²} within 4 ulp.
 *
 * <p>Below 1 erf z = z·(1 + P(z²)); from 1 on 1 − erfc z with erfc z =
 * e^{−z²}·G((z−3)/(z+3))/(z+3). P and G are Chebyshev fits on [0, 1] and [1, 28], errors 10⁻¹⁷ and
 * 2·10⁻¹⁶.
 */
final class Erf64 implements Pointwise64 {
  private static final double SLOPE_AT_0 = 1.1283791670955126; // 2/√π

  /** Beyond this e^{−z²} is 0. */
  private static final double FAR = 28;

  /** Middle of the fit of G. */
  private static final double CENTRE = 3;

  /** P, highest power first. */
  private static final double[] CORE = {
    -7.795898827002142e-10,
    1.3720064546777686e-08,
    -1.6208483801871705e-07,
    1.6447424703317362e-06,
    -1.492473690741966e-05,
    0.00012055294904839707,
    -0.0008548325975389692,
    0.0052239776071164225,
    -0.02686617064323777,
    0.11283791670945006,
    -0.37612638903183543,
    0.12837916709551256
  };

  /** G, highest power first. */
  private static final double[] TAIL = {
    9.798957297196007e-08,
    -2.0725281810800632e-07,
    -4.629543662695107e-07,
    1.0021219213163716e-06,
    2.789219424078762e-06,
    -4.754995388136208e-06,
    -1.747609905479183e-05,
    3.0399995666374687e-05,
    0.00010756224031358088,
    -0.0002767781255949976,
    -0.0005483097539752551,
    0.003034062023567752,
    -0.00121241662411501,
    -0.026827234625366222,
    0.11952776128720477,
    -0.31046726190055335,
    0.5902283571041028,
    -0.8833944531698836,
    1.0740069070883398
  };

  /** Terms of the series for small differences: for |q| ≤ 1/4 and |2pq| ≤ 1. */
  private static final int TERMS = 18;

  private final Points upper = new Points();
  private final Points lower = new Points();

  @Override
  public void evaluate(double[] z, double[] value, double[] slope, int length) {
    for (int from = 0; from < length; from += CHUNK) {
      int size = Math.min(CHUNK, length - from);
      for (int i = 0; i < size; i += COUNT) {
        DoubleVector.fromArray(SPECIES, z, from + i).intoArray(upper.x, i);
      }
      upper.evaluate(size);
      for (int i = 0; i < size; i += COUNT) {
        DoubleVector.fromArray(SPECIES, upper.erf, i).intoArray(value, from + i);
        DoubleVector bell = DoubleVector.fromArray(SPECIES, upper.bell, i);
        bell.mul(SLOPE_AT_0).intoArray(slope, from + i);
      }
    }
  }

  /**
   * A series in q where q is small, else a difference of tails where both ends are beyond 1, else
   * of erf: so that what is subtracted always differs.
   */
  @Override
  public void pairDifference(double[] p, double[] q, double[] y, int length) {
    for (int from = 0; from < length; from += CHUNK) {
      int size = Math.min(CHUNK, length - from);
      for (int i = 0; i < size; i += COUNT) {
        DoubleVector a = DoubleVector.fromArray(SPECIES, p, from + i).abs();
        DoubleVector b = DoubleVector.fromArray(SPECIES, q, from + i).abs();
        a.add(b).intoArray(upper.x, i);
        a.sub(b).intoArray(lower.x, i);
      }
      upper.evaluate(size);
      lower.evaluate(size);
      difference(q, from, y, size);
      smallDifference(p, q, from, y, size);
    }
  }

  private void difference(double[] q, int from, double[] y, int size) {
    for (int i = 0; i < size; i += COUNT) {
      DoubleVector between =
          DoubleVector.fromArray(SPECIES, upper.erf, i)
              .sub(DoubleVector.fromArray(SPECIES, lower.erf, i));
      DoubleVector tails =
          DoubleVector.fromArray(SPECIES, lower.tail, i)
              .sub(DoubleVector.fromArray(SPECIES, upper.tail, i));
      VectorMask<Double> bothFar = DoubleVector.fromArray(SPECIES, lower.x, i).compare(GE, 1);
      DoubleVector length = between.blend(tails, bothFar);
      VectorMask<Double> negative = DoubleVector.fromArray(SPECIES, q, from + i).compare(LT, 0);
      length.blend(length.neg(), negative).intoArray(y, from + i);
    }
  }

  /**
   * (4/√π)·e^{−p²}·q·Σ_j h_{2j}/(2j+1) with h_k = H_k(p)·q^k/k! from the recurrence of the Hermite
   * polynomials, h_{k+1} = (2pq·h_k − 2q²·h_{k−1})/(k+1).
   */
  private void smallDifference(double[] p, double[] q, int from, double[] y, int size) {
    for (int i = 0; i < size; i += COUNT) {
      DoubleVector.fromArray(SPECIES, p, from + i).intoArray(upper.x, i);
    }
    upper.bells(size);
    for (int i = 0; i < size; i += COUNT) {
      DoubleVector b = DoubleVector.fromArray(SPECIES, q, from + i);
      DoubleVector first = DoubleVector.fromArray(SPECIES, upper.x, i).mul(b).mul(2);
      DoubleVector second = b.mul(b).mul(-2);
      DoubleVector even = DoubleVector.broadcast(SPECIES, 1);
      DoubleVector odd = first;
      DoubleVector sum = even;
      for (int k = 2; k <= TERMS; k += 2) {
        even = odd.mul(first).add(even.mul(second)).mul(1.0 / k);
        DoubleVector weight = DoubleVector.broadcast(SPECIES, 1.0 / (k + 1));
        odd = even.mul(first).add(odd.mul(second)).mul(weight);
        sum = even.fma(weight, sum);
      }
      DoubleVector bell = DoubleVector.fromArray(SPECIES, upper.bell, i);
      DoubleVector series = bell.mul(b).mul(2 * SLOPE_AT_0).mul(sum);
      VectorMask<Double> small = b.abs().compare(LE, 0.25).and(first.abs().compare(LE, 1));
      DoubleVector.fromArray(SPECIES, y, from + i).blend(series, small).intoArray(y, from + i);
    }
  }

  /** e^{−(A−B)²}·(1 ± e^{−4AB})/√π with A = |p|, B = |q|. */
  @Override
  public void pairDerivatives(double[] p, double[] q, double[] mean, double[] half, int length) {
    for (int from = 0; from < length; from += CHUNK) {
      int size = Math.min(CHUNK, length - from);
      for (int i = 0; i < size; i += COUNT) {
        DoubleVector a = DoubleVector.fromArray(SPECIES, p, from + i).abs();
        DoubleVector b = DoubleVector.fromArray(SPECIES, q, from + i).abs();
        a.sub(b).intoArray(upper.x, i);
        a.mul(b).mul(-4).intoArray(lower.bell, i);
      }
      upper.bells(size);
      Lanes64.decay(lower.bell, lower.tail, 0, size);
      for (int i = 0; i < size; i += COUNT) {
        DoubleVector top = DoubleVector.fromArray(SPECIES, upper.bell, i).mul(0.5 * SLOPE_AT_0);
        DoubleVector sum = DoubleVector.fromArray(SPECIES, lower.bell, i).add(1);
        top.mul(sum).intoArray(mean, from + i);
        DoubleVector less = top.mul(DoubleVector.fromArray(SPECIES, lower.tail, i));
        VectorMask<Double> opposite =
            DoubleVector.fromArray(SPECIES, p, from + i)
                .mul(DoubleVector.fromArray(SPECIES, q, from + i))
                .compare(LT, 0);
        less.blend(less.neg(), opposite).intoArray(half, from + i);
      }
    }
  }

  /** Points of a chunk with what belongs to them: e^{−x²}, erf x, and erfc |x| from 1 on. */
  private static final class Points {
    final double[] x = new double[CHUNK];
    final double[] bell = new double[CHUNK];
    final double[] erf = new double[CHUNK];
    final double[] tail = new double[CHUNK];

    /** bell ← e^{−x²}, with the rounding error of x² made good. */
    void bells(int size) {
      for (int i = 0; i < size; i += COUNT) {
        DoubleVector a = DoubleVector.fromArray(SPECIES, x, i).abs();
        a = a.blend(FAR, a.compare(GE, FAR));
        DoubleVector square = a.mul(a).neg();
        square.intoArray(bell, i);
        a.fma(a, square).neg().intoArray(erf, i);
      }
      Lanes64.decay(bell, tail, 0, size);
      for (int i = 0; i < size; i += COUNT) {
        DoubleVector rough = DoubleVector.fromArray(SPECIES, bell, i);
        rough.fma(DoubleVector.fromArray(SPECIES, erf, i), rough).intoArray(bell, i);
      }
    }

    void evaluate(int size) {
      bells(size);
      for (int i = 0; i < size; i += COUNT) {
        DoubleVector a = DoubleVector.fromArray(SPECIES, x, i).abs();
        a = a.blend(FAR, a.compare(GE, FAR));
        DoubleVector part = DoubleVector.broadcast(SPECIES, 1).div(a.add(CENTRE));
        DoubleVector t = a.sub(CENTRE).mul(part);
        DoubleVector s = DoubleVector.broadcast(SPECIES, TAIL[0]);
        for (int k = 1; k < TAIL.length; k++) {
          s = s.fma(t, DoubleVector.broadcast(SPECIES, TAIL[k]));
        }
        s.mul(part).mul(DoubleVector.fromArray(SPECIES, bell, i)).intoArray(tail, i);
      }
      for (int i = 0; i < size; i += COUNT) {
        DoubleVector z = DoubleVector.fromArray(SPECIES, x, i);
        DoubleVector square = z.mul(z);
        DoubleVector s = DoubleVector.broadcast(SPECIES, CORE[0]);
        for (int k = 1; k < CORE.length; k++) {
          s = s.fma(square, DoubleVector.broadcast(SPECIES, CORE[k]));
        }
        DoubleVector far =
            DoubleVector.broadcast(SPECIES, 1).sub(DoubleVector.fromArray(SPECIES, tail, i));
        far = far.blend(far.neg(), z.compare(LT, 0));
        s.fma(z, z).blend(far, z.abs().compare(GE, 1)).intoArray(erf, i);
      }
    }
  }
}
