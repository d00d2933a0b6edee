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

/** The empirical Gram matrix of a two-layer network. */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class GramBenchmark {

  /** A network with its weights. */
  @State(Scope.Benchmark)
  public static class Stored {
    private Problem problem;

    @Setup(Level.Trial)
    public void open(Device device, Network network) {
      problem = network.problem(device, 1);
    }
  }

  @Benchmark
  public Tensor empirical(Stored stored, Spans spans) {
    spans.begin();
    Tensor result = stored.problem.gram();
    spans.end();
    return result;
  }

  /** The same at the start of training, with weights drawn as they are needed and kept nowhere. */
  @Benchmark
  public Tensor drawn(Drawn drawn, Spans spans) {
    spans.begin();
    Tensor result = drawn.problem.gram();
    spans.end();
    return result;
  }

  /** A network without weights, so that memory does not grow with its width. */
  @State(Scope.Benchmark)
  public static class Drawn {
    private DrawnProblem problem;

    @Setup(Level.Trial)
    public void open(Device device, Network network) {
      problem = network.drawnProblem(device);
    }
  }
}
