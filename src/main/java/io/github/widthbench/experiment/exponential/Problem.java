package io.github.widthbench.experiment.exponential;

import io.github.widthbench.backend.EigenSolver.Decomposition;
import io.github.widthbench.dataset.Dataset;
import io.github.widthbench.spectrum.Spectrum;
import java.util.Optional;

/** The data of a batch with their labels and the theory of infinite width. */
final class Problem {
  private final Dataset data;
  private final Theory theory;
  private final double[] y;

  /** Which eigenvector of H∞ gives the labels. */
  enum EigenLabels {
    BOTTOM,
    TOP
  }

  /**
   * The problem of these data.
   *
   * @param eigenLabels the eigenvector whose entries times √n are the labels; empty for the data's
   *     own
   */
  Problem(Dataset data, Theory theory, Optional<EigenLabels> eigenLabels) {
    this.data = data;
    this.theory = theory;
    this.y = eigenLabels.map(this::eigenvectorLabels).orElseGet(data::y);
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
    return theory.gram();
  }

  /** tr H∞. */
  double gramTrace() {
    double sum = 0;
    for (double value : decomposition().values()) {
      sum += value;
    }
    return sum;
  }

  /** Eigenvalues and vectors of H∞. */
  Decomposition decomposition() {
    return theory.decomposition();
  }

  double lambdaMin() {
    return decomposition().values()[0];
  }

  double lambdaMax() {
    return decomposition().values()[sampleCount() - 1];
  }

  /** E‖H(0) − H∞‖²_F of exp at N(0, I), times the number of independent neurons; else NaN. */
  double expSpread() {
    return theory.expSpread();
  }

  /** ‖H − H∞‖_F. */
  double gramDistance(double[] empirical) {
    return Spectrum.frobeniusDistance(empirical, gram());
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
      labels[i] = Math.sqrt(n) * decomposition().vectors()[from + i];
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
