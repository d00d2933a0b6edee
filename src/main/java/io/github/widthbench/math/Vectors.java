package io.github.widthbench.math;

/** Vectors as arrays; sums run from the first entry to the last. */
public final class Vectors {

  private Vectors() {}

  /** ⟨x, y⟩. */
  public static double dot(double[] x, double[] y) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      sum += x[i] * y[i];
    }
    return sum;
  }

  /** |x|. */
  public static double norm(double[] x) {
    return Math.sqrt(dot(x, x));
  }

  /** |x − y|. */
  public static double distance(double[] x, double[] y) {
    return combinedNorm(x, 1, y, -1);
  }

  /** y ← y + factor·x. */
  public static void add(double factor, double[] x, double[] y) {
    for (int i = 0; i < x.length; i++) {
      y[i] += factor * x[i];
    }
  }

  /** x ← factor·x. */
  public static void scale(double factor, double[] x) {
    for (int i = 0; i < x.length; i++) {
      x[i] *= factor;
    }
  }

  /**
   * The angle between two non-zero vectors, in [0, π], by 2·atan2(|u − v|, |u + v|) of the unit
   * vectors: accurate near 0 and π, where an arc cosine loses half the digits (W. Kahan, "How
   * futile are mindless assessments of roundoff", 2006).
   */
  public static double angle(double[] x, double[] y) {
    double toX = 1 / norm(x);
    double toY = 1 / norm(y);
    return 2 * StrictMath.atan2(combinedNorm(x, toX, y, -toY), combinedNorm(x, toX, y, toY));
  }

  private static double combinedNorm(double[] x, double a, double[] y, double b) {
    double sum = 0;
    for (int i = 0; i < x.length; i++) {
      double entry = a * x[i] + b * y[i];
      sum += entry * entry;
    }
    return Math.sqrt(sum);
  }
}
