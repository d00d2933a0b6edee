package io.github.widthbench.benchmarks;

import io.github.widthbench.backend.DescentTrace;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.FloatFormat;
import io.github.widthbench.math.Precision;
import io.github.widthbench.network.Arithmetic;
import io.github.widthbench.network.ExponentForm;
import io.github.widthbench.network.RoundedOps;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A step of an exponential network in the plain loops that all forms of e^z share: what a form
 * costs, and what emulating a format of storage does. Not the speed of hardware with that format.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ExponentBenchmark {

  private static final int STEPS = 4;

  /** {@code exact}, {@code rowScaled}, or the degree of a polynomial. */
  @Param({"exact", "rowScaled", "2", "4", "8"})
  private String exponent;

  @Param({"fp64", "bf16"})
  private String storage;

  @Param("32")
  private int sampleCount;

  @Param("8")
  private int inputDim;

  @Param("1024")
  private int width;

  private Problem problem;

  @Setup(Level.Trial)
  public void open(Device device) {
    ExponentForm form =
        switch (exponent) {
          case "exact" -> new ExponentForm.Exact();
          case "rowScaled" -> new ExponentForm.RowScaled();
          default -> new ExponentForm.Polynomial(Integer.parseInt(exponent));
        };
    FloatFormat format = FloatFormat.of(storage);
    Arithmetic arithmetic = new Arithmetic(form, format, format, false);
    problem =
        new Problem(
            new RoundedOps(device.ops(), arithmetic),
            Activation.EXP,
            Precision.FP64,
            new Sizes(1, sampleCount, inputDim, width));
  }

  @Setup(Level.Iteration)
  public void reset() {
    problem.reset();
  }

  @Benchmark
  @OperationsPerInvocation(STEPS)
  public DescentTrace step(Spans spans) {
    spans.begin();
    DescentTrace result = problem.descend(STEPS);
    spans.end();
    return result;
  }
}
