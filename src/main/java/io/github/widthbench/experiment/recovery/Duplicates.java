package io.github.widthbench.experiment.recovery;

import io.github.widthbench.network.SquareLoss;
import io.github.widthbench.spectrum.SingularValues;

/**
 * The slow motion of two student neurons on one teacher neuron: w₁ = w* + a₂u, w₂ = w* − a₁u, where
 * a₁dw₁ + a₂dw₂ = 0, so that the outputs change by ½a₁a₂A⟨u, x⟩²s″(⟨w*, x⟩) only, A = a₁ + a₂. With
 * u = τv, |v| = 1, and S(v) the square of the part of ⟨v, x⟩²s″ outside the column space of J, the
 * direction v descends S and then τ^(−2) grows linearly, and t²R tends to (a₁²+a₂²)²/(8(a₁a₂A)²S).
 *
 * @param point the limit, both neurons on the teacher neuron
 * @param first index of the first neuron, {@code second} of the other
 * @param w the teacher neuron
 */
@SuppressWarnings("ArrayRecordComponent") // read only
record Duplicates(SquareLoss loss, double[] point, int first, int second, double[] w) {

  /**
   * How R decays.
   *
   * @param constant lim t²R
   * @param onset time from which it does, (a₁²+a₂²)/((a₁a₂A)²Sτ₀²)
   */
  record Law(double constant, double onset) {}

  /** At a point with exactly two neurons on one teacher neuron. */
  static Duplicates of(SquareLoss loss, Teacher teacher, Nearest nearest) {
    int[] label = nearest.label();
    for (int k = 0; k < label.length; k++) {
      for (int l = k + 1; l < label.length; l++) {
        if (label[k] >= 0 && label[k] == label[l]) {
          return new Duplicates(loss, nearest.point(), k, l, teacher.w()[label[k]]);
        }
      }
    }
    throw new IllegalArgumentException("no two neurons on one teacher neuron");
  }

  /**
   * The law.
   *
   * @param start parameters at time 0, for τ₀
   * @param end parameters at the end, for v
   */
  Law law(double[] start, double[] end) {
    double a1 = sign(first) * point[first];
    double a2 = sign(second) * point[second];
    double norm = a1 * a1 + a2 * a2;
    double product = a1 * a2 * (a1 + a2);
    double force = product * product * curvature(end);
    double[] u = apart(start);
    return new Law(norm * norm / (8 * force), norm / (force * dot(u, u)));
  }

  /** S(v) in the direction v in which the pair is apart at θ. */
  double curvature(double[] theta) {
    double[] u = apart(theta);
    double squared = dot(u, u);
    double[] second = new double[loss.sampleCount()];
    for (int i = 0; i < second.length; i++) {
      double[] x = loss.x()[i];
      double along = dot(u, x);
      second[i] = along * along / squared * loss.activation().secondDerivative(dot(w, x));
    }
    double[][] jacobian = loss.jacobian(point);
    double[][] columns = new double[loss.size()][second.length];
    for (int i = 0; i < second.length; i++) {
      for (int p = 0; p < columns.length; p++) {
        columns[p][i] = jacobian[i][p];
      }
    }
    double[] outside = SingularValues.outside(columns, second);
    return dot(outside, outside);
  }

  /**
   * u at θ: the part of (dw₁, dw₂) along (a₂, −a₁). The other part, along (a₁, a₂), moves the
   * outputs to first order and is gone at once; it must not be counted.
   */
  private double[] apart(double[] theta) {
    double a1 = sign(first) * point[first];
    double a2 = sign(second) * point[second];
    double[] u = new double[w.length];
    for (int p = 0; p < u.length; p++) {
      double moved1 = sign(first) * theta[at(first, p)] - w[p];
      double moved2 = sign(second) * theta[at(second, p)] - w[p];
      u[p] = (a2 * moved1 - a1 * moved2) / (a1 * a1 + a2 * a2);
    }
    return u;
  }

  /** −1 for a neuron of the opposite sign, which is the same neuron with both signs turned. */
  private double sign(int neuron) {
    return point[at(neuron, 0)] == w[0] ? 1 : -1;
  }

  private int at(int neuron, int p) {
    return loss.width() + neuron * w.length + p;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int p = 0; p < x.length; p++) {
      sum += x[p] * y[p];
    }
    return sum;
  }
}
