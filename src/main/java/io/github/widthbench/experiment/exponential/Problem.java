package io.github.widthbench.experiment.exponential;

import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.backend.EigenSolver.Decomposition;
import io.github.widthbench.dataset.Dataset;
import io.github.widthbench.experiment.InfeasibleException;
import io.github.widthbench.math.Activation;
import io.github.widthbench.spectrum.AnalyticGram;
import io.github.widthbench.spectrum.Spectrum;
import java.util.Arrays;
import java.util.Optional;

/**
 * The data with their infinite-width theory: all that the cells of a batch share and that no width
 * changes. Holds 2n² numbers.
 */
final class Problem {
  private final Dataset data;
  private final double[] y;
  private final double[] gram;
  private final Decomposition decomposition;
  private final double expSpread;

  /** Which eigenvector of H∞ gives the labels. */
  enum EigenLabels {
    BOTTOM,
    TOP
  }

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
  }

  /**
   * Solves for the theory; cost 4n³/3 flops and more with vectors.
   *
   * @param eigenLabels the eigenvector whose entries times √n are the labels; empty for the data's
   *     own
   */
  Problem(Dataset data, Law law, Optional<EigenLabels> eigenLabels, EigenSolver solver) {
    this.data = data;
    this.gram = gram(data, law);
    requireFeasible(solver);
    this.decomposition = solver.decompose(gram, data.sampleCount());
    this.y = eigenLabels.map(this::eigenvectorLabels).orElseGet(data::y);
    this.expSpread = law.deviation() == 1 ? AnalyticGram.expSpread(data.x()) : Double.NaN;
  }

  /** H∞ of w ~ N(0, γ²I) is that of N(0, I) on points scaled by γ, over γ². */
  private static double[] gram(Dataset data, Law law) {
    double deviation = law.deviation();
    double[][] scaled =
        Arrays.stream(data.x())
            .map(point -> Arrays.stream(point).map(entry -> deviation * entry).toArray())
            .toArray(double[][]::new);
    double[] gram =
        law.softmax() ? AnalyticGram.softmax(scaled) : AnalyticGram.of(law.activation(), scaled);
    return Arrays.stream(gram).map(entry -> entry / (deviation * deviation)).toArray();
  }

  private void requireFeasible(EigenSolver solver) {
    if (!Arrays.stream(gram).allMatch(Double::isFinite)) {
      throw new InfeasibleException(
          "the infinite-width Gram matrix overflows; scale the points down (data.radius)");
    }
    if (data.sampleCount() > solver.limit()) {
      throw new InfeasibleException(
          "%d samples; this backend's eigen-solver takes at most %d"
              .formatted(data.sampleCount(), solver.limit()));
    }
  }

  int sampleCount() {
    return data.sampleCount();
  }

  int inputDim() {
    return data.inputDim();
  }

  double[][] x() {
    return data.x();
  }

  double[] y() {
    return y;
  }

  double[][] heldOutX() {
    return data.heldOut().map(Dataset::x).orElse(new double[0][]);
  }

  double[] heldOutY() {
    return data.heldOut().map(Dataset::y).orElse(new double[0]);
  }

  /** |y|. */
  double labelNorm() {
    return Math.sqrt(sumOfSquares(y));
  }

  /** H∞, row-major. */
  double[] gram() {
    return gram;
  }

  /** tr H∞. */
  double gramTrace() {
    double sum = 0;
    for (double value : decomposition.values()) {
      sum += value;
    }
    return sum;
  }

  /** Eigenvalues and vectors of H∞. */
  Decomposition decomposition() {
    return decomposition;
  }

  double lambdaMin() {
    return decomposition.values()[0];
  }

  double lambdaMax() {
    return decomposition.values()[sampleCount() - 1];
  }

  /** E‖H(0) − H∞‖²_F of exp at N(0, I), times the number of independent neurons; else NaN. */
  double expSpread() {
    return expSpread;
  }

  /** ‖H − H∞‖_F. */
  double gramDistance(double[] empirical) {
    return Spectrum.frobeniusDistance(empirical, gram);
  }

  /** F − y. */
  double[] residuals(double[] outputs) {
    double[] residuals = new double[y.length];
    for (int i = 0; i < y.length; i++) {
      residuals[i] = outputs[i] - y[i];
    }
    return residuals;
  }

  /** |F − y|². */
  double squaredResidual(double[] outputs) {
    return sumOfSquares(residuals(outputs));
  }

  /** The theorem's literal width and steps for a residual. */
  Thresholds thresholds(double residual) {
    double rho = 0;
    for (double[] point : data.x()) {
      rho = Math.max(rho, Math.sqrt(sumOfSquares(point)));
    }
    return Thresholds.of(sampleCount(), rho, labelNorm(), lambdaMin(), residual);
  }

  /** √n times an eigenvector, its largest entry positive, so that |y_i| is about 1. */
  private double[] eigenvectorLabels(EigenLabels which) {
    int n = sampleCount();
    int from = which == EigenLabels.BOTTOM ? 0 : (n - 1) * n;
    double[] labels = new double[n];
    double largest = 0;
    for (int i = 0; i < n; i++) {
      labels[i] = Math.sqrt(n) * decomposition.vectors()[from + i];
      largest = Math.abs(labels[i]) > Math.abs(largest) ? labels[i] : largest;
    }
    for (int i = 0; i < n && largest < 0; i++) {
      labels[i] = -labels[i];
    }
    return labels;
  }

  private static double sumOfSquares(double[] values) {
    double sum = 0;
    for (double value : values) {
      sum += value * value;
    }
    return sum;
  }
}
