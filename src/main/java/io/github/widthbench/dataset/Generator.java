package io.github.widthbench.dataset;

import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;

/**
 * Generated point sets, one point a row; point i of a random set does not depend on how many
 * follow.
 */
final class Generator {

  private Generator() {}

  /**
   * The points with the norm {@code radius}, 0 where they are 0. Standard normal ones become
   * uniform on the sphere.
   */
  static double[][] scaledTo(double radius, double[][] x) {
    double[][] scaled = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      scaled[i] = x[i].clone();
      if (norm(scaled[i]) > 0) {
        scaleTo(radius, scaled[i]);
      }
    }
    return scaled;
  }

  /** Independent N(0, radius²) entries; entry j of point i is draw i·d + j. */
  static double[][] gaussian(int n, int d, double radius, long seed) {
    Draws draws = new Draws(seed, Stream.POINTS);
    double[][] x = new double[n][d];
    for (int i = 0; i < n; i++) {
      draws.normals((long) i * d, x[i]);
      scaleBy(radius, x[i]);
    }
    return x;
  }

  /** n equispaced points on the circle, the first at (radius, 0), counter-clockwise. */
  static double[][] circle(int n, double radius) {
    double[][] x = new double[n][];
    for (int i = 0; i < n; i++) {
      double angle = 2 * StrictMath.PI * i / n;
      x[i] = new double[] {radius * StrictMath.cos(angle), radius * StrictMath.sin(angle)};
    }
    return x;
  }

  /**
   * n ≤ d points of norm {@code radius} whose cosines are all {@code correlation}: rows of the
   * symmetric square root αI + β11ᵀ of (1−ρ)I + ρ11ᵀ, so α = √(1−ρ) and 2αβ + nβ² = ρ. With ρ = 0
   * the first n unit vectors.
   */
  static double[][] equiangular(int n, int d, double correlation, double radius) {
    double alpha = Math.sqrt(1 - correlation);
    double beta = correlation / (Math.sqrt(1 + (n - 1) * correlation) + alpha);
    double[][] x = new double[n][d];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        x[i][j] = radius * (i == j ? alpha + beta : beta);
      }
    }
    return x;
  }

  /** Gives a point other than 0 the norm {@code radius}. */
  static void scaleTo(double radius, double[] point) {
    scaleBy(radius / norm(point), point);
  }

  static double norm(double[] point) {
    double sum = 0;
    for (double entry : point) {
      sum += entry * entry;
    }
    return Math.sqrt(sum);
  }

  private static void scaleBy(double factor, double[] point) {
    for (int j = 0; j < point.length; j++) {
      point[j] *= factor;
    }
  }
}
