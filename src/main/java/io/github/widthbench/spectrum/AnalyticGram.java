package io.github.widthbench.spectrum;

import io.github.widthbench.math.Activation;
import java.util.Arrays;

/**
 * Gram matrices of infinite width: H_ij = ⟨x_i,x_j⟩·E[s′(⟨w,x_i⟩)·s′(⟨w,x_j⟩)] with w ~ N(0, I).
 * The same for coupled and independent initialization, and for any scale of the network.
 */
public final class AnalyticGram {

  private AnalyticGram() {}

  /**
   * The n×n matrix, row-major. Closed forms for exp, relu and erf; a Hermite series for the others
   * ({@link HermiteSeries}). Cost O(n²d).
   *
   * @param x n points of one dimension
   */
  public static double[] of(Activation activation, double[][] x) {
    int n = x.length;
    double[] g = inputGram(x);
    Expectation expectation =
        switch (activation) {
          case EXP -> (i, j) -> exp(g[i * n + i], g[j * n + j], g[i * n + j]);
          case RELU -> relu(x, g);
          case ERF -> (i, j) -> erf(g[i * n + i], g[j * n + j], g[i * n + j]);
          case TANH, SIGMOID, SOFTPLUS -> HermiteSeries.of(activation, g, n);
        };
    double[] h = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double value = g[i * n + j] * expectation.of(i, j);
        h[i * n + j] = value;
        h[j * n + i] = value;
      }
    }
    return h;
  }

  /**
   * Of exp with the values of each point divided by their mean: G∘exp(G), for the mean of e^⟨w,x⟩
   * is e^{|x|²/2} and the mean output of random signs is 0.
   */
  public static double[] softmax(double[][] x) {
    return Arrays.stream(inputGram(x)).map(g -> g * StrictMath.exp(g)).toArray();
  }

  /** G_ij = ⟨x_i, x_j⟩, row-major. */
  public static double[] inputGram(double[][] x) {
    int n = x.length;
    double[] g = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double sum = 0;
        for (int k = 0; k < x[i].length; k++) {
          sum += x[i][k] * x[j][k];
        }
        g[i * n + j] = sum;
        g[j * n + i] = sum;
      }
    }
    return g;
  }

  /**
   * E‖H(0) − H∞‖²_F of exp times the number of independent neurons (m, or m/2 for coupled pairs):
   * Σ_ij G_ij²(e^{2s_ij} − e^{s_ij}) with s_ij = |x_i + x_j|².
   */
  public static double expSpread(double[][] x) {
    int n = x.length;
    double[] g = inputGram(x);
    double sum = 0;
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double s = g[i * n + i] + g[j * n + j] + 2 * g[i * n + j];
        double inner = g[i * n + j];
        sum += inner * inner * StrictMath.exp(s) * StrictMath.expm1(s);
      }
    }
    return sum;
  }

  /** E[s′(⟨w,x_i⟩)s′(⟨w,x_j⟩)]. */
  interface Expectation {
    double of(int i, int j);
  }

  /** exp(|x_i + x_j|²/2). */
  private static double exp(double p, double q, double c) {
    return StrictMath.exp((p + q) / 2 + c);
  }

  /**
   * (π − angle)/2π, the angle of the unit vectors u, v as 2·atan2(|u − v|, |u + v|), which keeps
   * its digits near 0 and π (Kahan).
   */
  private static Expectation relu(double[][] x, double[] g) {
    int n = x.length;
    double[][] unit = new double[n][];
    for (int i = 0; i < n; i++) {
      double norm = Math.sqrt(g[i * n + i]);
      unit[i] = Arrays.stream(x[i]).map(entry -> entry / norm).toArray();
    }
    return (i, j) -> 0.5 - angle(unit[i], unit[j]) / (2 * StrictMath.PI);
  }

  private static double angle(double[] u, double[] v) {
    double apart = 0;
    double together = 0;
    for (int k = 0; k < u.length; k++) {
      apart += (u[k] - v[k]) * (u[k] - v[k]);
      together += (u[k] + v[k]) * (u[k] + v[k]);
    }
    return 2 * StrictMath.atan2(Math.sqrt(apart), Math.sqrt(together));
  }

  /** (4/π)/√((1+2p)(1+2q) − 4c²). */
  private static double erf(double p, double q, double c) {
    return 4 / (StrictMath.PI * StrictMath.sqrt((1 + 2 * p) * (1 + 2 * q) - 4 * c * c));
  }
}
