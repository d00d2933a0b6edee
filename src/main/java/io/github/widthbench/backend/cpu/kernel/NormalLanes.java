package io.github.widthbench.backend.cpu.kernel;

import io.github.widthbench.math.Draws;
import io.github.widthbench.math.NormalQuantile;
import io.github.widthbench.math.Philox;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Normal draws with the bits of {@link Draws}, a neuron a lane: the operations of {@link Philox}
 * and {@link NormalQuantile} in their order, on registers. Each loop is one straight line, so that
 * no vector leaves its register; between loops numbers go through memory. Not thread-safe.
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

  /** Quantiles beyond 6.66 follow from another quotient; one draw in 10¹¹ is that far. */
  private static final double FAR = 6.6;

  // What lies outside the centre: where, its uniform, and √(−log) of that.
  private final int[] places;
  private final double[] uniforms;
  private final double[] roots;

  /** For at most {@code most} neurons at a time. */
  public NormalLanes(int most) {
    places = new int[most + STEP];
    uniforms = new double[most + STEP];
    roots = new double[most + STEP];
  }

  /**
   * target[k·stride + j] ← draw number k + d·(from + j), for k below d and j below count.
   *
   * @param count a multiple of {@link #STEP}, at most {@code stride}
   */
  public void fill(Draws draws, long from, int d, int count, double[] target, int stride) {
    for (int k = 0; k < d; k += d % 2 == 0 ? 2 : 1) {
      for (int j = 0; j < count; j += LANES) {
        long first = (from + j) * d + k;
        draw(draws.seed(), draws.normalCounter(), first, d, target, k * stride + j, stride);
      }
    }
    for (int k = 0; k < d; k++) {
      quantiles(target, k * stride, count);
    }
  }

  /**
   * The uniforms of one entry of a register of neurons, and where d is even of the next entry from
   * the same blocks.
   */
  private static void draw(
      long seed, long counter, long first, int d, double[] target, int at, int stride) {
    LongVector index = LongVector.zero(WORDS).addIndex(1).mul(d).add(first);
    LongVector number = index.lanewise(VectorOperators.LSHR, 1);
    LongVector c0 = number.and(LOW);
    LongVector c1 = number.lanewise(VectorOperators.LSHR, 32);
    LongVector c2 = LongVector.broadcast(WORDS, counter & LOW);
    LongVector c3 = LongVector.broadcast(WORDS, counter >>> 32);
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
    if (d % 2 != 0) {
      even = even.blend(odd, index.and(1).compare(VectorOperators.NE, 0));
    }
    // ((bits >>> 12)·2 + 1)·2⁻⁵³, each step exact
    LongVector mantissa = even.lanewise(VectorOperators.LSHR, 12).or(0x3FF0000000000000L);
    mantissa.reinterpretAsDoubles().sub(1).add(0x1p-53).intoArray(target, at);
    if (d % 2 == 0) {
      mantissa = odd.lanewise(VectorOperators.LSHR, 12).or(0x3FF0000000000000L);
      mantissa.reinterpretAsDoubles().sub(1).add(0x1p-53).intoArray(target, at + stride);
    }
  }

  /** p ← z with Φ(z) = p. */
  void quantiles(double[] numbers, int at, int count) {
    int outside = setAside(numbers, at, count);
    centre(numbers, at, count);
    for (int i = outside; i < outside + STEP; i++) {
      uniforms[i] = 0.25; // any, up to a whole register
    }
    roots(outside);
    quotients(outside);
    for (int i = 0; i < outside; i++) {
      numbers[places[i]] = uniforms[i];
    }
  }

  /** Copies what lies outside the centre; answers how many there are. */
  private int setAside(double[] numbers, int at, int count) {
    int outside = 0;
    for (int i = at; i < at + count; i++) {
      places[outside] = i;
      uniforms[outside] = numbers[i];
      outside += Math.abs(numbers[i] - 0.5) > 0.425 ? 1 : 0;
    }
    return outside;
  }

  private static void centre(double[] numbers, int at, int count) {
    for (int i = at; i < at + count; i += LANES) {
      DoubleVector q = DoubleVector.fromArray(NUMBERS, numbers, i).sub(0.5);
      DoubleVector square = q.mul(q).neg().add(0.180625);
      DoubleVector above = DoubleVector.broadcast(NUMBERS, CENTRE_ABOVE[7]);
      DoubleVector below = DoubleVector.broadcast(NUMBERS, CENTRE_BELOW[7]);
      for (int k = 6; k >= 0; k--) {
        above = above.fma(square, DoubleVector.broadcast(NUMBERS, CENTRE_ABOVE[k]));
        below = below.fma(square, DoubleVector.broadcast(NUMBERS, CENTRE_BELOW[k]));
      }
      q.mul(above.div(below)).intoArray(numbers, i);
    }
  }

  /** roots ← √(−log(min(p, 1 − p))), the logarithm as {@link NormalQuantile} does it. */
  private void roots(int count) {
    for (int i = 0; i < count; i += LANES) {
      DoubleVector p = DoubleVector.fromArray(NUMBERS, uniforms, i);
      LongVector bits = p.min(p.neg().add(1)).reinterpretAsLongs();
      LongVector high = bits.lanewise(VectorOperators.LSHR, 32);
      LongVector mantissa = high.and(0xFFFFF);
      LongVector carry = mantissa.add(NormalQuantile.ROOT_HALF_DISTANCE).and(0x100000);
      LongVector power = high.lanewise(VectorOperators.LSHR, 20).add(WHOLE - 1023);
      power = power.add(carry.lanewise(VectorOperators.LSHR, 20));
      DoubleVector exponent = power.reinterpretAsDoubles().sub(0x1p52 + 2048);
      LongVector scaled = carry.lanewise(VectorOperators.XOR, 0x3FF00000).or(mantissa);
      scaled = scaled.lanewise(VectorOperators.LSHL, 32).or(bits.and(LOW));
      DoubleVector f = scaled.reinterpretAsDoubles().sub(1);
      DoubleVector s = f.div(f.add(2));
      DoubleVector z = s.mul(s);
      DoubleVector series = DoubleVector.broadcast(NUMBERS, LOG[6]);
      for (int k = 5; k >= 0; k--) {
        series = series.fma(z, DoubleVector.broadcast(NUMBERS, LOG[k]));
      }
      DoubleVector halfSquare = f.mul(0.5).mul(f);
      DoubleVector small = s.mul(halfSquare.add(series.mul(z)));
      small = small.add(exponent.mul(NormalQuantile.LOG2_LOW));
      DoubleVector log = exponent.mul(NormalQuantile.LOG2_HIGH).sub(halfSquare.sub(small).sub(f));
      log.neg().sqrt().intoArray(roots, i);
    }
  }

  /** uniforms ← their quantiles. */
  private void quotients(int count) {
    for (int i = 0; i < count; i += LANES) {
      DoubleVector x = DoubleVector.fromArray(NUMBERS, roots, i).sub(1.6);
      DoubleVector above = DoubleVector.broadcast(NUMBERS, TAIL_ABOVE[7]);
      DoubleVector below = DoubleVector.broadcast(NUMBERS, TAIL_BELOW[7]);
      for (int k = 6; k >= 0; k--) {
        above = above.fma(x, DoubleVector.broadcast(NUMBERS, TAIL_ABOVE[k]));
        below = below.fma(x, DoubleVector.broadcast(NUMBERS, TAIL_BELOW[k]));
      }
      above.div(below).intoArray(roots, i);
    }
    for (int i = 0; i < count; i++) {
      double size = roots[i];
      double signed = uniforms[i] < 0.5 ? -size : size;
      uniforms[i] = size < FAR ? signed : NormalQuantile.of(uniforms[i]);
    }
  }
}
