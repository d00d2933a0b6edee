package io.github.widthbench.backend.cpu;

/** Loops over one row of a matrix, plain enough for C2 to vectorise by itself. */
final class Rows {

  private Rows() {}

  static void axpy(double alpha, double[] x, int xAt, double[] y, int yAt, int length) {
    for (int i = 0; i < length; i++) {
      y[yAt + i] += alpha * x[xAt + i];
    }
  }

  static void axpy(float alpha, float[] x, int xAt, float[] y, int yAt, int length) {
    for (int i = 0; i < length; i++) {
      y[yAt + i] += alpha * x[xAt + i];
    }
  }

  static void axpy(double alpha, float[] x, int xAt, float[] y, int yAt, int length) {
    for (int i = 0; i < length; i++) {
      y[yAt + i] = (float) (y[yAt + i] + alpha * x[xAt + i]);
    }
  }

  static void axpy(double alpha, float[] x, int xAt, double[] y, int yAt, int length) {
    for (int i = 0; i < length; i++) {
      y[yAt + i] += alpha * x[xAt + i];
    }
  }

  static void axpy(double alpha, double[] x, int xAt, float[] y, int yAt, int length) {
    for (int i = 0; i < length; i++) {
      y[yAt + i] = (float) (y[yAt + i] + alpha * x[xAt + i]);
    }
  }

  static void widen(float[] x, int xAt, double[] y, int yAt, int length) {
    for (int i = 0; i < length; i++) {
      y[yAt + i] = x[xAt + i];
    }
  }

  static void narrow(double[] x, int xAt, float[] y, int yAt, int length) {
    for (int i = 0; i < length; i++) {
      y[yAt + i] = (float) x[xAt + i];
    }
  }

  /** x ← x·(factor·y). */
  static void multiply(double factor, double[] y, int yAt, double[] x, int xAt, int length) {
    for (int i = 0; i < length; i++) {
      x[xAt + i] *= factor * y[yAt + i];
    }
  }

  static void multiply(float factor, float[] y, int yAt, float[] x, int xAt, int length) {
    for (int i = 0; i < length; i++) {
      x[xAt + i] *= factor * y[yAt + i];
    }
  }

  /** y ← y + a ∘ x. */
  static void addProduct(
      double[] a, int aAt, double[] x, int xAt, double[] y, int yAt, int length) {
    for (int i = 0; i < length; i++) {
      y[yAt + i] += a[aAt + i] * x[xAt + i];
    }
  }

  static void addProduct(float[] a, int aAt, float[] x, int xAt, float[] y, int yAt, int length) {
    for (int i = 0; i < length; i++) {
      y[yAt + i] += a[aAt + i] * x[xAt + i];
    }
  }

  /** x ← min(x, limit); whether any was above. */
  static boolean clip(double limit, double[] x, int at, int length) {
    boolean clipped = false;
    for (int i = at; i < at + length; i++) {
      if (x[i] > limit) {
        x[i] = limit;
        clipped = true;
      }
    }
    return clipped;
  }

  static boolean clip(float limit, float[] x, int at, int length) {
    boolean clipped = false;
    for (int i = at; i < at + length; i++) {
      if (x[i] > limit) {
        x[i] = limit;
        clipped = true;
      }
    }
    return clipped;
  }

  /** p ± q ← min(p ± q, limit) where one is above; whether any was. */
  static boolean clipPair(double limit, double[] p, int pAt, double[] q, int qAt, int length) {
    boolean clipped = false;
    for (int i = 0; i < length; i++) {
      double above = p[pAt + i] + q[qAt + i];
      double below = p[pAt + i] - q[qAt + i];
      if (above > limit || below > limit) {
        above = Math.min(above, limit);
        below = Math.min(below, limit);
        p[pAt + i] = (above + below) / 2;
        q[qAt + i] = (above - below) / 2;
        clipped = true;
      }
    }
    return clipped;
  }

  static boolean clipPair(float limit, float[] p, int pAt, float[] q, int qAt, int length) {
    boolean clipped = false;
    for (int i = 0; i < length; i++) {
      float above = p[pAt + i] + q[qAt + i];
      float below = p[pAt + i] - q[qAt + i];
      if (above > limit || below > limit) {
        above = Math.min(above, limit);
        below = Math.min(below, limit);
        p[pAt + i] = (above + below) / 2;
        q[qAt + i] = (above - below) / 2;
        clipped = true;
      }
    }
    return clipped;
  }
}
