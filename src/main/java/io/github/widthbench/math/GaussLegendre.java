package io.github.widthbench.math;

import java.util.function.DoubleUnaryOperator;

/**
 * The Gauss–Legendre rule of {@code count} nodes, exact for polynomials up to degree 2·count − 1.
 * Nodes by Newton's method from cos(π(i − ¼)/(count + ½)) (P. Davis, P. Rabinowitz, "Methods of
 * numerical integration", 2.7).
 */
public final class GaussLegendre {
  private static final int NEWTON_STEPS = 8;

  private final double[] nodes;
  private final double[] weights;

  /** The rule with so many nodes on [−1, 1]. */
  public GaussLegendre(int count) {
    nodes = new double[count];
    weights = new double[count];
    for (int i = 0; i < count; i++) {
      double x = StrictMath.cos(Math.PI * (i + 0.75) / (count + 0.5));
      double slope = 0;
      for (int step = 0; step < NEWTON_STEPS; step++) {
        double before = 0;
        double now = 1;
        for (int n = 1; n <= count; n++) {
          double next = ((2 * n - 1) * x * now - (n - 1) * before) / n;
          before = now;
          now = next;
        }
        slope = count * (x * now - before) / (x * x - 1);
        x -= now / slope;
      }
      nodes[i] = x;
      weights[i] = 2 / ((1 - x * x) * slope * slope);
    }
  }

  /** ∫ f from {@code low} to {@code high}. */
  public double integral(DoubleUnaryOperator f, double low, double high) {
    double half = (high - low) / 2;
    double middle = (high + low) / 2;
    double sum = 0;
    for (int i = 0; i < nodes.length; i++) {
      sum += weights[i] * f.applyAsDouble(middle + half * nodes[i]);
    }
    return half * sum;
  }
}
