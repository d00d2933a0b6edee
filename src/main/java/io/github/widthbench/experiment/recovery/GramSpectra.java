package io.github.widthbench.experiment.recovery;

import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.network.SquareLoss;
import io.github.widthbench.spectrum.SingularValues;

/** Compares the spectra of JJᵀ and JᵀJ with the squared singular values of J. */
final class GramSpectra {

  private GramSpectra() {}

  /** The largest difference of an eigenvalue of either from the squared singular value. */
  static double difference(double[][] jacobian, SingularValues tangent, EigenSolver solver) {
    double[] outer = solver.eigenvalues(outer(jacobian), jacobian.length);
    double[] inner = solver.eigenvalues(inner(jacobian), jacobian[0].length);
    return Math.max(difference(outer, tangent), difference(inner, tangent));
  }

  /** |∇R − Jᵀr| over |J|·(|r| + |y|): the gradient as it is trained with against the Jacobian. */
  static double gradientDefect(SquareLoss loss, double[] theta, double[] trained) {
    double[] gradient = trained.clone();
    double[] r = loss.residuals(theta);
    double[][] jacobian = loss.jacobian(theta);
    double scale = 0;
    double size = 0;
    for (int i = 0; i < r.length; i++) {
      scale += r[i] * r[i] + loss.y()[i] * loss.y()[i];
      for (int p = 0; p < gradient.length; p++) {
        gradient[p] -= jacobian[i][p] * r[i];
        size += jacobian[i][p] * jacobian[i][p];
      }
    }
    double squared = 0;
    for (double defect : gradient) {
      squared += defect * defect;
    }
    return Math.sqrt(squared / (size * scale));
  }

  private static double difference(double[] ascending, SingularValues tangent) {
    double largest = 0;
    for (int k = 0; k < Math.max(ascending.length, tangent.values().length); k++) {
      double sigma = k < tangent.values().length ? tangent.values()[k] : 0;
      double eigenvalue = k < ascending.length ? ascending[ascending.length - 1 - k] : 0;
      largest = Math.max(largest, Math.abs(eigenvalue - sigma * sigma));
    }
    return largest;
  }

  /** JJᵀ, n×n. */
  static double[] outer(double[][] jacobian) {
    int n = jacobian.length;
    double[] k = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        for (int p = 0; p < jacobian[i].length; p++) {
          k[i * n + j] += jacobian[i][p] * jacobian[j][p];
        }
      }
    }
    return k;
  }

  /** JᵀJ. */
  private static double[] inner(double[][] jacobian) {
    int size = jacobian[0].length;
    double[] h = new double[size * size];
    for (double[] row : jacobian) {
      for (int p = 0; p < size; p++) {
        for (int q = 0; q < size; q++) {
          h[p * size + q] += row[p] * row[q];
        }
      }
    }
    return h;
  }
}
