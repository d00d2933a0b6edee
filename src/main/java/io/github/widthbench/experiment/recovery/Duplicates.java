package io.github.widthbench.experiment.recovery;

import io.github.widthbench.math.Activation;
import io.github.widthbench.network.SquareLoss;
import io.github.widthbench.spectrum.SingularValues;

/**
 * The slow motion of two student neurons on one teacher neuron in one dimension: w₁ = w* + a₂τ, w₂
 * = w* − a₁τ. Then τ^(−2) grows linearly and t²R tends to (a₁²+a₂²)²/(8(a₁a₂A)²S) with A = a₁ + a₂
 * and S the square of the part of x²s″(w*x) outside the column space of J.
 *
 * @param constant lim t²R
 * @param onset time from which the law holds, (a₁²+a₂²)/((a₁a₂A)²Sτ₀²)
 */
record Duplicates(double constant, double onset) {

  /**
   * The law at a point with exactly two neurons on one teacher neuron.
   *
   * @param start parameters at time 0, for τ₀
   */
  static Duplicates of(SquareLoss loss, Teacher teacher, Nearest nearest, double[] start) {
    int m = loss.width();
    int[] pair = pair(nearest);
    double w = teacher.w()[nearest.label()[pair[0]]][0];
    double[] point = nearest.point();
    // a neuron of the opposite sign is the same neuron with both signs turned
    double s1 = point[m + pair[0]] == w ? 1 : -1;
    double s2 = point[m + pair[1]] == w ? 1 : -1;
    double a1 = s1 * point[pair[0]];
    double a2 = s2 * point[pair[1]];
    double sum = a1 + a2;
    double tau = (s1 * start[m + pair[0]] - s2 * start[m + pair[1]]) / sum;
    double s = curvature(loss, teacher.activation(), w, point);
    double norm = a1 * a1 + a2 * a2;
    double force = a1 * a2 * sum * (a1 * a2 * sum) * s;
    return new Duplicates(norm * norm / (8 * force), norm / (force * tau * tau));
  }

  /** S. */
  static double curvature(SquareLoss loss, Activation activation, double w, double[] point) {
    double[] second = new double[loss.sampleCount()];
    for (int i = 0; i < second.length; i++) {
      double x = loss.x()[i][0];
      second[i] = x * x * activation.secondDerivative(w * x);
    }
    double[][] jacobian = loss.jacobian(point);
    double[][] columns = new double[loss.size()][second.length];
    for (int i = 0; i < second.length; i++) {
      for (int p = 0; p < columns.length; p++) {
        columns[p][i] = jacobian[i][p];
      }
    }
    double sum = 0;
    for (double entry : SingularValues.outside(columns, second)) {
      sum += entry * entry;
    }
    return sum;
  }

  private static int[] pair(Nearest nearest) {
    for (int k = 0; k < nearest.label().length; k++) {
      for (int l = k + 1; l < nearest.label().length; l++) {
        if (nearest.label()[k] >= 0 && nearest.label()[k] == nearest.label()[l]) {
          return new int[] {k, l};
        }
      }
    }
    throw new IllegalArgumentException("no two neurons on one teacher neuron");
  }
}
