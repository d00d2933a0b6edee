package io.github.widthbench.backend.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.CodeAttribute;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Kernels for every size of register: the same bits, and methods that C2 compiles. */
class KernelsTest {

  /** C2 leaves longer methods to the interpreter. */
  private static final int LONGEST_METHOD = 8000;

  /**
   * C1 inlines every operation, and gave up with profiles on 3,002 bytes: C2 then never compiled
   * the method, which ran fifteen times slower.
   */
  private static final int LONGEST_PRODUCT = 2900;

  private static final int ROWS = 3;
  private static final int GROUPS = 5;
  private static final int K = 7;

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void methods_ofAllKernels_areShortEnoughToCompile(int bits) {
    List<Kernel<?>> kernels = new ArrayList<>();
    for (Precision precision : new Precision[] {Precision.FP64, Precision.FP32}) {
      Lanes lanes = new Lanes(precision, bits);
      for (int rows = 1; rows <= lanes.sums(); rows++) {
        for (int groups = 1; groups <= 12; groups++) {
          kernels.add(new ProductKernel(lanes, rows, groups, true, false));
          kernels.add(new ProductKernel(lanes, rows, groups, true, true));
        }
      }
      for (boolean paired : new boolean[] {false, true}) {
        kernels.add(new SignsKernel(lanes, SignsKernel.mostRows(lanes, paired), 4, paired));
      }
      kernels.add(new ReluKernel(lanes, 12));
      for (Activation s : Activation.values()) {
        kernels.add(new PassKernel(lanes, s, false, true, true, 12));
        kernels.add(new PassKernel(lanes, s, true, true, true, 12));
        for (Function function : Function.values()) {
          kernels.add(new PointwiseKernel(lanes, s, function));
        }
      }
    }
    kernels.add(new SweepKernel(new Lanes(Precision.FP64, bits)));
    for (Kernel<?> kernel : kernels) {
      int longest = kernel instanceof ProductKernel ? LONGEST_PRODUCT : LONGEST_METHOD;
      assertThat(length(kernel)).as(kernel.toString()).isLessThan(longest);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256})
  void spectra_onRegistersOfAnySize_haveTheSameBits(int bits) {
    assertThat(spectra(bits)).containsExactly(spectra(512));
  }

  /** Eigenvalues of tridiagonal matrices, some of them in blocks. */
  private static double[] spectra(int bits) {
    int n = 23;
    double[] d = new Random(1).doubles((long) n * Sweep.MATRICES, -1, 1).toArray();
    double[] e = new Random(2).doubles((long) n * Sweep.MATRICES, 0, 1).toArray();
    for (int i = 0; i < e.length; i++) {
      e[i] = i >= (n - 1) * Sweep.MATRICES || i % 37 == 5 ? 0 : e[i];
    }
    assertThat(new LaneQl(bits, n, d, e).solve()).isTrue();
    return d;
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void pass_onRegistersOfAnySize_hasTheSameBits(Activation s) {
    for (Precision precision : new Precision[] {Precision.FP64, Precision.FP32}) {
      for (boolean paired : new boolean[] {false, true}) {
        Object[] expected = pass(new Lanes(precision, 512), s, paired);
        assertThat(pass(new Lanes(precision, 256), s, paired)).isEqualTo(expected);
        assertThat(pass(new Lanes(precision, 128), s, paired)).isEqualTo(expected);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 11})
  void product_onRegistersOfAnySize_isTheSumInOrder(int rows) {
    for (int bits : new int[] {128, 256, 512}) {
      Lanes lanes = new Lanes(Precision.FP64, bits);
      int width = GROUPS * lanes.group();
      double[] a = (double[]) numbers(Precision.FP64, 1, K * rows, 1);
      double[] b = (double[]) numbers(Precision.FP64, 2, K * width, 1);
      double[] c = (double[]) numbers(Precision.FP64, 3, rows * width, 1);
      double[] scale = (double[]) numbers(Precision.FP64, 4, width, 1);
      double[] moved = c.clone();
      double[] expected = new double[rows * width];
      double[] expectedMove = c.clone();
      for (int r = 0; r < rows; r++) {
        for (int j = 0; j < width; j++) {
          double sum = 0;
          for (int l = 0; l < K; l++) {
            sum = Math.fma(a[l * rows + r], b[l * width + j], sum);
          }
          expected[r * width + j] = sum;
          expectedMove[r * width + j] = Math.fma(sum, scale[j], c[r * width + j]);
        }
      }
      Kernels.product(lanes, rows, GROUPS, false).run(K, a, 0, b, 0, c, 0, scale);
      Kernels.product(lanes, rows, GROUPS, true).run(K, a, 0, b, 0, moved, 0, scale);
      assertThat(c).containsExactly(expected);
      assertThat(moved).containsExactly(expectedMove);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void masks_ofRelu_giveTheBitsOfNumbers(int bits) {
    for (Precision precision : new Precision[] {Precision.FP64, Precision.FP32}) {
      Lanes lanes = new Lanes(precision, bits);
      Object[] numbers = pass(lanes, Activation.RELU, false);
      short[] masks = new short[ROWS * GROUPS];
      Object sums = numbers(precision, 6, ROWS * lanes.group(), 1);
      int width = GROUPS * lanes.group();
      Object p = numbers(precision, 1, ROWS * width, 6);
      Object a = numbers(precision, 3, width, 1);
      Kernels.relu(lanes, GROUPS).run(ROWS, p, p, 0, masks, masks, 0, a, sums, 0);
      assertThat(sums).isEqualTo(numbers[2]);
      for (int rows : new int[] {1, 2, 5, 8}) {
        Object panel = numbers(precision, 7, ROWS * rows, 1);
        Object expected = numbers(precision, 8, rows * width, 1);
        Object moved = numbers(precision, 8, rows * width, 1);
        Kernels.product(lanes, rows, GROUPS, true)
            .run(ROWS, panel, 0, numbers[0], 0, expected, 0, a);
        Kernels.maskedProduct(lanes, rows, GROUPS).run(ROWS, panel, 0, masks, 0, moved, 0, a);
        assertThat(moved).as("%s, %d rows", lanes, rows).isEqualTo(expected);
      }
    }
  }

  private static Object[] pass(Lanes lanes, Activation s, boolean paired) {
    Precision precision = lanes.precision();
    int length = ROWS * GROUPS * lanes.group();
    Object slope = numbers(precision, 4, length, 1);
    Object half = numbers(precision, 5, length, 1);
    Object sums = numbers(precision, 6, ROWS * lanes.group(), 1);
    Kernels.pass(lanes, s, paired, true, true, GROUPS)
        .run(
            ROWS,
            numbers(precision, 1, length, 6),
            numbers(precision, 2, length, 1),
            0,
            slope,
            half,
            0,
            numbers(precision, 3, GROUPS * lanes.group(), 1),
            sums,
            0);
    return new Object[] {slope, half, sums};
  }

  private static int length(Kernel<?> kernel) {
    return ClassFile.of().parse(Kernels.bytes(kernel)).methods().stream()
        .flatMap(method -> method.code().stream())
        .mapToInt(code -> ((CodeAttribute) code).codeLength())
        .max()
        .orElseThrow();
  }

  private static Object numbers(Precision precision, long seed, int length, double reach) {
    double[] numbers = new Random(seed).doubles(length, -reach, reach).toArray();
    if (precision == Precision.FP64) {
      return numbers;
    }
    float[] narrow = new float[length];
    for (int i = 0; i < length; i++) {
      narrow[i] = (float) numbers[i];
    }
    return narrow;
  }
}
