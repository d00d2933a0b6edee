package io.github.widthbench.backend.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The functions of activations over dense grids, against StrictMath in FP64. */
class PointwiseKernelTest {
  private static final int SIZE = 1 << 16;

  /** Relative, in both precisions: 4 ulp of FP64, 4 ulp of FP32. */
  private static final double CLOSE64 = 4 * 0x1p-52;

  private static final double CLOSE32 = 4 * 0x1p-23;

  @ParameterizedTest
  @EnumSource(Activation.class)
  void evaluate_onADenseGrid_isWithinFourUlp(Activation s) {
    double[] z = grid(35);
    double[] value = new double[SIZE];
    double[] slope = new double[SIZE];
    run(s, Function.VALUE, SIZE, z, z, value, value);
    run(s, Function.SLOPE, SIZE, z, z, slope, slope);
    float[] zf = narrow(z);
    float[] valuef = new float[SIZE];
    float[] slopef = new float[SIZE];
    run(s, Function.VALUE, SIZE, zf, zf, valuef, valuef);
    run(s, Function.SLOPE, SIZE, zf, zf, slopef, slopef);
    for (int i = 0; i < SIZE; i++) {
      assertRelative(s + " at " + z[i], value[i], s.value(z[i]), CLOSE64, 1e-300);
      assertRelative(s + "' at " + z[i], slope[i], s.derivative(z[i]), CLOSE64, 1e-300);
      assertRelative(s + " at " + zf[i], valuef[i], s.value(zf[i]), CLOSE32, 1e-37);
      assertRelative(s + "' at " + zf[i], slopef[i], s.derivative(zf[i]), CLOSE32, 1e-37);
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void curvature_onADenseGrid_isWithinEightUlp(Activation s) {
    double[] z = grid(35);
    double[] found = new double[SIZE];
    run(s, Function.CURVATURE, SIZE, z, z, found, found);
    float[] zf = narrow(z);
    float[] foundf = new float[SIZE];
    run(s, Function.CURVATURE, SIZE, zf, zf, foundf, foundf);
    for (int i = 0; i < SIZE; i++) {
      double expected = s.secondDerivative(z[i]);
      double expected32 = s.secondDerivative(zf[i]);
      assertRelative(s + "'' at " + z[i], found[i], expected, 2 * CLOSE64, 1e-300);
      assertRelative(s + "'' at " + zf[i], foundf[i], expected32, 2 * CLOSE32, 1e-36);
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void pairs_ofAnySizes_keepTheirDigits(Activation s) {
    Random random = new Random(5);
    double[] p = random.doubles(SIZE, -6, 6).toArray();
    double[] q = random.doubles(SIZE, -1, 1).map(v -> v * Math.pow(10, -8 * Math.abs(v))).toArray();
    double[] y = new double[SIZE];
    double[] mean = new double[SIZE];
    double[] half = new double[SIZE];
    run(s, Function.PAIR_DIFFERENCE, SIZE, p, q, y, y);
    run(s, Function.PAIR_SLOPES, SIZE, p, q, mean, half);
    float[] pf = narrow(p);
    float[] qf = narrow(q);
    float[] yf = new float[SIZE];
    run(s, Function.PAIR_DIFFERENCE, SIZE, pf, qf, yf, yf);
    for (int i = 0; i < SIZE; i++) {
      String at = s + " at p=" + p[i] + ", q=" + q[i];
      // the sums p ± q round: that costs up to |p|² roundings where s falls off like a Gaussian
      assertRelative(at, y[i], s.pairDifference(p[i], q[i]), 2e-14, 0);
      assertRelative(at, yf[i], s.pairDifference(pf[i], qf[i]), 1e-5, 0);
      double above = s.derivative(p[i] + q[i]);
      double below = s.derivative(p[i] - q[i]);
      double size = Math.max(above, below);
      assertThat(mean[i]).as(at).isCloseTo((above + below) / 2, offset(size * 1e-13));
      assertThat(half[i]).as(at).isCloseTo((above - below) / 2, offset(size * 1e-13));
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void pairs_ofFarPoints_areFinite(Activation s) {
    double[] p = {300, -300, 300, -300, 20, 0, -400, 90};
    double[] q = {290, 290, -310, 1e-3, 0, 300, 399, 0};
    double[] y = new double[8];
    run(s, Function.PAIR_DIFFERENCE, 8, p, q, y, y);
    float[] yf = new float[16];
    run(
        s,
        Function.PAIR_DIFFERENCE,
        8,
        java.util.Arrays.copyOf(narrow(p), 16),
        java.util.Arrays.copyOf(narrow(q), 16),
        yf,
        yf);
    for (int i = 0; i < 8; i++) {
      double expected = s.pairDifference(p[i], q[i]);
      assertRelative(s + " at p=" + p[i] + ", q=" + q[i], y[i], expected, 1e-12, 1e-300);
      double expected32 = (float) expected;
      assertRelative(s + " fp32 at p=" + p[i], yf[i], expected32, 1e-3, 1e-30);
    }
  }

  @Test
  void exp_beyondItsRange_overflowsUnderflowsAndKeepsNaN() {
    double[] z = {710, 709.7, -745, -746, Double.NaN, 1e300, Double.NEGATIVE_INFINITY, -708.4};
    double[] y = new double[8];
    run(Activation.EXP, Function.VALUE, 8, z, z, y, y);
    for (int i = 0; i < 8; i++) {
      assertRelative("exp " + z[i], y[i], StrictMath.exp(z[i]), CLOSE64, Double.MIN_VALUE);
    }
    float[] zf = new float[16];
    float[] yf = new float[16];
    System.arraycopy(
        new float[] {89, 88.7f, -103, -105, Float.NaN, 1e30f, Float.NEGATIVE_INFINITY, -87.4f},
        0,
        zf,
        0,
        8);
    run(Activation.EXP, Function.VALUE, 16, zf, zf, yf, yf);
    for (int i = 0; i < 8; i++) {
      double expected = (float) StrictMath.exp(zf[i]);
      assertRelative("exp " + zf[i], yf[i], expected, CLOSE32, Float.MIN_VALUE);
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void nan_staysNaN(Activation s) {
    double[] z = new double[16];
    double[] q = new double[16];
    java.util.Arrays.fill(z, Double.NaN);
    java.util.Arrays.fill(q, 0.5);
    double[] y = new double[16];
    run(s, Function.VALUE, 16, z, z, y, y);
    assertThat(y).containsOnly(Double.NaN);
    run(s, Function.PAIR_DIFFERENCE, 16, z, q, y, y);
    assertThat(y).containsOnly(Double.NaN);
    float[] yf = new float[16];
    run(s, Function.VALUE, 16, narrow(z), narrow(z), yf, yf);
    assertThat(yf).containsOnly(Float.NaN);
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void numbers_atAnyPosition_haveTheSameBits(Activation s) {
    double[] z = grid(8);
    double[] value = new double[SIZE];
    double[] slope = new double[SIZE];
    run(s, Function.VALUE, SIZE, z, z, value, value);
    run(s, Function.SLOPE, SIZE, z, z, slope, slope);
    double[] moved = new double[64];
    double[] movedValue = new double[64];
    for (int i = 0; i < SIZE - 64; i += 997) {
      System.arraycopy(z, i, moved, 0, 64);
      run(s, Function.VALUE, 64, moved, moved, movedValue, movedValue);
      for (int k = 0; k < 64; k++) {
        assertThat(Double.doubleToRawLongBits(movedValue[k]))
            .isEqualTo(Double.doubleToRawLongBits(value[i + k]));
      }
    }
  }

  private static void run(
      Activation s,
      Function function,
      int length,
      Object p,
      Object q,
      Object first,
      Object second) {
    Precision precision = p instanceof double[] ? Precision.FP64 : Precision.FP32;
    Kernels.pointwise(Lanes.preferred(precision), s, function).run(length, p, q, first, second);
  }

  private static org.assertj.core.data.Offset<Double> offset(double size) {
    return org.assertj.core.api.Assertions.within(size);
  }

  private static void assertRelative(
      String what, double found, double expected, double relative, double absolute) {
    boolean same =
        Double.compare(found, expected) == 0
            || Math.abs(found - expected) <= relative * Math.abs(expected) + absolute;
    if (!same) { // a message for each of 10⁵ numbers would be the cost of the test
      assertThat(found).as(what).isEqualTo(expected);
    }
  }

  private static double[] grid(double reach) {
    double[] z = new double[SIZE];
    for (int i = 0; i < SIZE; i++) {
      z[i] = -reach + 2 * reach * i / (SIZE - 1);
    }
    return z;
  }

  private static float[] narrow(double[] numbers) {
    float[] narrow = new float[numbers.length];
    for (int i = 0; i < narrow.length; i++) {
      narrow[i] = (float) numbers[i];
    }
    return narrow;
  }
}
