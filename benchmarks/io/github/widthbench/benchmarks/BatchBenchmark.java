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
 * Products of many small matrices in one call, as replicas need them: on a device, the span {@code
 * launch} against {@code compute} is what the call costs beside the work.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class BatchBenchmark {

  @Param("fp64")
  private String precision;

  @Param("64")
  private int matrices;

  /** Rows and columns of each. */
  @Param("64")
  private int width;

  private Matrices all;

  @Setup(Level.Trial)
  public void open(Device device) {
    all = Matrices.square(device.ops(), precision, matrices, width);
  }

  @Benchmark
  public Tensor multiply(Spans spans) {
    spans.begin();
    Tensor products = all.multiply();
    spans.end();
    return products;
  }
}
