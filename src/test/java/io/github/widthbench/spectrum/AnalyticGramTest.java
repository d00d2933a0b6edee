package io.github.widthbench.spectrum;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.math.Activation;
import org.junit.jupiter.api.Test;

/** Closed forms against numbers computed with 30 digits. */
class AnalyticGramTest {
  private static final double[][] S3 = {{1, 0}, {0, 1}, {0.6, 0.8}};
  private static final double E = Math.E;

  private final EigenSolver solver = Backends.open(BackendKind.REFERENCE, 1).eigenSolver();

  @Test
  void exp_onThreePoints_hasTheClosedForm() {
    double[] h = AnalyticGram.of(Activation.EXP, S3);
    for (int i = 0; i < 3; i++) {
      assertThat(h[4 * i]).isCloseTo(7.38905609893065, within(1e-12 * 7.4));
    }
    assertThat(h[1]).isZero();
    assertThat(h[2]).isCloseTo(2.97181945463707, within(3e-12));
    assertThat(h[5]).isCloseTo(4.83971797153036, within(5e-12));
  }

  @Test
  void exp_onThreePoints_hasTheSpectrum() {
    double[] values = solver.eigenvalues(AnalyticGram.of(Activation.EXP, S3), 3);
    double[] expected = {1.70974444038317, 7.38905609893065, 13.0683677574781};
    assertThat(values).containsExactly(expected, within(1e-12 * 13.07));
    double determinant = values[0] * values[1] * values[2];
    assertThat(determinant).isCloseTo(165.097885664943, within(1e-10));
    assertThat(values[2] / values[0]).isCloseTo(7.64346264202464, within(1e-11));
    assertThat(2 / values[2]).isCloseTo(0.153041300728282, within(1e-13));
    assertThat(2 / (values[2] + values[0])).isCloseTo(Math.exp(-2), within(1e-13));
  }

  @Test
  void exp_onThreePoints_hasTheMinimumNormOfMovement() {
    double[] y = {1, -1, 0.5};
    EigenSolver.Decomposition d = solver.decompose(AnalyticGram.of(Activation.EXP, S3), 3);
    double sum = 0;
    for (int k = 0; k < 3; k++) {
      double part = 0;
      for (int i = 0; i < 3; i++) {
        part += d.vectors()[3 * k + i] * y[i];
      }
      sum += part * part / d.values()[k];
    }
    assertThat(sum).isCloseTo(0.458078110679602, within(1e-13));
  }

  @Test
  void exp_offTheSphere_hasTheClosedForm() {
    double[][] x = {{0.3, -0.4}, {0.8, 0.1}};
    double entry = AnalyticGram.of(Activation.EXP, x)[1];
    assertThat(entry).isCloseTo(0.383108165802779, within(1e-14));
    assertThat(entry / AnalyticGram.inputGram(x)[1]).isCloseTo(1.91554082901390, within(1e-13));
  }

  @Test
  void expSpread_onThreePoints_isTheExactSecondMoment() {
    double spread = AnalyticGram.expSpread(S3);
    assertThat(spread).isCloseTo(10862.3701548887, within(1e-8));
    assertThat(Math.sqrt(spread)).isCloseTo(104.222695008758, within(1e-10));
    assertThat(Math.sqrt(2 * spread)).isCloseTo(147.393148788461, within(1e-10));
    assertThat(Math.sqrt(AnalyticGram.expSpread(new double[][] {{1, 0}})))
        .isCloseTo(54.0958393687406, within(1e-11));
  }

  @Test
  void exp_equiangular_hasTheSpectrum() {
    checkEquiangular(0.5, 5.14821156376162, 27.5566569154519);
    checkEquiangular(0.9, 1.37175110087931, 61.5448010813927);
  }

  private void checkEquiangular(double rho, double lambda, double largest) {
    int n = 10;
    double[][] x = new double[n][n + 1];
    for (int i = 0; i < n; i++) {
      x[i][i] = Math.sqrt(1 - rho);
      x[i][n] = Math.sqrt(rho);
    }
    double[] values = solver.eigenvalues(AnalyticGram.of(Activation.EXP, x), n);
    assertThat(values[0]).isCloseTo(lambda, within(1e-12 * largest));
    assertThat(values[n - 1]).isCloseTo(largest, within(1e-12 * largest));
  }

  @Test
  void exp_antipodalPair_isPositive() {
    double[] values =
        solver.eigenvalues(AnalyticGram.of(Activation.EXP, new double[][] {{1}, {-1}}), 2);
    assertThat(values[0]).isCloseTo(E * E - 1, within(1e-12 * values[1]));
  }

  @Test
  void exp_onTheCircle_collapsesWithTheNumberOfPoints() {
    checkCircle(4, 6.38905609893065);
    checkCircle(8, 0.487983520282472);
    checkCircle(12, 0.00890712587749914);
    checkCircle(16, 6.97940221700359e-5);
  }

  private void checkCircle(int n, double lambda) {
    double[][] x = new double[n][];
    for (int i = 0; i < n; i++) {
      double angle = 2 * Math.PI * i / n;
      x[i] = new double[] {Math.cos(angle), Math.sin(angle)};
    }
    double[] values = solver.eigenvalues(AnalyticGram.of(Activation.EXP, x), n);
    assertThat(values[0]).isCloseTo(lambda, within(1e-12 * values[n - 1]));
  }

  @Test
  void relu_isTheArcCosineKernel_alsoNearItsEnds() {
    double[] h = AnalyticGram.of(Activation.RELU, new double[][] {{1, 0}, {0, 1}, {0.6, 0.8}});
    assertThat(h[0]).isEqualTo(0.5);
    assertThat(h[1]).isZero();
    assertThat(h[2]).isCloseTo(0.6 * (Math.PI - Math.acos(0.6)) / (2 * Math.PI), within(1e-15));
    double tiny = 1e-9;
    double[][] close = {{1, 0}, {Math.cos(tiny), Math.sin(tiny)}};
    assertThat(AnalyticGram.of(Activation.RELU, close)[1])
        .isCloseTo(0.5 - tiny / (2 * Math.PI), within(1e-15));
    double[][] opposite = {{0.1, 0.7, 0.3}, {-0.11, -0.77, -0.33}};
    assertThat(AnalyticGram.of(Activation.RELU, opposite)[1]).isCloseTo(0, within(1e-16));
  }

  @Test
  void hermiteSeries_ofErf_equalsTheClosedForm() {
    double[][] x = {{0.9, 0.2}, {-0.3, 0.6}, {1.5, -1.1}};
    double[] g = AnalyticGram.inputGram(x);
    double[] closed = AnalyticGram.of(Activation.ERF, x);
    AnalyticGram.Expectation series = HermiteSeries.of(Activation.ERF, g, 3);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        double value = g[3 * i + j] * series.of(i, j);
        assertThat(value).isCloseTo(closed[3 * i + j], within(1e-12));
      }
    }
  }

  @Test
  void hermiteSeries_ofTanh_equalsTheQuadrature() {
    double[][] x = {{0.8, 0.6}, {0.28, 0.96}};
    double[] h = AnalyticGram.of(Activation.TANH, x);
    double rho = 0.8 * 0.28 + 0.6 * 0.96;
    assertThat(h[1]).isCloseTo(rho * quadrature(Activation.TANH, rho), within(1e-12));
    double[] softplus = AnalyticGram.of(Activation.SOFTPLUS, x);
    assertThat(softplus[1]).isCloseTo(rho * quadrature(Activation.SOFTPLUS, rho), within(1e-12));
    double[] sigmoid = AnalyticGram.of(Activation.SIGMOID, x);
    assertThat(sigmoid[1]).isCloseTo(rho * quadrature(Activation.SIGMOID, rho), within(1e-12));
  }

  /** E[s′(u)s′(v)] of unit variances by the two-dimensional trapezoid rule. */
  private static double quadrature(Activation s, double rho) {
    double step = 0.05;
    double sum = 0;
    double other = Math.sqrt(1 - rho * rho);
    for (double u = -12; u <= 12; u += step) {
      for (double v = -12; v <= 12; v += step) {
        double weight = Math.exp(-(u * u + v * v) / 2) / (2 * Math.PI);
        sum += weight * s.derivative(u) * s.derivative(rho * u + other * v);
      }
    }
    return sum * step * step;
  }
}
