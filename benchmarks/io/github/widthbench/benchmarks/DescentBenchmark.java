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
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A step of full-batch gradient descent of a two-layer network: forward, backward, update. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DescentBenchmark {

  /** Of a call: the stretch between two looks at the loss. */
  static final int STEPS = 16;

  /** Of a long stretch. */
  static final int LONG_STEPS = 1024;

  private final Slowdown slowdown = new Slowdown();
  private Problem problem;

  @Setup(Level.Trial)
  public void open(Device device, Network network) {
    problem = network.problem(device, 1);
  }

  /** Every iteration trains from the same start. */
  @Setup(Level.Iteration)
  public void reset() {
    problem.reset();
  }

  /** Steps as training takes them: many between two looks at the loss. */
  @Benchmark
  @OperationsPerInvocation(STEPS)
  public DescentTrace step(Spans spans) {
    spans.begin();
    DescentTrace result = problem.descend(STEPS);
    if (slowdown.isDue()) {
      problem.descend(STEPS);
    }
    spans.end();
    return result;
  }

  /**
   * The same steps, twice as many a call. An operation must take as long as in {@link #step}: less
   * means that work was folded away, and more that calls leave something behind.
   */
  @Benchmark
  @OperationsPerInvocation(2 * STEPS)
  public DescentTrace stepOfLongerCalls(Spans spans) {
    spans.begin();
    DescentTrace result = problem.descend(2 * STEPS);
    spans.end();
    return result;
  }

  /**
   * Steps of a long stretch, as most of a training is: what is done once a stretch, such as the
   * capture of a graph, hardly counts, so that time beyond the device's is what a step costs the
   * host.
   */
  @Benchmark
  @OperationsPerInvocation(LONG_STEPS)
  public DescentTrace stepOfLongStretch(Spans spans) {
    spans.begin();
    DescentTrace result = problem.descend(LONG_STEPS);
    spans.end();
    return result;
  }

  /** One step a call, so that the latency of a call is that of a step. */
  @Benchmark
  public DescentTrace singleStep(Spans spans) {
    spans.begin();
    DescentTrace result = problem.descend(1);
    spans.end();
    return result;
  }
}
