package io.github.widthbench.training;

import java.util.Arrays;

/**
 * The collocation equations of one Radau IIA step of order 5, solved by simplified Newton in the
 * basis that splits them into a real and a complex system of the equation's own size (E. Hairer, G.
 * Wanner, "Solving ordinary differential equations II", section IV.8).
 */
final class RadauStage {
  private static final double ROOT6 = StrictMath.sqrt(6);
  private static final double CUBE_ROOT3 = StrictMath.cbrt(3);

  /** The nodes. */
  static final double[] NODES = {(4 - ROOT6) / 10, (4 + ROOT6) / 10, 1};

  private static final double[] ERROR = {(-13 - 7 * ROOT6) / 3, (-13 + 7 * ROOT6) / 3, -1.0 / 3};
  private static final double[][] POLYNOMIAL = {
    {13.0 / 3 + 7 * ROOT6 / 3, -23.0 / 3 - 22 * ROOT6 / 3, 10.0 / 3 + 5 * ROOT6},
    {13.0 / 3 - 7 * ROOT6 / 3, -23.0 / 3 + 22 * ROOT6 / 3, 10.0 / 3 - 5 * ROOT6},
    {1.0 / 3, -8.0 / 3, 10.0 / 3}
  };

  /** Eigenvalues of the inverse of the coefficient matrix: one real, one complex pair. */
  private static final double MU = 3 + CUBE_ROOT3 * CUBE_ROOT3 - CUBE_ROOT3;

  private static final double MU_RE = 3 + 0.5 * (CUBE_ROOT3 - CUBE_ROOT3 * CUBE_ROOT3);
  private static final double MU_IM =
      -0.5 * (StrictMath.pow(3, 5.0 / 6) + StrictMath.pow(3, 7.0 / 6));

  private static final double[][] T = {
    {0.09443876248897524, -0.1412552950209542, 0.03002919410514742},
    {0.2502131229653333, 0.20412935229379994, -0.3829421127572619},
    {1, 1, 0}
  };
  private static final double[][] T_INVERSE = {
    {4.178718591551904, 0.32768282076106237, 0.5233764454994495},
    {-4.178718591551904, -0.32768282076106237, 0.47662355450055044},
    {0.5028726349457868, -2.571926949855605, 0.5960392048282249}
  };

  /** Newton steps after which a smaller step is tried. */
  static final int MOST_ITERATIONS = 8;

  private static final double NEWTON_SHARE = 1e-2;

  private final Flow flow;
  private final int size;
  private final RealLu real;
  private final ComplexLu complex;

  /** Displacements of the three stages from the start of the step. */
  final double[][] z;

  private final double[][] w;
  private final double[][] slopes;
  private final double[][] change;
  private final double[] point;
  private int iterations;

  RadauStage(Flow flow) {
    this.flow = flow;
    this.size = flow.size();
    real = new RealLu(size);
    complex = new ComplexLu(size);
    z = new double[3][size];
    w = new double[3][size];
    slopes = new double[3][size];
    change = new double[3][size];
    point = new double[size];
  }

  /** Newton steps of the last solve. */
  int iterations() {
    return iterations;
  }

  /** Prepares a step of length h; false where its matrices are singular. */
  boolean factor(double h, double[] jacobian) {
    return real.factor(MU / h, jacobian) && complex.factor(MU_RE / h, MU_IM / h, jacobian);
  }

  /** First guess: the polynomial of the last step, of length {@code old}, continued; or 0. */
  void guess(double h, double old) {
    if (old == 0) {
      Arrays.stream(z).forEach(row -> Arrays.fill(row, 0));
      return;
    }
    for (int k = 0; k < size; k++) {
      double[] q = new double[3];
      for (int j = 0; j < 3; j++) {
        for (int s = 0; s < 3; s++) {
          q[j] += z[s][k] * POLYNOMIAL[s][j];
        }
      }
      double end = z[2][k];
      for (int s = 0; s < 3; s++) {
        double x = 1 + NODES[s] * h / old;
        z[s][k] = x * (q[0] + x * (q[1] + x * q[2])) - end;
      }
    }
  }

  /** Solves for the stages from the guess; false where Newton's method does not converge. */
  boolean solve(double h, double[] y, Tolerance tolerance) {
    times(T_INVERSE, z, w);
    double before = 0;
    // an iterate cannot be known better than the noise of the slopes, which slow modes amplify
    double noise = Math.max(2 * Math.ulp(1.0) * Tolerance.norm(y), 0.3 * tolerance.absolute());
    for (iterations = 1; iterations <= MOST_ITERATIONS; iterations++) {
      double norm = newtonStep(h, y);
      if (!Double.isFinite(norm)) {
        return false;
      }
      double allowed = Math.max(NEWTON_SHARE * tolerance.allowed(z[2]), noise);
      double rate = iterations > 1 ? norm / before : 0.5;
      if (norm == 0 || (norm <= allowed && rate < 1 && rate / (1 - rate) * norm <= allowed)) {
        return true;
      }
      if (rate >= 1 && norm > allowed) {
        return false;
      }
      before = norm;
    }
    return false;
  }

  private double newtonStep(double h, double[] y) {
    for (int s = 0; s < 3; s++) {
      for (int k = 0; k < size; k++) {
        point[k] = y[k] + z[s][k];
      }
      flow.slope(point, slopes[s]);
    }
    times(T_INVERSE, slopes, change);
    for (int k = 0; k < size; k++) {
      change[0][k] -= MU / h * w[0][k];
      change[1][k] -= (MU_RE * w[1][k] - MU_IM * w[2][k]) / h;
      change[2][k] -= (MU_RE * w[2][k] + MU_IM * w[1][k]) / h;
    }
    real.solve(change[0]);
    complex.solve(change[1], change[2]);
    double norm = 0;
    for (int s = 0; s < 3; s++) {
      norm = Math.max(norm, Tolerance.norm(change[s]));
      for (int k = 0; k < size; k++) {
        w[s][k] += change[s][k];
      }
    }
    times(T, w, z);
    return norm;
  }

  /**
   * Writes the estimate of the error: of order h⁴, filtered by the matrix of the step.
   *
   * @param slope f(y) at the start of the step, or at y + error where the estimate is repeated
   */
  void error(double h, double[] slope, double[] error) {
    for (int k = 0; k < size; k++) {
      error[k] = slope[k] + (ERROR[0] * z[0][k] + ERROR[1] * z[1][k] + ERROR[2] * z[2][k]) / h;
    }
    real.solve(error);
  }

  private void times(double[][] matrix, double[][] rows, double[][] result) {
    for (int s = 0; s < 3; s++) {
      double[] c = matrix[s];
      for (int k = 0; k < size; k++) {
        result[s][k] = c[0] * rows[0][k] + c[1] * rows[1][k] + c[2] * rows[2][k];
      }
    }
  }
}
