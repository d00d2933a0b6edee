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
import io.github.widthbench.network.Layers;
import io.github.widthbench.network.Merging;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;
import org.openjdk.jmh.annotations.AuxCounters;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * The forward pass of a condensed network of three layers, and of the small one that it is merged
 * to. The network is trained from a small start until its plateau ends. Secondary metrics are the
 * number of weights and the error against the whole network.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class MergingBenchmark {
  private static final int INPUT_DIM = 5;
  private static final double SCALE = 0.05;
  private static final double STEP = 0.05;
  private static final double COSINE = 0.99;

  /** Share of the first loss at which training ends; the labels are a ridge function. */
  private static final double DONE = 0.1;

  private static final int MOST_STEPS = 5000;

  @Param({"whole", "merged"})
  private String network;

  @Param("32")
  private int sampleCount;

  @Param({"256", "1024"})
  private int width;

  private Ops ops;
  private Tensor x;
  private DagWeights weights;
  private DagForward forward;
  private double weightCount;
  private double error;
  private int shares;

  /**
   * What the time is to be read with: the number of weights, and the error against the whole
   * network over its outputs. JMH adds up counters over threads, measured iterations and forks, so
   * each reports its share.
   */
  @State(Scope.Thread)
  @AuxCounters(AuxCounters.Type.EVENTS)
  public static class Size {
    public double weights;
    public double error;
  }

  @Setup(Level.Trial)
  public void open(Device device, BenchmarkParams params) {
    ops = device.ops();
    shares =
        params.getThreads() * params.getMeasurement().getCount() * Math.max(1, params.getForks());
    double[][] points = points();
    x =
        tensor(
            new Shape(1, sampleCount, INPUT_DIM),
            i -> points[(int) i / INPUT_DIM][(int) i % INPUT_DIM]);
    Layers whole = trained();
    Layers chosen = network.equals("whole") ? whole : Merging.of(whole, COSINE);
    error = distance(chosen.outputs(points), whole.outputs(points));
    weightCount = chosen.weightCount();
    weights = DagWeights.zeros(ops, graph(chosen.hiddenSizes()), Precision.FP64, 1);
    weights.upload(0, chosen.toArray());
    forward = new DagForward(ops, weights, x, false);
  }

  private Layers trained() {
    Dag dag = graph(List.of(width, width));
    try (Tensor y = tensor(new Shape(1, sampleCount, 1), this::label);
        DagWeights start =
            DagWeights.gaussian(ops, dag, Precision.FP64, (_, edge) -> deviation(dag, edge), 0);
        DagForward sweep = new DagForward(ops, start, x, true);
        DagLoss loss = new DagLoss(ops, sweep, y, 1.0 / sampleCount)) {
      double first = loss.evaluate()[0];
      double now = first;
      for (int step = 0; step < MOST_STEPS && now > DONE * first; step++) {
        loss.differentiate();
        double norm = Math.sqrt(start.dot(start)[0]);
        start.add(new double[] {-STEP / norm}, loss.gradient());
        now = loss.evaluate()[0];
      }
      if (!(now <= DONE * first)) {
        throw new IllegalStateException("loss %s of %s after training".formatted(now, first));
      }
      return Layers.of(List.of(INPUT_DIM, width, width, 1), start.toArray(0), Activation.TANH);
    }
  }

  private static double deviation(Dag dag, Dag.Edge edge) {
    double from = dag.isInput(edge.from()) ? 1 : dag.block(edge.from()).size();
    return SCALE / Math.sqrt(from * dag.block(edge.to()).size());
  }

  private static Dag graph(List<Integer> hidden) {
    List<Integer> sizes = new ArrayList<>(List.of(INPUT_DIM));
    sizes.addAll(hidden);
    sizes.add(1);
    return Dag.chain(sizes, Activation.TANH, null);
  }

  private double[][] points() {
    Draws draws = new Draws(0, Draws.Stream.POINTS);
    double[][] points = new double[sampleCount][INPUT_DIM];
    for (int i = 0; i < sampleCount; i++) {
      draws.normals((long) i * INPUT_DIM, points[i]);
    }
    return points;
  }

  /** tanh of the first coordinate: one direction explains it. */
  private double label(long i) {
    return Math.tanh(points()[(int) i][0]);
  }

  private static double distance(double[] f, double[] g) {
    double far = 0;
    double size = 0;
    for (int i = 0; i < f.length; i++) {
      far += (f[i] - g[i]) * (f[i] - g[i]);
      size += g[i] * g[i];
    }
    return Math.sqrt(far / size);
  }

  @Benchmark
  public Tensor forward(Spans spans, Size size) {
    size.weights = weightCount / shares;
    size.error = error / shares;
    spans.begin();
    forward.run();
    ops.synchronize();
    spans.end();
    return forward.values("o");
  }

  @TearDown(Level.Trial)
  public void close() {
    forward.close();
    weights.close();
    x.close();
  }

  private Tensor tensor(Shape shape, LongToDoubleFunction entry) {
    Tensor tensor = ops.allocate(Precision.FP64, shape);
    tensor.upload(LongStream.range(0, shape.size()).mapToDouble(entry).toArray());
    return tensor;
  }
}
