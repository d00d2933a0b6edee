package io.github.widthbench.benchmarks;

import io.github.widthbench.backend.DescentTrace;
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
 * A step of many small networks, as sweeps over seeds take it, against a step of one network of the
 * same total size. An operation is a step of all of them.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class ReplicaBenchmark {

  private static final int STEPS = DescentBenchmark.STEPS;

  @Param("64")
  private int replicas;

  private Problem small;
  private Problem large;

  @Setup(Level.Trial)
  public void open(Device device, Network network) {
    small = network.problem(device, replicas);
    large = network.wideProblem(device, replicas);
  }

  @Setup(Level.Iteration)
  public void reset() {
    small.reset();
    large.reset();
  }

  /** All networks in one call. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public DescentTrace together(Spans spans) {
    spans.begin();
    DescentTrace result = small.descend(STEPS);
    spans.end();
    return result;
  }

  /** One network after the other. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public DescentTrace oneByOne(Spans spans) {
    spans.begin();
    DescentTrace result = small.descendOneByOne(STEPS);
    spans.end();
    return result;
  }

  /** One network, as wide as all together. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public DescentTrace oneLarge(Spans spans) {
    spans.begin();
    DescentTrace result = large.descend(STEPS);
    spans.end();
    return result;
  }
}
