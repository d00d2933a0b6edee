package io.github.widthbench.spectrum;

import io.github.widthbench.backend.Ops;
import io.github.widthbench.network.DagHessian;
import io.github.widthbench.network.DagWeights;
import io.github.widthbench.network.WeightScale;
import java.util.Arrays;

/**
 * The largest |eigenvalue| of the Hessian of a loss along a path, by power iteration: |Hv| for unit
 * v never exceeds it, never falls from one iteration to the next, and tends to it. The vector is
 * kept from point to point, so that later points need few iterations.
 */
public final class HessianNorm implements AutoCloseable {

  /** No seed of a study is negative, so that the start is independent of all weights. */
  private static final long SEED = -1;

  /** What is left of the start at each point, so that a new largest eigenvalue can come up. */
  private static final double FRESH = 1e-2;

  private final DagHessian hessian;
  private final DagWeights start;
  private final DagWeights v;
  private final DagWeights product;
  private final int replicas;

  /** Begins with one random vector for all replicas. */
  public HessianNorm(Ops ops, DagHessian hessian) {
    this.hessian = hessian;
    DagWeights weights = hessian.loss().forward().weights();
    replicas = weights.replicas();
    long[] seeds = new long[replicas];
    Arrays.fill(seeds, SEED);
    start =
        DagWeights.gaussian(
            ops, weights.dag(), weights.precision(), WeightScale.constant(1), seeds);
    normalise(start, all());
    v = weights.zerosLike();
    product = weights.zerosLike();
    v.copyFrom(start);
  }

  /**
   * Measures at the point where the loss was last evaluated and differentiated.
   *
   * @param iterations products, about two gradients each
   * @param asked replicas to measure; the others keep their vectors
   * @return a lower bound of |∇²E| of each replica, 0 where not asked
   */
  public double[] measure(int iterations, boolean[] asked) {
    hessian.linearize();
    v.add(where(asked, FRESH), start);
    normalise(v, asked);
    double[] norms = new double[replicas];
    for (int i = 0; i < iterations; i++) {
      hessian.multiply(v, product);
      double[] squared = product.dot(product);
      double[] kept = new double[replicas];
      double[] added = new double[replicas];
      for (int b = 0; b < replicas; b++) {
        norms[b] = asked[b] ? Math.sqrt(squared[b]) : 0;
        if (norms[b] > 0 && norms[b] < Double.POSITIVE_INFINITY) {
          kept[b] = -1;
          added[b] = 1 / norms[b];
        }
      }
      v.add(kept, v);
      v.add(added, product);
    }
    return norms;
  }

  private void normalise(DagWeights vector, boolean[] asked) {
    double[] squared = vector.dot(vector);
    double[] change = new double[replicas];
    for (int b = 0; b < replicas; b++) {
      change[b] = asked[b] ? 1 / Math.sqrt(squared[b]) - 1 : 0;
    }
    vector.add(change, vector);
  }

  private static double[] where(boolean[] asked, double value) {
    double[] values = new double[asked.length];
    for (int b = 0; b < values.length; b++) {
      values[b] = asked[b] ? value : 0;
    }
    return values;
  }

  private boolean[] all() {
    boolean[] all = new boolean[replicas];
    Arrays.fill(all, true);
    return all;
  }

  @Override
  public void close() {
    start.close();
    v.close();
    product.close();
  }
}
