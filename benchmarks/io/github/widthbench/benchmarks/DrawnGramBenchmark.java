package io.github.widthbench.benchmarks;

import io.github.widthbench.backend.DrawnNeurons;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Precision;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
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

/** Gram matrices at widths beyond memory: the weights are drawn and never stored. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 3, time = 1)
@Fork(2)
public class DrawnGramBenchmark {

  @Param("relu")
  private String activation;

  @Param("64")
  private int sampleCount;

  @Param("16")
  private int inputDim;

  @Param("65536")
  private long width;

  private Ops ops;
  private Activation s;
  private Tensor x;
  private Tensor h;

  @Setup(Level.Trial)
  public void open(Device device) {
    ops = device.ops();
    s = Activation.valueOf(activation.toUpperCase(Locale.ROOT));
    Draws points = new Draws(0, Draws.Stream.POINTS);
    Shape shape = new Shape(1, sampleCount, inputDim);
    x = ops.allocate(Precision.FP64, shape);
    x.upload(LongStream.range(0, shape.size()).mapToDouble(points::normal).toArray());
    h = ops.allocate(Precision.FP64, new Shape(1, sampleCount, sampleCount));
  }

  @Benchmark
  public Tensor gram(Spans spans) {
    spans.begin();
    ops.drawnGram(s, new DrawnNeurons(new long[] {7}, Draws.Stream.WEIGHTS, width), x, h);
    ops.synchronize();
    spans.end();
    return h;
  }
}
