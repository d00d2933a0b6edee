package io.github.widthbench.experiment.electrodynamics.potential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;
import io.github.widthbench.math.Vectors;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients and Laplacians of every potential against differences of its values. */
class PotentialDerivativeTest {
  private static final int DIM = 3;
  private static final double STEP = 2e-3;

  static java.util.stream.Stream<Potential> free() {
    return java.util.stream.Stream.of(
        new Relu(DIM),
        new ErrorFunction(DIM),
        new Exponential(DIM),
        new Quadratic(DIM),
        new Tanh(1, DIM),
        new Tanh(0.5, DIM),
        new Radial(new Gaussian(DIM)),
        new Radial(new Harmonic(DIM, 1.3)),
        new Radial(new Yukawa(1.3, 0.1)),
        new Radial(new Yukawa(0.7, 2)),
        new Radial(new Smoothed(DIM, 0.7, 2)));
  }

  static java.util.stream.Stream<Zonal> spherical() {
    return java.util.stream.Stream.of(
        new Zonal(new Zonal.Sign(), DIM),
        new Zonal(new Zonal.Step(), DIM),
        new Zonal(new Zonal.Power(1), DIM),
        new Zonal(new Zonal.Power(2), DIM),
        new Zonal(new Zonal.Power(5), DIM));
  }

  @ParameterizedTest
  @MethodSource("free")
  void derivatives_inFreeSpace_areDifferences(Potential potential) {
    for (int seed = 0; seed < 5; seed++) {
      double[] theta = vector(seed, 0);
      double[] w = vector(seed, 1);
      double[] gradient = new double[DIM];
      potential.addGradient(2, theta, w, gradient);
      ToDoubleFunction<double[]> value = at -> potential.value(at, w);
      double laplacian = 0;
      for (int c = 0; c < DIM; c++) {
        double expected = 2 * first(value, theta, c);
        assertThat(gradient[c]).isCloseTo(expected, within(1e-8 * Math.max(1, Math.abs(expected))));
        laplacian += second(value, theta, c);
      }
      assertThat(potential.laplacian(theta, w))
          .isCloseTo(laplacian, within(1e-6 * Math.max(1, Math.abs(laplacian))));
    }
  }

  @ParameterizedTest
  @MethodSource("free")
  void selfEnergy_hasItsDerivatives(Potential potential) {
    double[] theta = vector(3, 0);
    double self = potential.self(theta);
    if (!(potential instanceof Radial(Harmonic _))) {
      assertThat(self).isCloseTo(potential.value(theta, theta), within(1e-14 * self));
    }
    double[] gradient = new double[DIM];
    potential.addSelfGradient(1, theta, gradient);
    double laplacian = 0;
    for (int c = 0; c < DIM; c++) {
      assertThat(gradient[c])
          .isCloseTo(first(potential::self, theta, c), within(1e-7 * Math.max(1, self)));
      laplacian += second(potential::self, theta, c);
    }
    assertThat(potential.selfLaplacian(theta))
        .isCloseTo(laplacian, within(1e-5 * Math.max(1, Math.abs(laplacian))));
  }

  @ParameterizedTest
  @MethodSource("spherical")
  void derivatives_onTheSphere_areDifferencesAlongGreatCircles(Zonal potential) {
    for (int seed = 0; seed < 5; seed++) {
      double[] theta = unit(vector(seed, 0));
      double[] w = unit(vector(seed, 1));
      double[] gradient = new double[DIM];
      potential.addGradient(1, theta, w, gradient);
      assertThat(Vectors.dot(gradient, theta)).isCloseTo(0, within(1e-15));
      double[] u = tangent(theta, vector(seed, 2));
      double[] v = cross(theta, u);
      double laplacian = 0;
      for (double[] direction : new double[][] {u, v}) {
        ToDoubleFunction<double[]> value = s -> potential.value(turn(theta, direction, s[0]), w);
        assertThat(Vectors.dot(gradient, direction))
            .isCloseTo(first(value, new double[1], 0), within(1e-8));
        laplacian += second(value, new double[1], 0);
      }
      assertThat(potential.laplacian(theta, w)).isCloseTo(laplacian, within(1e-6));
    }
  }

  @ParameterizedTest
  @MethodSource("spherical")
  void gradient_isAccurate_closeToAndFarFromTheProton(Zonal potential) {
    for (double gap : new double[] {1e-12, 1e-7, 1e-3, Math.PI - 1e-7}) {
      double[] w = {Math.cos(gap), Math.sin(gap), 0};
      double[] gradient = new double[DIM];
      potential.addGradient(1, new double[] {1, 0, 0}, w, gradient);
      double expected = -potential.shape().slope(gap);
      assertThat(gradient[1]).isCloseTo(expected, within(1e-8 * Math.abs(expected)));
      assertThat(Vectors.angle(new double[] {1, 0, 0}, w))
          .isCloseTo(gap, within(1e-15 + 1e-9 * gap));
    }
    double[] none = new double[DIM];
    potential.addGradient(1, new double[] {1, 0, 0}, new double[] {1, 0, 0}, none);
    assertThat(none).containsOnly(0.0);
  }

  @Test
  void harmonic_inEveryDimension_isHarmonic() {
    for (int dim = 1; dim <= 7; dim++) {
      Harmonic profile = new Harmonic(dim, 1.7);
      double r = 0.8;
      double h = 1e-3;
      double first = (profile.value(r + h) - profile.value(r - h)) / (2 * h);
      double second = (profile.slope(r + h) - profile.slope(r - h)) / (2 * h);
      double laplacian = second + (dim - 1) * profile.slope(r) / r;
      String name = String.format(Locale.ROOT, "dimension %d", dim);
      assertThat(first / profile.slope(r)).as(name).isCloseTo(1, within(1e-4));
      assertThat(laplacian / profile.value(r)).as(name).isCloseTo(1.7 * 1.7, within(1e-3));
    }
  }

  /** The closed form of three dimensions. */
  @ParameterizedTest
  @ValueSource(doubles = {0, 1e-4, 0.01, 0.05, 0.1, 0.15, 0.19999, 0.2, 0.3, 1})
  void smoothed_inThreeDimensions_isYukawa(double r) {
    Yukawa yukawa = new Yukawa(1.3, 0.1);
    Smoothed smoothed = new Smoothed(3, 1.3, 0.1);
    assertThat(smoothed.value(r)).isCloseTo(yukawa.value(r), within(2e-14));
    if (r > 0) {
      double size = Math.abs(yukawa.laplacian(r));
      assertThat(smoothed.slope(r)).isCloseTo(yukawa.slope(r), within(1e-9));
      assertThat(smoothed.laplacian(r)).isCloseTo(yukawa.laplacian(r), within(1e-12 * size));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 5, 7, 9})
  void smoothed_hasItsDerivatives_andIsHarmonicBeyondTheSpheres(int dim) {
    Smoothed profile = new Smoothed(dim, 1.7, 0.5);
    double h = 1e-4;
    for (double r : new double[] {0.1, 0.4, 0.5, 0.9, 1.1, 2}) {
      double first = (profile.value(r + h) - profile.value(r - h)) / (2 * h);
      double second = (profile.slope(r + h) - profile.slope(r - h)) / (2 * h);
      assertThat(profile.slope(r)).isCloseTo(first, within(1e-6));
      double laplacian = second + (dim - 1) * profile.slope(r) / r;
      double size = Math.abs(second) + Math.abs(profile.slope(r) / r);
      assertThat(profile.laplacian(r)).isCloseTo(laplacian, within(1e-5 * size));
    }
    assertThat(profile.value(0)).isCloseTo(1, within(1e-14));
    assertThat(profile.value(1 - 1e-12)).isCloseTo(profile.value(1), within(1e-10));
    assertThat(profile.laplacian(1.2) / profile.value(1.2)).isCloseTo(1.7 * 1.7, within(1e-13));
  }

  @Test
  void yukawa_isSmoothWhereItsPiecesMeet_andConicalAtZero() {
    Yukawa yukawa = new Yukawa(1, 0.1);
    assertThat(yukawa.value(0.2 - 1e-12)).isCloseTo(yukawa.value(0.2), within(1e-10));
    assertThat(yukawa.slope(0.2 - 1e-12)).isCloseTo(yukawa.slope(0.2), within(1e-9));
    assertThat(yukawa.slope(1e-9)).isCloseTo(yukawa.slope(1e-5), within(1e-3));
    assertThat(yukawa.slope(0)).isNegative();
    assertThat(yukawa.laplacian(0.1)).isNegative();
    assertThat(yukawa.laplacian(0.3) / yukawa.value(0.3)).isCloseTo(1, within(1e-14));
  }

  private static double first(ToDoubleFunction<double[]> f, double[] at, int c) {
    return (8 * (shifted(f, at, c, STEP) - shifted(f, at, c, -STEP))
            - (shifted(f, at, c, 2 * STEP) - shifted(f, at, c, -2 * STEP)))
        / (12 * STEP);
  }

  private static double second(ToDoubleFunction<double[]> f, double[] at, int c) {
    double near = shifted(f, at, c, STEP) + shifted(f, at, c, -STEP);
    double far = shifted(f, at, c, 2 * STEP) + shifted(f, at, c, -2 * STEP);
    return (16 * near - far - 30 * f.applyAsDouble(at)) / (12 * STEP * STEP);
  }

  private static double shifted(ToDoubleFunction<double[]> f, double[] at, int c, double by) {
    double[] moved = at.clone();
    moved[c] += by;
    return f.applyAsDouble(moved);
  }

  private static double[] vector(long seed, int index) {
    double[] v = new double[DIM];
    new Draws(seed, Stream.POINTS).normals((long) index * DIM, v);
    return v;
  }

  private static double[] unit(double[] v) {
    Vectors.scale(1 / Vectors.norm(v), v);
    return v;
  }

  private static double[] tangent(double[] theta, double[] v) {
    Vectors.add(-Vectors.dot(theta, v), theta, v);
    return unit(v);
  }

  private static double[] cross(double[] x, double[] y) {
    return new double[] {
      x[1] * y[2] - x[2] * y[1], x[2] * y[0] - x[0] * y[2], x[0] * y[1] - x[1] * y[0]
    };
  }

  private static double[] turn(double[] theta, double[] direction, double angle) {
    double[] turned = theta.clone();
    Vectors.scale(Math.cos(angle), turned);
    Vectors.add(Math.sin(angle), direction, turned);
    return turned;
  }
}
