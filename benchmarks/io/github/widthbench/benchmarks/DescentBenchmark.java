package io.github.widthbench.benchmarks;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.backend.DescentStretch;
import io.github.widthbench.backend.DescentTrace;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Precision;
import io.github.widthbench.measure.LatencyLog;
import java.io.IOException;
import java.nio.file.Path;
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
import org.openjdk.jmh.annotations.OperationsPerInvocation;
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
 * One step of full-batch gradient descent of a two-layer network: forward, loss, backward, update.
 *
 * <p>An invocation takes {@link #STEPS} steps, the stretch between two looks at the loss; latencies
 * are the mean step of an invocation. The step length is far below the stability limit, so that
 * weights neither overflow nor reach numbers that are slow to compute with.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DescentBenchmark {

  private static final int STEPS = 16;
  private static final double RATE_TIMES_WIDTH = 1e-4;

  /** Below every squared residual, so that no replica stops. */
  private static final double NEVER = -1;

  @Param("cpu")
  private String backend;

  @Param({"relu", "exp"})
  private String activation;

  @Param({"fp64", "fp32"})
  private String precision;

  @Param("32")
  private int sampleCount;

  @Param("8")
  private int inputDim;

  @Param({"256", "4096"})
  private int width;

  private final Histogram latencies = new Histogram(3);
  private final Slowdown slowdown = new Slowdown();
  private Backend device;
  private Ops ops;
  private TwoLayerBatch net;
  private Tensor x;
  private Tensor y;
  private Tensor f;
  private Tensor start;
  private DescentStretch stretch;
  private boolean measuring;

  @Setup(Level.Trial)
  public void open(BenchmarkParams params) {
    device = Backends.open(BackendKind.valueOf(upper(backend)), params.getThreads());
    ops = device.ops();
    Precision format = Precision.valueOf(upper(precision));
    Draws points = new Draws(0, Draws.Stream.POINTS);
    Draws weights = new Draws(0, Draws.Stream.WEIGHTS);
    double norm = 2 * Math.sqrt(inputDim); // inputs of length about one half
    x = tensor(format, new Shape(1, sampleCount, inputDim), i -> points.normal(i) / norm);
    y =
        tensor(
            Precision.FP64, new Shape(1, 1, sampleCount), new Draws(0, Draws.Stream.LABELS)::sign);
    f = ops.allocate(Precision.FP64, new Shape(1, 1, sampleCount));
    start = tensor(format, new Shape(1, inputDim, width), weights::normal);
    Tensor a = tensor(format, new Shape(1, 1, width), new Draws(0, Draws.Stream.SIGNS)::sign);
    Tensor w = ops.allocate(format, start.shape());
    net =
        new TwoLayerBatch(
            Activation.valueOf(upper(activation)),
            TwoLayerBatch.Form.PLAIN,
            1,
            w,
            a,
            Double.POSITIVE_INFINITY);
    stretch =
        new DescentStretch(STEPS, new double[] {RATE_TIMES_WIDTH / width}, new double[] {NEVER});
  }

  @Setup(Level.Iteration)
  public void reset(IterationParams iteration) {
    measuring = iteration.getType() == IterationType.MEASUREMENT;
    ops.copy(start, net.w());
    ops.twoLayerForward(net, x, f);
    ops.synchronize();
  }

  @Benchmark
  @OperationsPerInvocation(STEPS)
  public DescentTrace step() {
    long began = System.nanoTime();
    DescentTrace trace = ops.twoLayerDescend(net, x, y, f, stretch);
    long nanos = System.nanoTime() - began;
    if (trace.steps(0) != STEPS) {
      throw new IllegalStateException(
          "took %d steps of %d: the residual is no longer finite".formatted(trace.steps(0), STEPS));
    }
    if (measuring) {
      latencies.recordValue(nanos / STEPS);
    }
    return slowdown.isDue() ? ops.twoLayerDescend(net, x, y, f, stretch) : trace;
  }

  @TearDown(Level.Trial)
  public void close() throws IOException {
    String folder = System.getProperty("widthbench.bench.folder");
    if (folder != null && latencies.getTotalCount() > 0) {
      LatencyLog.in(Path.of(folder)).append(name(), latencies);
    }
    device.close();
  }

  private String name() {
    return "descent:%s:%s:%s:n=%d:d=%d:m=%d"
        .formatted(backend, activation, precision, sampleCount, inputDim, width);
  }

  private Tensor tensor(Precision format, Shape shape, LongToDoubleFunction entry) {
    Tensor tensor = ops.allocate(format, shape);
    tensor.upload(LongStream.range(0, shape.size()).mapToDouble(entry).toArray());
    return tensor;
  }

  private static String upper(String label) {
    return label.toUpperCase(Locale.ROOT);
  }
}
