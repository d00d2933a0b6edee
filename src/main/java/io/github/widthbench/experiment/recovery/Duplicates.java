package io.github.widthbench.experiment.recovery;

import io.github.widthbench.experiment.recovery.Path.Point;
import io.github.widthbench.network.SquareLoss;
import io.github.widthbench.spectrum.SingularValues;
import java.util.List;

/**
 * The slow motion of two student neurons on one teacher neuron: w₁ = w* + a₂u, w₂ = w* − a₁u, where
 * a₁dw₁ + a₂dw₂ = 0, so that the outputs change by ½a₁a₂A⟨u, x⟩²s″(⟨w*, x⟩) only, A = a₁ + a₂. With
 * u = τv, |v| = 1, and S(v) the square of the part of ⟨v, x⟩²s″ outside the column space of J, the
 * direction v descends S, then τ^(−2) grows linearly, and t²R tends to (a₁²+a₂²)²/(8(a₁a₂A)²S).
 */
final class Duplicates {

  /** The direction has settled where S is within this share of its value at the end. */
  private static final double SETTLED = 0.02;

  private final Student first;
  private final Student second;
  private final double[] w;

  /** x_p·x_q·s″ over the samples, outside the column space of J; p, q coordinates. */
  private final double[][][] bent;

  /** One of the pair at the limit; sign −1 where both its signs are turned, which is the same. */
  private record Student(int at, double sign, double a) {
    static Student of(SquareLoss loss, Nearest nearest, int k, double[] w) {
      int at = loss.width() + k * w.length;
      double sign = nearest.point()[at] == w[0] ? 1 : -1;
      return new Student(at, sign, sign * nearest.point()[k]);
    }
  }

  /**
   * How R decays.
   *
   * @param constant lim t²R
   * @param settled time from which the pair keeps its direction
   * @param onset time by which R is behind its limit, R = constant/(t + onset)²: the limit is near
   *     only long after it
   */
  record Law(double constant, double settled, double onset) {}

  /** At a limit with exactly two neurons on one teacher neuron. */
  Duplicates(SquareLoss loss, Teacher teacher, Nearest nearest) {
    int[] pair = pair(nearest.label());
    w = teacher.w()[nearest.label()[pair[0]]];
    first = Student.of(loss, nearest, pair[0], w);
    second = Student.of(loss, nearest, pair[1], w);
    bent = bent(loss, loss.jacobian(nearest.point()));
  }

  private static int[] pair(int[] label) {
    for (int k = 0; k < label.length; k++) {
      for (int l = k + 1; l < label.length; l++) {
        if (label[k] >= 0 && label[k] == label[l]) {
          return new int[] {k, l};
        }
      }
    }
    throw new IllegalArgumentException("no two neurons on one teacher neuron");
  }

  private double[][][] bent(SquareLoss loss, double[][] jacobian) {
    int n = loss.sampleCount();
    double[][] columns = new double[loss.size()][n];
    for (int i = 0; i < n; i++) {
      for (int c = 0; c < columns.length; c++) {
        columns[c][i] = jacobian[i][c];
      }
    }
    double[][][] all = new double[w.length][w.length][];
    for (int p = 0; p < w.length; p++) {
      for (int q = 0; q <= p; q++) {
        double[] values = new double[n];
        for (int i = 0; i < n; i++) {
          double[] x = loss.x()[i];
          values[i] = x[p] * x[q] * loss.activation().secondDerivative(dot(w, x));
        }
        all[p][q] = SingularValues.outside(columns, values);
        all[q][p] = all[p][q];
      }
    }
    return all;
  }

  /** The law along a path that ends near the limit. */
  Law law(Path path) {
    double s = curvature(path.last().theta());
    Point settled = path.last();
    List<Point> points = path.points();
    for (int i = points.size() - 1; i >= 0; i--) {
      if (!(Math.abs(curvature(points.get(i).theta()) / s - 1) <= SETTLED)) {
        break;
      }
      settled = points.get(i);
    }
    double norm = first.a * first.a + second.a * second.a;
    double product = first.a * second.a * (first.a + second.a);
    double force = product * product * s;
    double[] u = apart(settled.theta());
    double onset = norm / (force * dot(u, u)) - settled.time();
    return new Law(norm * norm / (8 * force), settled.time(), onset);
  }

  /** S(v) in the direction v in which the pair is apart at θ. */
  double curvature(double[] theta) {
    double[] u = apart(theta);
    double[] sum = new double[bent[0][0].length];
    for (int p = 0; p < u.length; p++) {
      for (int q = 0; q < u.length; q++) {
        for (int i = 0; i < sum.length; i++) {
          sum[i] += u[p] * u[q] * bent[p][q][i];
        }
      }
    }
    double squared = dot(u, u);
    return dot(sum, sum) / (squared * squared);
  }

  /**
   * u at θ: the part of (dw₁, dw₂) along (a₂, −a₁). The other part, along (a₁, a₂), moves the
   * outputs to first order and is gone at once; it must not be counted.
   */
  private double[] apart(double[] theta) {
    double[] u = new double[w.length];
    for (int p = 0; p < u.length; p++) {
      double moved1 = first.sign * theta[first.at + p] - w[p];
      double moved2 = second.sign * theta[second.at + p] - w[p];
      u[p] = (second.a * moved1 - first.a * moved2) / (first.a * first.a + second.a * second.a);
    }
    return u;
  }

  private static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int p = 0; p < x.length; p++) {
      sum += x[p] * y[p];
    }
    return sum;
  }
}
