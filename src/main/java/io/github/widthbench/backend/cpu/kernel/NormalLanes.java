package io.github.widthbench.backend.cpu.kernel;

import io.github.widthbench.math.Draws;
import io.github.widthbench.math.NormalQuantile;
import io.github.widthbench.math.Philox;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Normal draws with the bits of {@link Draws}, a neuron a lane: the operations of {@link Philox}
 * and {@link NormalQuantile} in their order, on registers.
 */
public final class NormalLanes {

  /** Neurons are drawn in multiples of this. */
  public static final int STEP = 8;

  private static final VectorSpecies<Long> WORDS = LongVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Double> NUMBERS = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = WORDS.length();
  private static final long LOW = 0xFFFFFFFFL;

  private static final double[] CENTRE_ABOVE = NormalQuantile.centre().above();
  private static final double[] CENTRE_BELOW = NormalQuantile.centre().below();
  private static final double[] TAIL_ABOVE = NormalQuantile.tail().above();
  private static final double[] TAIL_BELOW = NormalQuantile.tail().below();
  private static final double[] LOG = NormalQuantile.logSeries();

  /** Adding it to a whole number from −2048 to 2047 makes the bits of 2⁵² + 2048 + that number. */
  private static final long WHOLE = 0x4330000000000000L + 2048;

  private NormalLanes() {}

  /**
   * target[k·stride + j] ← draw number k + d·(from + j), for k below d and j below count.
   *
   * @param count a multiple of {@link #STEP}, at most {@code stride}
   */
  public static void fill(Draws draws, long from, int d, int count, double[] target, int stride) {
    int[] words = draws.normalCounter();
    boolean odd = d % 2 != 0;
    for (int k = 0; k < d; k += odd ? 1 : 2) {
      for (int j = 0; j < count; j += LANES) {
        uniforms(draws.seed(), words, (from + j) * d + k, d, target, k * stride + j, stride);
      }
    }
    for (int k = 0; k < d; k++) {
      quantiles(target, k * stride, count);
    }
  }

  /**
   * The uniforms of one entry of a register of neurons, and where d is even of the next entry from
   * the same block.
   */
  private static void uniforms(
      long seed, int[] words, long first, int d, double[] target, int at, int stride) {
    LongVector index = LongVector.zero(WORDS).addIndex(1).mul(d).add(first);
    LongVector number = index.lanewise(VectorOperators.LSHR, 1);
    LongVector c0 = number.and(LOW);
    LongVector c1 = number.lanewise(VectorOperators.LSHR, 32);
    LongVector c2 = LongVector.broadcast(WORDS, words[0] & LOW);
    LongVector c3 = LongVector.broadcast(WORDS, words[1] & LOW);
    int k0 = (int) seed;
    int k1 = (int) (seed >>> 32);
    for (int round = 0; round < Philox.ROUNDS; round++) {
      LongVector product0 = c0.and(LOW).mul(Philox.MULTIPLIER_0);
      LongVector product1 = c2.and(LOW).mul(Philox.MULTIPLIER_1);
      c0 = product1.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, c1);
      c0 = c0.lanewise(VectorOperators.XOR, k0 & LOW);
      c1 = product1.and(LOW);
      c2 = product0.lanewise(VectorOperators.LSHR, 32).lanewise(VectorOperators.XOR, c3);
      c2 = c2.lanewise(VectorOperators.XOR, k1 & LOW);
      c3 = product0.and(LOW);
      k0 += Philox.WEYL_0;
      k1 += Philox.WEYL_1;
    }
    LongVector even = c1.lanewise(VectorOperators.LSHL, 32).or(c0);
    LongVector odd = c3.lanewise(VectorOperators.LSHL, 32).or(c2);
    if (d % 2 == 0) {
      uniform(even).intoArray(target, at);
      uniform(odd).intoArray(target, at + stride);
    } else {
      VectorMask<Long> second = index.and(1).compare(VectorOperators.NE, 0);
      uniform(even.blend(odd, second)).intoArray(target, at);
    }
  }

  /** ((bits >>> 12)·2 + 1)·2⁻⁵³, each step exact. */
  private static DoubleVector uniform(LongVector bits) {
    LongVector mantissa = bits.lanewise(VectorOperators.LSHR, 12);
    DoubleVector fromOneOn = mantissa.or(0x3FF0000000000000L).reinterpretAsDoubles();
    return fromOneOn.sub(1).add(0x1p-53);
  }

  /** p ← z with Φ(z) = p. */
  static void quantiles(double[] numbers, int at, int count) {
    for (int i = at; i < at + count; i += LANES) {
      DoubleVector p = DoubleVector.fromArray(NUMBERS, numbers, i);
      DoubleVector q = p.sub(0.5);
      DoubleVector square = q.mul(q).neg().add(0.180625);
      DoubleVector above = polynomial(square, CENTRE_ABOVE);
      DoubleVector below = polynomial(square, CENTRE_BELOW);
      q.mul(above.div(below)).intoArray(numbers, i);
      VectorMask<Double> outside = q.abs().compare(VectorOperators.GT, 0.425);
      if (outside.anyTrue()) {
        tails(numbers, i, p, q, outside);
      }
    }
  }

  private static void tails(
      double[] numbers, int at, DoubleVector p, DoubleVector q, VectorMask<Double> outside) {
    DoubleVector r = log(p.min(p.neg().add(1))).neg().sqrt();
    DoubleVector x = r.sub(1.6);
    DoubleVector size = polynomial(x, TAIL_ABOVE).div(polynomial(x, TAIL_BELOW));
    DoubleVector signed = size.blend(size.neg(), q.compare(VectorOperators.LT, 0));
    signed.intoArray(numbers, at, outside);
    VectorMask<Double> far = r.compare(VectorOperators.GT, 5).and(outside);
    if (far.anyTrue()) { // one draw in 10¹¹
      for (int lane = 0; lane < LANES; lane++) {
        if (far.laneIsSet(lane)) {
          numbers[at + lane] = NormalQuantile.of(p.lane(lane));
        }
      }
    }
  }

  /** As {@link NormalQuantile} does it. */
  private static DoubleVector log(DoubleVector x) {
    LongVector bits = x.reinterpretAsLongs();
    LongVector high = bits.lanewise(VectorOperators.LSHR, 32);
    LongVector mantissa = high.and(0xFFFFF);
    LongVector carry = mantissa.add(NormalQuantile.ROOT_HALF_DISTANCE).and(0x100000);
    LongVector power =
        high.lanewise(VectorOperators.LSHR, 20)
            .add(carry.lanewise(VectorOperators.LSHR, 20))
            .add(WHOLE - 1023);
    DoubleVector exponent = power.reinterpretAsDoubles().sub(0x1p52 + 2048);
    LongVector scaled = carry.lanewise(VectorOperators.XOR, 0x3FF00000).or(mantissa);
    scaled = scaled.lanewise(VectorOperators.LSHL, 32).or(bits.and(LOW));
    DoubleVector f = scaled.reinterpretAsDoubles().sub(1);

    DoubleVector s = f.div(f.add(2));
    DoubleVector z = s.mul(s);
    DoubleVector series = z.mul(polynomial(z, LOG));
    DoubleVector halfSquare = f.mul(0.5).mul(f);
    DoubleVector small =
        s.mul(halfSquare.add(series)).add(exponent.mul(NormalQuantile.LOG2_LOW));
    return exponent.mul(NormalQuantile.LOG2_HIGH).sub(halfSquare.sub(small).sub(f));
  }

  private static DoubleVector polynomial(DoubleVector x, double[] ascending) {
    DoubleVector sum = DoubleVector.broadcast(NUMBERS, ascending[ascending.length - 1]);
    for (int k = ascending.length - 2; k >= 0; k--) {
      sum = sum.fma(x, DoubleVector.broadcast(NUMBERS, ascending[k]));
    }
    return sum;
  }
}
