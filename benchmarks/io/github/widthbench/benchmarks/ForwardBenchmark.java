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

  private Problem problem;

  @Setup(Level.Trial)
  public void open(Device device, Network network) {
    problem = network.problem(device, 1);
  }

  @Benchmark
  public Tensor forward(Spans spans) {
    spans.begin();
    Tensor outputs = problem.forward();
    spans.end();
    return outputs;
  }
}
