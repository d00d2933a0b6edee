package io.github.widthbench.backend.reference;

import io.github.widthbench.backend.Checks;
import io.github.widthbench.backend.EigenSolver;
import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Cyclic Jacobi rotations until no off-diagonal entry is above rounding: slow (about 40n³ flops),
 * short, and as accurate as the matrix allows. Uses IEEE basic operations and square roots only, so
 * the bits are the same on every machine.
 */
final class ReferenceEigenSolver implements EigenSolver {

  /** Beyond this a solve takes minutes. */
  private static final int LIMIT = 1024;

  private static final int MOST_SWEEPS = 60;

  @Override
  public int limit() {
    return LIMIT;
  }

  @Override
  public double[] eigenvalues(double[] symmetric, int n) {
    return decompose(symmetric, n).values();
  }

  @Override
  public Decomposition decompose(double[] symmetric, int n) {
    Checks.requireSymmetricInput(symmetric, n, LIMIT);
    double[] a = symmetric.clone();
    double[] v = new double[n * n];
    for (int i = 0; i < n; i++) {
      v[i * n + i] = 1;
    }
    int sweep = 0;
    while (sweep(a, v, n)) {
      if (++sweep == MOST_SWEEPS) {
        throw new ArithmeticException("Jacobi did not settle in " + MOST_SWEEPS + " sweeps");
      }
    }
    return sorted(a, v, n);
  }

  /** Rotates every pair once; false if no rotation was needed. */
  private static boolean sweep(double[] a, double[] v, int n) {
    boolean rotated = false;
    for (int p = 0; p < n - 1; p++) {
      for (int q = p + 1; q < n; q++) {
        double off = a[p * n + q];
        double scale = Math.sqrt(Math.abs(a[p * n + p])) * Math.sqrt(Math.abs(a[q * n + q]));
        if (Math.abs(off) > 0x1p-54 * scale && Math.abs(off) > Double.MIN_NORMAL) {
          rotate(a, v, n, p, q);
          rotated = true;
        }
      }
    }
    return rotated;
  }

  /** The rotation that zeroes entry (p, q), applied to A from both sides and to V's rows. */
  private static void rotate(double[] a, double[] v, int n, int p, int q) {
    double theta = (a[q * n + q] - a[p * n + p]) / (2 * a[p * n + q]);
    double t = 1 / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
    t = theta < 0 ? -t : t;
    double c = 1 / Math.sqrt(t * t + 1);
    double s = t * c;
    double off = a[p * n + q];
    a[p * n + p] -= t * off;
    a[q * n + q] += t * off;
    a[p * n + q] = 0;
    a[q * n + p] = 0;
    for (int k = 0; k < n; k++) {
      if (k != p && k != q) {
        double x = a[k * n + p];
        double y = a[k * n + q];
        a[k * n + p] = c * x - s * y;
        a[p * n + k] = a[k * n + p];
        a[k * n + q] = s * x + c * y;
        a[q * n + k] = a[k * n + q];
      }
      double x = v[p * n + k];
      double y = v[q * n + k];
      v[p * n + k] = c * x - s * y;
      v[q * n + k] = s * x + c * y;
    }
  }

  private static Decomposition sorted(double[] a, double[] v, int n) {
    int[] order =
        IntStream.range(0, n)
            .boxed()
            .sorted(Comparator.comparingDouble(i -> a[i * n + i]))
            .mapToInt(Integer::intValue)
            .toArray();
    double[] values = Arrays.stream(order).mapToDouble(i -> a[i * n + i]).toArray();
    double[] vectors = new double[n * n];
    for (int k = 0; k < n; k++) {
      System.arraycopy(v, order[k] * n, vectors, k * n, n);
    }
    return new Decomposition(values, vectors);
  }
}
