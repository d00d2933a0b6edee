package io.github.widthbench.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;
import io.github.widthbench.spectrum.SingularValues;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SquareLossTest {
  private static final double STEP = 1e-5;

  /** Case A: a teacher tanh(x), a student with the neuron twice. */
  private static final SquareLoss CASE_A =
      new SquareLoss(
          Activation.TANH,
          new double[][] {{0.5}, {1}, {1.7}},
          new double[] {StrictMath.tanh(0.5), StrictMath.tanh(1), StrictMath.tanh(1.7)},
          2);

  private static final double[] DUPLICATE = {0.6, 0.4, 1, 1};

  @ParameterizedTest
  @EnumSource(names = {"TANH", "EXP", "ERF", "SIGMOID", "SOFTPLUS"})
  void derivatives_areThoseOfTheLoss(Activation activation) {
    SquareLoss loss = random(activation, 5, 3, 4);
    double[] theta = normals(loss.size(), 9);
    double[] gradient = new double[loss.size()];
    double[] hessian = new double[loss.size() * loss.size()];
    assertThat(loss.gradient(theta, gradient))
        .isCloseTo(SquareLoss.loss(loss.residuals(theta)), within(1e-12));
    loss.hessian(theta, hessian);
    for (int p = 0; p < loss.size(); p++) {
      double[] up = gradientAt(loss, theta, p, STEP);
      double[] down = gradientAt(loss, theta, p, -STEP);
      double slope = (lossAt(loss, theta, p, STEP) - lossAt(loss, theta, p, -STEP)) / (2 * STEP);
      assertThat(gradient[p]).isCloseTo(slope, within(1e-6 * (1 + Math.abs(slope))));
      for (int q = 0; q < loss.size(); q++) {
        double second = (up[q] - down[q]) / (2 * STEP);
        assertThat(hessian[p * loss.size() + q])
            .isCloseTo(second, within(1e-6 * (1 + Math.abs(second))));
      }
    }
  }

  @Test
  void gradient_mayOverwriteItsArgument() {
    SquareLoss loss = random(Activation.TANH, 4, 2, 3);
    double[] theta = normals(loss.size(), 4);
    double[] apart = new double[theta.length];
    loss.gradient(theta, apart);
    loss.gradient(theta, theta);
    assertThat(theta).containsExactly(apart);
  }

  @Test
  void caseA_hasTheGoldenSpectra() {
    SingularValues values = SingularValues.of(CASE_A.jacobian(DUPLICATE));
    assertThat(values.values()[0]).isCloseTo(1.8686603557315, within(1e-12));
    assertThat(values.values()[1]).isCloseTo(0.20211714564245, within(1e-13));
    assertThat(values.values()[2]).isLessThan(1e-15);
    assertThat(values.rank()).isEqualTo(2);
    double[] hessian = new double[16];
    CASE_A.hessian(DUPLICATE, hessian);
    try (Backend backend = Backends.open(BackendKind.REFERENCE, 1)) {
      double[] eigenvalues = backend.eigenSolver().eigenvalues(hessian, 4);
      assertThat(eigenvalues[0]).isCloseTo(0, within(1e-15));
      assertThat(eigenvalues[1]).isCloseTo(0, within(1e-15));
      assertThat(eigenvalues[2]).isCloseTo(0.040851340562652, within(1e-14));
      assertThat(eigenvalues[3]).isCloseTo(3.4918915250826, within(1e-12));
    }
  }

  /** |F(θ + v) − F(θ) − J·v| ≤ ½·c·|v|² for a c that is at least the curvature at both ends. */
  @Test
  void curvature_boundsTheSecondOrder() {
    SquareLoss loss = random(Activation.TANH, 6, 2, 3);
    for (int trial = 0; trial < 50; trial++) {
      double[] theta = normals(loss.size(), 100 + trial);
      double[] v = normals(loss.size(), 200 + trial);
      double[] moved = theta.clone();
      double squared = 0;
      for (int p = 0; p < v.length; p++) {
        moved[p] += 1e-4 * v[p];
        squared += 1e-8 * v[p] * v[p];
      }
      double[] before = loss.residuals(theta);
      double[] after = loss.residuals(moved);
      double[][] jacobian = loss.jacobian(theta);
      double sum = 0;
      for (int i = 0; i < before.length; i++) {
        double rest = after[i] - before[i];
        for (int p = 0; p < v.length; p++) {
          rest -= 1e-4 * v[p] * jacobian[i][p];
        }
        sum += rest * rest;
      }
      assertThat(Math.sqrt(sum)).isLessThan(0.51 * loss.curvature(theta) * squared);
    }
  }

  @Test
  void singularValues_ofAGradedMatrix_keepTheirDigits() {
    // rows e₁, e₁ + 1e-12·e₂: the small value is 1e-12/√2 to first order
    SingularValues values = SingularValues.of(new double[][] {{1, 0}, {1, 1e-12}});
    assertThat(values.values()[1]).isCloseTo(1e-12 / Math.sqrt(2), within(1e-17));
    assertThat(values.rank()).isEqualTo(1);
    assertThat(values.smallest()).isCloseTo(Math.sqrt(2), within(1e-14));
    assertThat(SingularValues.of(new double[][] {{1, 0}, {1, 1e-10}}).rankIsClear()).isFalse();
  }

  private static SquareLoss random(Activation activation, int n, int d, int m) {
    double[][] x = new double[n][];
    for (int i = 0; i < n; i++) {
      x[i] = normals(d, 10 + i);
    }
    return new SquareLoss(activation, x, normals(n, 1), m);
  }

  private static double[] normals(int count, long seed) {
    double[] values = new double[count];
    new Draws(seed, Stream.POINTS).normals(0, values);
    return values;
  }

  private static double lossAt(SquareLoss loss, double[] theta, int p, double step) {
    double[] moved = theta.clone();
    moved[p] += step;
    return SquareLoss.loss(loss.residuals(moved));
  }

  private static double[] gradientAt(SquareLoss loss, double[] theta, int p, double step) {
    double[] moved = theta.clone();
    moved[p] += step;
    double[] gradient = new double[theta.length];
    loss.gradient(moved, gradient);
    return gradient;
  }
}
