package io.github.widthbench.benchmarks;

import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.math.Draws;
import io.github.widthbench.spectrum.SmallestEigenvalue;
import io.github.widthbench.spectrum.Spectrum;
import java.util.List;
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

/** Eigenvalues of symmetric positive definite matrices, such as Gram matrices are. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class EigenBenchmark {

  /** Rows of a matrix, n. */
  @Param("256")
  private int sampleCount;

  private EigenSolver solver;
  private double[] matrix;

  /** Many matrices, no two alike. */
  @State(Scope.Benchmark)
  public static class Batch {

    @Param("64")
    private int matrices;

    private List<double[]> each;

    @Setup(Level.Trial)
    public void draw(EigenBenchmark size) {
      each = LongStream.range(0, matrices).mapToObj(k -> gram(size.sampleCount, k)).toList();
    }
  }

  @Setup(Level.Trial)
  public void open(Device device) {
    solver = device.eigenSolver();
    matrix = gram(sampleCount, 0);
  }

  /** The full spectrum, without vectors. */
  @Benchmark
  public double[] full(Spans spans) {
    spans.begin();
    double[] result = solver.eigenvalues(matrix, sampleCount);
    spans.end();
    return result;
  }

  /** The smallest eigenvalue, as the experiments find it. */
  @Benchmark
  public double smallest(Spans spans) {
    spans.begin();
    double result = Spectrum.of(matrix, sampleCount, solver).smallest();
    spans.end();
    return result;
  }

  /** The smallest eigenvalue with bounds that hold whatever rounding did. */
  @Benchmark
  public SmallestEigenvalue certified(Spans spans) {
    spans.begin();
    SmallestEigenvalue result = SmallestEigenvalue.of(matrix, sampleCount, solver);
    spans.end();
    return result;
  }

  /** The full spectra of many matrices, as a sweep needs them; an operation is all of them. */
  @Benchmark
  public double[][] batch(Batch batch, Spans spans) {
    spans.begin();
    double[][] result = solver.eigenvaluesOfEach(batch.each, sampleCount);
    spans.end();
    return result;
  }

  /** The spectrum and its vectors. */
  @Benchmark
  public EigenSolver.Decomposition vectors(Spans spans) {
    spans.begin();
    EigenSolver.Decomposition result = solver.decompose(matrix, sampleCount);
    spans.end();
    return result;
  }

  /** AAᵀ/n + I/100 of a random n×n matrix A. */
  private static double[] gram(int n, long seed) {
    Draws draws = new Draws(seed, Draws.Stream.POINTS);
    double[][] rows = new double[n][n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        rows[i][j] = draws.normal((long) i * n + j);
      }
    }
    double[] gram = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = i == j ? 0.01 * n : 0;
        for (int k = 0; k < n; k++) {
          sum += rows[i][k] * rows[j][k];
        }
        gram[i * n + j] = sum / n;
      }
    }
    return gram;
  }
}
