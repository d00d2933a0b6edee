package io.github.widthbench.training;

/** LU factors of shift·I − A for a small real matrix, with row exchanges; cost 2n³/3 flops. */
final class RealLu {
  private final int n;
  private final double[] lu;
  private final int[] pivot;

  RealLu(int n) {
    this.n = n;
    lu = new double[n * n];
    pivot = new int[n];
  }

  /** Factors shift·I − A; false where it is singular or not finite. */
  boolean factor(double shift, double[] a) {
    for (int i = 0; i < n * n; i++) {
      lu[i] = -a[i];
    }
    for (int i = 0; i < n; i++) {
      lu[i * n + i] += shift;
    }
    for (int k = 0; k < n; k++) {
      int best = k;
      for (int i = k + 1; i < n; i++) {
        if (Math.abs(lu[i * n + k]) > Math.abs(lu[best * n + k])) {
          best = i;
        }
      }
      double largest = lu[best * n + k];
      if (largest == 0 || !Double.isFinite(largest)) {
        return false;
      }
      pivot[k] = best;
      exchange(k, best);
      eliminate(k);
    }
    return true;
  }

  private void exchange(int k, int best) {
    for (int j = 0; best != k && j < n; j++) {
      double kept = lu[k * n + j];
      lu[k * n + j] = lu[best * n + j];
      lu[best * n + j] = kept;
    }
  }

  private void eliminate(int k) {
    double inverse = 1 / lu[k * n + k];
    for (int i = k + 1; i < n; i++) {
      double factor = lu[i * n + k] * inverse;
      lu[i * n + k] = factor;
      for (int j = k + 1; j < n; j++) {
        lu[i * n + j] -= factor * lu[k * n + j];
      }
    }
  }

  /** Solves in place. */
  void solve(double[] b) {
    for (int k = 0; k < n; k++) {
      double kept = b[k];
      b[k] = b[pivot[k]];
      b[pivot[k]] = kept;
    }
    for (int i = 1; i < n; i++) {
      for (int j = 0; j < i; j++) {
        b[i] -= lu[i * n + j] * b[j];
      }
    }
    for (int i = n - 1; i >= 0; i--) {
      for (int j = i + 1; j < n; j++) {
        b[i] -= lu[i * n + j] * b[j];
      }
      b[i] /= lu[i * n + i];
    }
  }
}
