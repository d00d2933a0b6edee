package io.github.widthbench.experiment.electrodynamics.potential;

import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Vectors;
import java.util.Optional;

/**
 * tanh(scale·⟨x,w⟩), which has no closed form: the trapezoid rule on a plane grid, accurate to
 * 1e−14 as the integrand is analytic in a strip whose width sets the step (Gauss–Hermite rules
 * converge slowly here). A value costs about 5,000 evaluations of tanh at |θ| ≤ 1, and grows with
 * the square of |θ| beyond.
 *
 * @param scale 1, or 1/2 for the sigmoid stretched to (−1, 1)
 */
public record Tanh(double scale, int dim) implements Potential {

  /** The Gaussian density below e^{−END²/2} is nothing. */
  private static final double END = 8.8;

  private static final double LARGEST_STEP = 0.2;

  /** e-folds of accuracy asked of the rule. */
  private static final double FOLDS = 40;

  /** s, s′ or s″ on each side, and a factor of |z|². */
  private record Moment(int left, int right, boolean squared) {}

  private static final Moment VALUE = new Moment(0, 0, false);

  @Override
  public double value(double[] theta, double[] w) {
    return mean(VALUE, theta, w);
  }

  /** By Stein's identity: E[s″s]·θ + E[s′s′]·w. */
  @Override
  public void addGradient(double factor, double[] theta, double[] w, double[] gradient) {
    Vectors.add(factor * mean(new Moment(2, 0, false), theta, w), theta, gradient);
    Vectors.add(factor * mean(new Moment(1, 1, false), theta, w), w, gradient);
  }

  /** E[|X|²·s″·s]; the dim − 2 directions outside the plane of θ and w count 1 each. */
  @Override
  public double laplacian(double[] theta, double[] w) {
    return mean(new Moment(2, 0, true), theta, w)
        + (dim - 2) * mean(new Moment(2, 0, false), theta, w);
  }

  @Override
  public double self(double[] theta) {
    return value(theta, theta);
  }

  @Override
  public void addSelfGradient(double factor, double[] theta, double[] gradient) {
    addGradient(2 * factor, theta, theta, gradient);
  }

  /** 2·E[|X|²·(s″·s + s′²)]. */
  @Override
  public double selfLaplacian(double[] theta) {
    double slopes =
        mean(new Moment(1, 1, true), theta, theta)
            + (dim - 2) * mean(new Moment(1, 1, false), theta, theta);
    return 2 * (laplacian(theta, theta) + slopes);
  }

  @Override
  public Symmetry symmetry() {
    return Symmetry.ODD;
  }

  @Override
  public Optional<Feature> feature() {
    return Optional.of(new Feature.Built(Activation.TANH, scale));
  }

  /** E[|Z|²^squared·s^(left)(|θ|Z₁)·s^(right)(|w|(cos φ·Z₁ + sin φ·Z₂))]. */
  private double mean(Moment moment, double[] theta, double[] w) {
    double u = Vectors.norm(theta);
    double v = Vectors.norm(w);
    double angle = u == 0 || v == 0 ? 0 : Vectors.angle(theta, w);
    double c = v * StrictMath.cos(angle);
    double s = v * StrictMath.sin(angle);
    double widest = scale * Math.max(u, v);
    double step = Math.min(LARGEST_STEP, Math.PI * Math.PI / (FOLDS * widest));
    int reach = (int) Math.ceil(END / step);
    double[] weights = new double[2 * reach + 1];
    for (int i = -reach; i <= reach; i++) {
      weights[i + reach] = StrictMath.exp(-i * step * i * step / 2);
    }
    double sum = 0;
    for (int i = -reach; i <= reach; i++) {
      double x = i * step;
      double row = 0;
      for (int j = -reach; j <= reach; j++) {
        double y = j * step;
        double size = moment.squared() ? x * x + y * y : 1;
        row += weights[j + reach] * size * derivative(moment.right(), c * x + s * y);
      }
      sum += weights[i + reach] * derivative(moment.left(), u * x) * row;
    }
    return sum * step * step / (2 * Math.PI);
  }

  private double derivative(int order, double z) {
    double t = StrictMath.tanh(scale * z);
    return switch (order) {
      case 0 -> t;
      case 1 -> scale * (1 - t * t);
      default -> -2 * scale * scale * t * (1 - t * t);
    };
  }
}
