package io.github.widthbench.backend.cpu;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.github.widthbench.math.Activation;
import java.lang.management.ManagementFactory;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the compiler makes of the loops: the bits of the interpreter, and no boxed vectors. */
@Tag("slow")
class CompiledLoopsTest {
  private static final int SIZE = 100_000;
  private static final int ROOM = SIZE + 64;
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final double[] p = new Random(1).doubles(ROOM, -6, 6).toArray();
  private final double[] q = new Random(2).doubles(ROOM, -1, 1).toArray();
  private final float[] pf = new float[ROOM];
  private final float[] qf = new float[ROOM];

  CompiledLoopsTest() {
    for (int i = 0; i < ROOM; i++) {
      pf[i] = (float) p[i];
      qf[i] = (float) q[i];
    }
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void loops_inFp64_keepTheirBitsAndAllocateNothing(Activation s) {
    Pointwise64 loops = Pointwise64.of(s);
    double[] a = new double[ROOM];
    double[] b = new double[ROOM];
    checkWarm(() -> loops.evaluate(p, a, b, SIZE), a, b);
    checkWarm(() -> loops.pairDifference(p, q, a, SIZE), a);
    checkWarm(() -> loops.pairDerivatives(p, q, a, b, SIZE), a, b);
  }

  @ParameterizedTest
  @EnumSource(Activation.class)
  void loops_inFp32_keepTheirBitsAndAllocateNothing(Activation s) {
    Pointwise32 loops = Pointwise32.of(s);
    float[] a = new float[ROOM];
    float[] b = new float[ROOM];
    loops.pairDifference(pf, qf, a, SIZE);
    float[] cold = a.clone();
    warm(() -> loops.pairDifference(pf, qf, a, SIZE));
    assertThat(a).containsExactly(cold);
    loops.pairDerivatives(pf, qf, a, b, SIZE);
    float[] coldMean = a.clone();
    float[] coldHalf = b.clone();
    warm(() -> loops.pairDerivatives(pf, qf, a, b, SIZE));
    assertThat(a).containsExactly(coldMean);
    assertThat(b).containsExactly(coldHalf);
    warm(() -> loops.evaluate(pf, a, b, SIZE));
  }

  private static void checkWarm(Runnable loop, double[]... results) {
    loop.run();
    double[][] cold = new double[results.length][];
    for (int i = 0; i < cold.length; i++) {
      cold[i] = results[i].clone();
    }
    warm(loop);
    for (int i = 0; i < cold.length; i++) {
      assertThat(results[i]).containsExactly(cold[i]);
    }
  }

  /** Runs until a run allocates less than 1 kB: the compiler works in the background. */
  private static void warm(Runnable loop) {
    long end = System.nanoTime() + PATIENCE_NANOS;
    long allocated = Long.MAX_VALUE;
    while (allocated >= 1024 && System.nanoTime() < end) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      loop.run();
      allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
    }
    assertThat(allocated).as("bytes allocated by a run").isLessThan(1024);
  }
}
