package io.github.widthbench.benchmarks;

import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.math.Draws;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

/** The spectra of many matrices in one call, as a sweep over seeds needs them. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SpectraBenchmark {

  /** Matrices of the set-up; the others repeat them. */
  private static final int DIFFERENT = 16;

  @Param("1000")
  private int matrices;

  /** Rows of a matrix, n. */
  @Param("64")
  private int sampleCount;

  private EigenSolver solver;
  private List<double[]> all;

  @Setup(Level.Trial)
  public void open(Device device) {
    solver = device.eigenSolver();
    List<double[]> different = IntStream.range(0, DIFFERENT).mapToObj(this::matrix).toList();
    all = IntStream.range(0, matrices).mapToObj(i -> different.get(i % DIFFERENT)).toList();
  }

  /** All eigenvalues of each; an operation is all matrices. */
  @Benchmark
  public double[][] each(Spans spans) {
    spans.begin();
    double[][] values = solver.eigenvaluesOfEach(all, sampleCount);
    spans.end();
    return values;
  }

  /** A random symmetric matrix with entries of size 1. */
  private double[] matrix(int seed) {
    int n = sampleCount;
    Draws draws = new Draws(seed, Draws.Stream.POINTS);
    double[] entries = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double value = draws.normal((long) i * n + j);
        entries[i * n + j] = value;
        entries[j * n + i] = value;
      }
    }
    return entries;
  }
}
