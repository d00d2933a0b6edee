package io.github.widthbench.benchmarks;

import io.github.widthbench.backend.Tensor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What the other benchmarks are to be read against: the cost of measuring, and how fast this
 * machine multiplies and copies in the same run.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class BaselineBenchmark {

  @Param("fp64")
  private String precision;

  /** Rows and columns of the square matrices. */
  @Param("1024")
  private int width;

  private Matrices all;

  @Setup(Level.Trial)
  public void open(Device device) {
    all = Matrices.square(device.ops(), precision, 1, width);
  }

  /** Nothing: what every operation above this time cannot owe to the harness. */
  @Benchmark
  public Tensor nothing() {
    return all.c();
  }

  /** Nothing, with its latency recorded: what {@link Spans} adds to a call. */
  @Benchmark
  public Tensor nothingRecorded(Spans spans) {
    spans.begin();
    spans.end();
    return all.c();
  }

  /** C ← A, a copy within memory: a ceiling of bytes a second. */
  @Benchmark
  public Tensor copy() {
    return all.copy();
  }

  /** C ← A·B: a ceiling of GFLOP a second. */
  @Benchmark
  public Tensor multiply() {
    return all.multiply();
  }
}
