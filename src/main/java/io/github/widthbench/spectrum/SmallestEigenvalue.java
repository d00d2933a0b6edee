package io.github.widthbench.spectrum;

import io.github.widthbench.backend.EigenSolver;
import io.github.widthbench.math.Draws;
import java.util.Arrays;
import java.util.Optional;

/**
 * The smallest eigenvalue of a symmetric matrix of FP64 numbers, between two bounds that hold
 * whatever rounding did.
 *
 * <p>From above: the Rayleigh quotient of a vector, with a bound of its rounding. From below: where
 * Cholesky's method runs to its end on A − σI in floating point, A − σI is positive definite up to
 * its backward error, at most α·tr(A − σI) with α = γ/(1 − γ) and γ = ku/(1 − ku) for k roundings
 * an entry (S. Rump, "Verification of positive definiteness", BIT 46, 2006). The matrix is taken as
 * it stands: what its entries were rounded from may have another smallest eigenvalue.
 *
 * @param value as the solver found it
 * @param lower at most the smallest eigenvalue
 * @param upper at least the smallest eigenvalue
 */
public record SmallestEigenvalue(double value, double lower, double upper) {

  /** What the bounds say about the sign. */
  public enum Sign {
    /** All eigenvalues are at least 0. */
    PSD("psd"),
    /** One is below 0. */
    NOT_PSD("not psd"),
    /** 0 is between the bounds. */
    UNDECIDED("undecided");

    private final String label;

    Sign(String label) {
      this.label = label;
    }

    /** The word for records. */
    public String label() {
      return label;
    }
  }

  /** Roundings of an entry of Cholesky's factor beyond the n of its sum. */
  private static final int MORE_ROUNDINGS = 4;

  private static final double UNIT = 0x1p-53;

  /** Shifts tried, each four times as far below the value. */
  private static final int SHIFTS = 12;

  private static final int ITERATIONS = 3;

  private static final SmallestEigenvalue UNKNOWN =
      new SmallestEigenvalue(Double.NaN, Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

  /**
   * Certifies.
   *
   * @param symmetric n×n row-major, taken on and below the diagonal; not changed
   * @return an interval from −∞ to ∞ where the matrix is not finite
   * @throws IllegalArgumentException for n beyond the solver's limit
   */
  public static SmallestEigenvalue of(double[] symmetric, int n, EigenSolver solver) {
    if (!Arrays.stream(symmetric).allMatch(Double::isFinite)) {
      return UNKNOWN;
    }
    return around(solver.edges(symmetric, n)[0], symmetric, n, solver);
  }

  /**
   * As {@link #of}, about a value that is known but for rounding; NaN where the matrix is not
   * finite.
   */
  public static SmallestEigenvalue around(
      double value, double[] symmetric, int n, EigenSolver solver) {
    if (Double.isNaN(value)) {
      return UNKNOWN;
    }
    double below = Math.max(backwardError(symmetric, n, value) / 8, 2 * Math.ulp(value));
    for (int i = 0; i < SHIFTS; i++) {
      double shift = value - below;
      Optional<double[]> factor = solver.cholesky(shifted(symmetric, n, shift), n);
      if (factor.isPresent()) {
        double lower = Math.nextDown(shift - backwardError(symmetric, n, shift));
        double[] vector = inverseIteration(factor.get(), n);
        return new SmallestEigenvalue(value, lower, quotientAbove(symmetric, vector));
      }
      below *= 4;
    }
    return new SmallestEigenvalue(value, Double.NEGATIVE_INFINITY, smallestEntry(symmetric, n));
  }

  /** What the bounds say. */
  public Sign sign() {
    if (lower >= 0) {
      return Sign.PSD;
    }
    return upper < 0 ? Sign.NOT_PSD : Sign.UNDECIDED;
  }

  /** γ_k = ku/(1 − ku): k roundings change a result by at most this share. */
  private static double gamma(long k) {
    return k * UNIT / (1 - k * UNIT);
  }

  /**
   * Size of the error that Cholesky's method on A − σI makes, backwards, and of that of the
   * subtraction.
   */
  private static double backwardError(double[] a, int n, double shift) {
    double trace = 0;
    double largest = 0;
    for (int i = 0; i < n; i++) {
      double entry = Math.abs(a[i * n + i] - shift);
      trace += entry;
      largest = Math.max(largest, entry);
    }
    double gamma = gamma(n + MORE_ROUNDINGS);
    double underflow = 8.0 * n * (2.0 * n + 2 + largest) * Double.MIN_VALUE;
    double rounded = gamma / (1 - gamma) * trace + UNIT * largest + underflow;
    return rounded * (1 + 2 * gamma(n));
  }

  private static double[] shifted(double[] a, int n, double shift) {
    double[] shifted = a.clone();
    for (int i = 0; i < n; i++) {
      shifted[i * n + i] -= shift;
    }
    return shifted;
  }

  /** A vector that is nearly in the space of the smallest eigenvalues of L·Lᵀ. */
  private static double[] inverseIteration(double[] l, int n) {
    double[] x = new double[n];
    new Draws(0, Draws.Stream.CHECK).normals(0, x);
    for (int iteration = 0; iteration < ITERATIONS; iteration++) {
      for (int i = 0; i < n; i++) {
        double rest = x[i];
        for (int j = 0; j < i; j++) {
          rest -= l[i * n + j] * x[j];
        }
        x[i] = rest / l[i * n + i];
      }
      for (int i = n - 1; i >= 0; i--) {
        x[i] /= l[i * n + i];
        for (int j = 0; j < i; j++) {
          x[j] -= l[i * n + j] * x[i];
        }
      }
      double largest = Arrays.stream(x).map(Math::abs).max().orElse(0);
      Arrays.setAll(x, i -> x[i] / largest);
    }
    return x;
  }

  /** At least xᵀAx/xᵀx. */
  private static double quotientAbove(double[] a, double[] x) {
    int n = x.length;
    double product = 0;
    double size = 0;
    double square = 0;
    for (int i = 0; i < n; i++) {
      double sum = 0;
      double absolute = 0;
      for (int j = 0; j <= i; j++) {
        double term = (j < i ? 2 : 1) * a[i * n + j] * x[j];
        sum += term;
        absolute += Math.abs(term);
      }
      product += x[i] * sum;
      size += Math.abs(x[i]) * absolute;
      square += x[i] * x[i];
    }
    double above = (product + gamma(3L * n + 8) * size) / square;
    double bound = Math.nextUp(above + gamma(3L * n + 8) * Math.abs(above));
    return Double.isNaN(bound) ? Double.POSITIVE_INFINITY : bound;
  }

  /** The smallest entry of the diagonal, which is a Rayleigh quotient. */
  private static double smallestEntry(double[] a, int n) {
    double smallest = Double.POSITIVE_INFINITY;
    for (int i = 0; i < n; i++) {
      smallest = Math.min(smallest, a[i * n + i]);
    }
    return smallest;
  }
}
