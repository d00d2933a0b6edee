package io.github.widthbench.benchmarks;

import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Precision;
import io.github.widthbench.network.Dag;
import io.github.widthbench.network.DagForward;
import io.github.widthbench.network.DagLoss;
import io.github.widthbench.network.DagWeights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
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
 * A step of full-batch gradient descent of a deep network, as the experiments on condensation and
 * on momentum take it: forward sweep, loss, backward sweep, update. All hidden layers have one
 * width.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DagBenchmark {
  private static final double RATE = 1e-6;

  /** {@code chain}, or {@code allSkips}: every earlier layer feeds every later one. */
  @Param("chain")
  private String graph;

  /** Matrices of the chain. */
  @Param("3")
  private int depth;

  @Param("1024")
  private int width;

  @Param("32")
  private int sampleCount;

  @Param("8")
  private int inputDim;

  @Param("tanh")
  private String activation;

  @Param("fp64")
  private String precision;

  private DagLoss loss;

  @Setup(Level.Trial)
  public void open(Device device) {
    Ops ops = device.ops();
    Dag dag =
        graph(
            graph, depth, width, inputDim, Activation.valueOf(activation.toUpperCase(Locale.ROOT)));
    Precision kind = Precision.valueOf(precision.toUpperCase(Locale.ROOT));
    Tensor x =
        filled(
            ops.allocate(kind, new Shape(1, sampleCount, inputDim)),
            new Draws(0, Draws.Stream.POINTS)::normal);
    Tensor y =
        filled(
            ops.allocate(kind, new Shape(1, sampleCount, 1)),
            new Draws(0, Draws.Stream.LABELS)::sign);
    DagWeights weights =
        DagWeights.gaussian(
            ops, dag, kind, (_, edge) -> 1 / Math.sqrt(dag.block(edge.from()).size()), 0);
    loss = new DagLoss(ops, new DagForward(ops, weights, x, true), y, 1.0 / sampleCount);
  }

  /** Layers of one width between {@code inputDim} inputs and one output. */
  static Dag graph(
      String kind, int depth, int width, int inputDim, @Nullable Activation activation) {
    List<Integer> sizes = new ArrayList<>(List.of(inputDim));
    sizes.addAll(Collections.nCopies(depth - 1, width));
    sizes.add(1);
    return switch (kind) {
      case "chain" -> Dag.chain(sizes, activation, null);
      case "allSkips" -> Dag.allSkips(sizes, activation, null);
      default ->
          throw new IllegalArgumentException("graph: found " + kind + ", allowed chain, allSkips");
    };
  }

  private static Tensor filled(Tensor tensor, LongToDoubleFunction entry) {
    tensor.upload(LongStream.range(0, tensor.shape().size()).mapToDouble(entry).toArray());
    return tensor;
  }

  /** Forward, backward, update. */
  @Benchmark
  public double step(Spans spans) {
    spans.begin();
    double before = loss.evaluate()[0];
    loss.descend(new double[] {RATE});
    spans.end();
    return before;
  }
}
