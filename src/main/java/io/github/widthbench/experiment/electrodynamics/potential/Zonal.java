package io.github.widthbench.experiment.electrodynamics.potential;

import io.github.widthbench.math.Vectors;
import java.util.Optional;

/**
 * A potential that depends on the angle φ of two unit vectors only, h(φ).
 *
 * @param shape h
 * @param dim dimension of the vectors, at least 2
 */
public record Zonal(Shape shape, int dim) implements Potential {

  /** Shorter tangents of unit vectors are rounding, and have no direction. */
  private static final double ROUNDING = 1e-15;

  /** h with its derivatives. */
  public sealed interface Shape {
    double value(double angle);

    /** h′(φ). */
    double slope(double angle);

    /** h″(φ) + (dim − 2)·cot(φ)·h′(φ), the Laplace–Beltrami operator of the unit sphere. */
    double laplacian(double angle, int dim);

    /** h(0). */
    double atZero();

    /** Whether h is smooth as a function on the sphere; otherwise it has kinks at 0 and π. */
    default boolean isSmooth() {
      return false;
    }

    Symmetry symmetry();

    Optional<Feature> feature();
  }

  /** sign(⟨x,w⟩): 1 − 2φ/π. */
  public record Sign() implements Shape {
    @Override
    public double value(double angle) {
      return 1 - 2 * angle / Math.PI;
    }

    @Override
    public double slope(double angle) {
      return -2 / Math.PI;
    }

    @Override
    public double laplacian(double angle, int dim) {
      return cotangentTerm(slope(angle), angle, dim);
    }

    @Override
    public double atZero() {
      return 1;
    }

    @Override
    public Symmetry symmetry() {
      return Symmetry.ODD;
    }

    @Override
    public Optional<Feature> feature() {
      return Optional.empty();
    }
  }

  /** 1[⟨x,w⟩ &gt; 0]: 1/2 − φ/(2π). */
  public record Step() implements Shape {
    @Override
    public double value(double angle) {
      return 0.5 - angle / (2 * Math.PI);
    }

    @Override
    public double slope(double angle) {
      return -1 / (2 * Math.PI);
    }

    @Override
    public double laplacian(double angle, int dim) {
      return cotangentTerm(slope(angle), angle, dim);
    }

    @Override
    public double atZero() {
      return 0.5;
    }

    @Override
    public Symmetry symmetry() {
      return Symmetry.NONE;
    }

    @Override
    public Optional<Feature> feature() {
      return Optional.empty();
    }
  }

  /** he_m(⟨x,w⟩), the Hermite polynomial of unit length: cos(φ)^m. */
  public record Power(int degree) implements Shape {
    @Override
    public double value(double angle) {
      return power(StrictMath.cos(angle), degree);
    }

    @Override
    public double slope(double angle) {
      return -degree * power(StrictMath.cos(angle), degree - 1) * StrictMath.sin(angle);
    }

    @Override
    public double laplacian(double angle, int dim) {
      double r = StrictMath.cos(angle);
      double sine = StrictMath.sin(angle);
      double curved = degree < 2 ? 0 : degree * (degree - 1.0) * power(r, degree - 2) * sine * sine;
      return curved - (dim - 1.0) * degree * power(r, degree);
    }

    @Override
    public double atZero() {
      return 1;
    }

    @Override
    public boolean isSmooth() {
      return true;
    }

    @Override
    public Symmetry symmetry() {
      return degree % 2 == 0 ? Symmetry.EVEN : Symmetry.ODD;
    }

    @Override
    public Optional<Feature> feature() {
      return Optional.of(Feature.hermite(degree));
    }

    private static double power(double base, int exponent) {
      double product = 1;
      for (int i = 0; i < exponent; i++) {
        product *= base;
      }
      return product;
    }
  }

  @Override
  public double value(double[] theta, double[] w) {
    return shape.value(Vectors.angle(theta, w));
  }

  @Override
  public void addGradient(double factor, double[] theta, double[] w, double[] gradient) {
    double[] towards = tangentTo(theta, w);
    double length = Vectors.norm(towards);
    if (length > ROUNDING) {
      Vectors.add(-factor * shape.slope(Vectors.angle(theta, w)) / length, towards, gradient);
    }
  }

  @Override
  public double laplacian(double[] theta, double[] w) {
    return shape.laplacian(Vectors.angle(theta, w), dim);
  }

  @Override
  public double clearance(double[] theta, double[] w) {
    double angle = Vectors.angle(theta, w);
    return shape.isSmooth() ? Double.POSITIVE_INFINITY : Math.min(angle, Math.PI - angle);
  }

  @Override
  public double self(double[] theta) {
    return shape.atZero();
  }

  @Override
  public boolean isSpherical() {
    return true;
  }

  @Override
  public Symmetry symmetry() {
    return shape.symmetry();
  }

  @Override
  public Optional<Feature> feature() {
    return shape.feature();
  }

  /** The part of w orthogonal to θ, from w ∓ θ, whichever is short, so that no digits cancel. */
  private static double[] tangentTo(double[] theta, double[] w) {
    double sign = Vectors.dot(theta, w) < 0 ? 1 : -1;
    double[] towards = w.clone();
    Vectors.add(sign, theta, towards);
    Vectors.add(-Vectors.dot(towards, theta), theta, towards);
    return towards;
  }

  private static double cotangentTerm(double slope, double angle, int dim) {
    return dim == 2 ? 0 : (dim - 2) * slope / StrictMath.tan(angle);
  }
}
