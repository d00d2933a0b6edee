package io.github.widthbench.backend.cpu.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Precision;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the compiler makes of the kernels: the bits of the interpreter, and no boxed vectors. */
@Tag("slow")
class CompiledKernelTest {
  private static final int ROWS = 16;
  private static final int GROUPS = 12;
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @ParameterizedTest
  @EnumSource(Activation.class)
  void pass_compiled_keepsItsBitsAndAllocatesNothing(Activation s) {
    for (Precision precision : new Precision[] {Precision.FP64, Precision.FP32}) {
      Lanes lanes = Lanes.preferred(precision);
      int length = ROWS * GROUPS * lanes.group();
      Object p = numbers(precision, 1, length, 6);
      Object q = numbers(precision, 2, length, 1);
      Object a = numbers(precision, 3, GROUPS * lanes.group(), 1);
      Object slope = numbers(precision, 4, length, 1);
      Object half = numbers(precision, 5, length, 1);
      Object sums = numbers(precision, 6, ROWS * lanes.group(), 1);
      for (boolean paired : new boolean[] {false, true}) {
        Pass pass = Kernels.pass(lanes, s, paired, true, true, GROUPS);
        check(() -> pass.run(ROWS, p, q, 0, slope, half, 0, a, sums, 0), slope, half, sums);
      }
    }
  }

  @Test
  void product_compiled_keepsItsBitsAndAllocatesNothing() {
    for (Precision precision : new Precision[] {Precision.FP64, Precision.FP32}) {
      Lanes lanes = Lanes.preferred(precision);
      int width = GROUPS * lanes.group();
      int k = 37;
      Object a = numbers(precision, 1, k * 11, 1);
      Object b = numbers(precision, 2, k * width, 1);
      Object c = numbers(precision, 3, 11 * width, 1);
      Product product = Kernels.product(lanes, 11, GROUPS, false);
      check(() -> product.run(k, a, 0, b, 0, c, 0, c), c);
    }
  }

  @Test
  void draws_compiled_keepTheirBitsAndAllocateNothing() {
    double[] numbers = new double[16 * 64];
    NormalLanes lanes = new NormalLanes(64);
    Draws draws = new Draws(3, Draws.Stream.WEIGHTS);
    check(() -> lanes.fill(draws, 5, 16, 64, numbers, 64), numbers);
  }

  @Test
  void reduction_compiled_keepsItsBitsAndAllocatesNothing() {
    int n = 45;
    double[] matrices = new Random(1).doubles(LaneTridiagonal.size(n), -1, 1).toArray();
    double[] a = matrices.clone();
    double[] d = new double[n * Sweep.MATRICES];
    double[] e = new double[n * Sweep.MATRICES];
    LaneTridiagonal tridiagonal = new LaneTridiagonal(n);
    check(
        () -> {
          System.arraycopy(matrices, 0, a, 0, a.length);
          tridiagonal.reduce(a, d, e, 0);
        },
        d,
        e);
  }

  @Test
  void counts_compiled_areThoseOfTheInterpreter() {
    int n = 12;
    long[] bits = new Random(1).longs(n * 64L).toArray();
    long[] common = new long[16];
    double[] h = new double[n * n];
    check(
        () -> {
          Arrays.fill(h, 0);
          BitCounts.add(bits, n, 64, h, common);
        },
        h);
  }

  private static void check(Runnable kernel, Object... results) {
    kernel.run();
    Object[] cold = new Object[results.length];
    for (int i = 0; i < cold.length; i++) {
      cold[i] = copy(results[i]);
    }
    warm(kernel);
    for (int i = 0; i < cold.length; i++) {
      assertThat(results[i]).isEqualTo(cold[i]);
    }
  }

  /** Runs until a hundred runs allocate less than 1 kB: the compiler works in the background. */
  private static void warm(Runnable kernel) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    long allocated = Long.MAX_VALUE;
    while (allocated >= 1024 && System.nanoTime() < end) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < 100; i++) {
        kernel.run();
      }
      allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(allocated).as("bytes allocated by a hundred runs").isLessThan(1024);
  }

  private static Object copy(Object array) {
    return array instanceof double[] numbers ? numbers.clone() : ((float[]) array).clone();
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
