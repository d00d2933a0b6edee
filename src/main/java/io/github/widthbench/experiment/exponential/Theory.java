package io.github.widthbench.experiment.exponential;

import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.backend.EigenSolver.Decomposition;
import io.github.widthbench.dataset.Dataset;
import io.github.widthbench.experiment.InfeasibleException;
import io.github.widthbench.math.Activation;
import io.github.widthbench.spectrum.AnalyticGram;
import java.util.Arrays;

/**
 * The infinite-width theory of points, which no width and no label changes. Holds 2n² numbers.
 *
 * @param gram H∞, row-major
 * @param decomposition its eigenvalues and vectors
 * @param expSpread E‖H(0) − H∞‖²_F of exp at N(0, I), times the number of independent neurons; else
 *     NaN
 */
@SuppressWarnings("ArrayRecordComponent") // solved once and shared, never compared
record Theory(double[] gram, Decomposition decomposition, double expSpread) {

  /**
   * What networks compute at infinite width.
   *
   * @param deviation standard deviation of the starting weights
   * @param softmax whether values are divided by their mean, which changes H∞
   */
  record Law(Activation activation, double deviation, boolean softmax) {

    static Law of(ExponentialCase cell) {
      return new Law(cell.activation(), cell.deviation(), cell.forms().isSoftmax());
    }

    private double[] gram(double[][] x) {
      return softmax ? AnalyticGram.softmax(x) : AnalyticGram.of(activation, x);
    }
  }

  /** Solves for it; cost 4n³/3 flops and more with vectors. */
  static Theory of(Dataset data, Law law, EigenSolver solver) {
    double[] gram = gram(data, law);
    requireFeasible(gram, data.sampleCount(), solver);
    boolean hasSpread = law.activation() == Activation.EXP && law.deviation() == 1;
    return new Theory(
        gram,
        solver.decompose(gram, data.sampleCount()),
        hasSpread ? AnalyticGram.expSpread(data.x()) : Double.NaN);
  }

  /** H∞ of w ~ N(0, γ²I) is that of N(0, I) on points scaled by γ, over γ². */
  private static double[] gram(Dataset data, Law law) {
    double deviation = law.deviation();
    if (deviation == 1) {
      return law.gram(data.x());
    }
    double[][] scaled =
        Arrays.stream(data.x())
            .map(point -> Arrays.stream(point).map(entry -> deviation * entry).toArray())
            .toArray(double[][]::new);
    double[] gram = law.gram(scaled);
    Arrays.setAll(gram, i -> gram[i] / (deviation * deviation));
    return gram;
  }

  private static void requireFeasible(double[] gram, int n, EigenSolver solver) {
    if (!Arrays.stream(gram).allMatch(Double::isFinite)) {
      throw new InfeasibleException(
          "the infinite-width Gram matrix overflows; scale the points down (data.radius)");
    }
    if (n > solver.limit()) {
      throw new InfeasibleException(
          "%d samples; this backend's eigen-solver takes at most %d".formatted(n, solver.limit()));
    }
  }
}
