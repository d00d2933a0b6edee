package io.github.widthbench.training;

/** LU factors of shift·I − A for a small real A and a complex shift; cost 8n³/3 flops. */
final class ComplexLu {
  private final int n;
  private final double[] re;
  private final double[] im;
  private final int[] pivot;

  ComplexLu(int n) {
    this.n = n;
    re = new double[n * n];
    im = new double[n * n];
    pivot = new int[n];
  }

  /** Factors (shiftRe + i·shiftIm)·I − A; false where it is singular or not finite. */
  boolean factor(double shiftRe, double shiftIm, double[] a) {
    for (int i = 0; i < n * n; i++) {
      re[i] = -a[i];
      im[i] = 0;
    }
    for (int i = 0; i < n; i++) {
      re[i * n + i] += shiftRe;
      im[i * n + i] += shiftIm;
    }
    for (int k = 0; k < n; k++) {
      int best = k;
      for (int i = k + 1; i < n; i++) {
        if (size(i * n + k) > size(best * n + k)) {
          best = i;
        }
      }
      double largest = size(best * n + k);
      if (largest == 0 || !Double.isFinite(largest)) {
        return false;
      }
      pivot[k] = best;
      exchange(re, k, best);
      exchange(im, k, best);
      eliminate(k);
    }
    return true;
  }

  private double size(int at) {
    return Math.abs(re[at]) + Math.abs(im[at]);
  }

  private void exchange(double[] part, int k, int best) {
    for (int j = 0; best != k && j < n; j++) {
      double kept = part[k * n + j];
      part[k * n + j] = part[best * n + j];
      part[best * n + j] = kept;
    }
  }

  private void eliminate(int k) {
    double dr = re[k * n + k];
    double di = im[k * n + k];
    double scale = 1 / (dr * dr + di * di);
    for (int i = k + 1; i < n; i++) {
      double ar = re[i * n + k];
      double ai = im[i * n + k];
      double fr = (ar * dr + ai * di) * scale;
      double fi = (ai * dr - ar * di) * scale;
      re[i * n + k] = fr;
      im[i * n + k] = fi;
      for (int j = k + 1; j < n; j++) {
        double ur = re[k * n + j];
        double ui = im[k * n + j];
        re[i * n + j] -= fr * ur - fi * ui;
        im[i * n + j] -= fr * ui + fi * ur;
      }
    }
  }

  /** Solves in place; br and bi are the real and the imaginary part. */
  void solve(double[] br, double[] bi) {
    for (int k = 0; k < n; k++) {
      exchangeEntry(br, k);
      exchangeEntry(bi, k);
    }
    for (int i = 1; i < n; i++) {
      subtract(br, bi, i, 0, i);
    }
    for (int i = n - 1; i >= 0; i--) {
      subtract(br, bi, i, i + 1, n);
      double dr = re[i * n + i];
      double di = im[i * n + i];
      double scale = 1 / (dr * dr + di * di);
      double r = (br[i] * dr + bi[i] * di) * scale;
      bi[i] = (bi[i] * dr - br[i] * di) * scale;
      br[i] = r;
    }
  }

  private void exchangeEntry(double[] b, int k) {
    double kept = b[k];
    b[k] = b[pivot[k]];
    b[pivot[k]] = kept;
  }

  private void subtract(double[] br, double[] bi, int i, int from, int to) {
    for (int j = from; j < to; j++) {
      double r = re[i * n + j];
      double m = im[i * n + j];
      br[i] -= r * br[j] - m * bi[j];
      bi[i] -= r * bi[j] + m * br[j];
    }
  }
}
