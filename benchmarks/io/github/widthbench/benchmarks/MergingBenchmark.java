package io.github.widthbench.benchmarks;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Precision;
import io.github.widthbench.measure.LatencyLog;
import io.github.widthbench.network.Dag;
import io.github.widthbench.network.DagForward;
import io.github.widthbench.network.DagLoss;
import io.github.widthbench.network.DagWeights;
import io.github.widthbench.network.Layers;
import io.github.widthbench.network.Merging;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.LongToDoubleFunction;
import java.util.stream.LongStream;
import org.HdrHistogram.Histogram;
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
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * The forward pass of a condensed network of three layers, and of the small one that it is merged
 * to. The network is trained from a small start until its plateau ends. The line of latencies names
 * the number of weights, and the error of the small network against the whole one in parts per
 * million.
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

  @Param("cpu")
  private String backend;

  @Param({"whole", "merged"})
  private String network;

  @Param("32")
  private int sampleCount;

  @Param({"256", "1024"})
  private int width;

  private final Histogram latencies = new Histogram(3);
  private Backend device;
  private Ops ops;
  private Tensor x;
  private DagWeights weights;
  private DagForward forward;
  private long weightCount;
  private long errorPpm;
  private boolean measuring;

  @Setup(Level.Trial)
  public void open(BenchmarkParams params) {
    device =
        Backends.open(BackendKind.valueOf(backend.toUpperCase(Locale.ROOT)), params.getThreads());
    ops = device.ops();
    double[][] points = points();
    x =
        tensor(
            new Shape(1, sampleCount, INPUT_DIM),
            i -> points[(int) i / INPUT_DIM][(int) i % INPUT_DIM]);
    Layers whole = trained();
    Layers merged = Merging.of(whole, COSINE);
    errorPpm = Math.round(1e6 * error(merged.outputs(points), whole.outputs(points)));
    Layers chosen = network.equals("whole") ? whole : merged;
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

  private static double error(double[] f, double[] g) {
    double far = 0;
    double size = 0;
    for (int i = 0; i < f.length; i++) {
      far += (f[i] - g[i]) * (f[i] - g[i]);
      size += g[i] * g[i];
    }
    return Math.sqrt(far / size);
  }

  @Setup(Level.Iteration)
  public void begin(IterationParams iteration) {
    measuring = iteration.getType() == IterationType.MEASUREMENT;
  }

  @Benchmark
  public Tensor forward() {
    long began = System.nanoTime();
    forward.run();
    ops.synchronize();
    long nanos = System.nanoTime() - began;
    if (measuring) {
      latencies.recordValue(nanos);
    }
    return forward.values("o");
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    String folder = System.getProperty("widthbench.bench.folder");
    if (folder != null && latencies.getTotalCount() > 0) {
      LatencyLog.in(Path.of(folder))
          .append(
              "merging:%s:%s:n=%d:m=%d:weights=%d:error=%dppm"
                  .formatted(
                      backend,
                      network,
                      sampleCount,
                      width,
                      weightCount,
                      network.equals("whole") ? 0 : errorPpm),
              latencies);
    }
    forward.close();
    weights.close();
    device.close();
  }

  private Tensor tensor(Shape shape, LongToDoubleFunction entry) {
    Tensor tensor = ops.allocate(Precision.FP64, shape);
    tensor.upload(LongStream.range(0, shape.size()).mapToDouble(entry).toArray());
    return tensor;
  }
}
