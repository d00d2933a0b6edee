package io.github.widthbench.benchmarks;

import io.github.widthbench.backend.Tensor;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The outputs of a two-layer network on all samples. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ForwardBenchmark {

  /** Passes of a call of {@link #forwardBatch}. */
  static final int BATCH = 64;

  private Problem problem;

  @Setup(Level.Trial)
  public void open(Device device, Network network) {
    problem = network.problem(device, 1);
  }

  /** Once, and waited for: with the weights in a cache where they fit. */
  @Benchmark
  public Tensor forward(Spans spans) {
    spans.begin();
    Tensor outputs = problem.forward();
    spans.end();
    return outputs;
  }

  /** The same with the caches cold. */
  @Benchmark
  public Tensor forwardCold(Spans spans, ColdCache cold) {
    return forward(spans);
  }

  /** Many queued one behind another and waited for once: a device is kept busy. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public Tensor forwardBatch(Spans spans) {
    spans.begin();
    Tensor outputs = problem.forward(BATCH);
    spans.end();
    return outputs;
  }
}
