package io.github.widthbench.experiment.condensation;

import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;
import io.github.widthbench.network.Initialization;
import java.util.Arrays;
import java.util.List;

/**
 * The target of a factorisation and where its factors start. All of A known: factors start
 * balanced, ε times orthogonal matrices whose product has the singular vectors of A, so that every
 * mode moves alone. Some of A hidden: they start as ε·N(0, 1/n), as nobody knows those vectors.
 */
final class FactorStart {
  private final int n;
  private final int factors;
  private final List<Double> modes;
  private final long seed;
  private final double[] left;
  private final double[] right;

  FactorStart(CondensationCase cell) {
    n = cell.width();
    factors = cell.depth();
    modes = cell.settings().numbers("target.modes");
    seed = cell.seed();
    left = orthogonal(0);
    right = orthogonal(1);
  }

  /** Rows are orthonormal; {@code which} numbers independent matrices. */
  private double[] orthogonal(int which) {
    double[] columns = new double[n * n];
    new Initialization.Orthonormal().weights(seed, n, which * n, n, columns);
    return Arrays.stream(columns).map(v -> v / Math.sqrt(n)).toArray();
  }

  /** u_k, the left singular vector of mode k. */
  double[] left(int k) {
    return Arrays.copyOfRange(left, k * n, (k + 1) * n);
  }

  /** v_k, the right one. */
  double[] right(int k) {
    return Arrays.copyOfRange(right, k * n, (k + 1) * n);
  }

  /** A = Σ σ_k·u_k·v_kᵀ. */
  double[] target() {
    double[] a = new double[n * n];
    for (int k = 0; k < modes.size(); k++) {
      for (int i = 0; i < n; i++) {
        for (int j = 0; j < n; j++) {
          a[i * n + j] += modes.get(k) * left[k * n + i] * right[k * n + j];
        }
      }
    }
    return a;
  }

  /** 1 with the given probability, else 0, for each entry. */
  double[] mask(double share) {
    Draws draws = new Draws(seed, Stream.SPLIT);
    double[] mask = new double[n * n];
    for (int k = 0; k < mask.length; k++) {
      mask[k] = draws.uniform(k) < share ? 1 : 0;
    }
    return mask;
  }

  /** The factors W₁ … W_N, orthogonal up to ε, with product ε^N·Σ u_k·v_kᵀ. */
  double[] balanced(double epsilon, FactorFlow flow) {
    double[] all = new double[factors * n * n];
    // rows of right are v_k, so that V·(…) begins with vᵀ; between lie any rotations
    double[] before = right;
    for (int l = 0; l < factors; l++) {
      boolean last = l == factors - 1;
      double[] turn = last ? flow.transposed(left) : orthogonal(2 + l);
      double[] w = l == 0 ? flow.times(turn, before) : flow.times(turn, flow.transposed(before));
      for (int k = 0; k < w.length; k++) {
        all[l * n * n + k] = epsilon * w[k];
      }
      before = turn;
    }
    return all;
  }

  /** Independent normal factors of standard deviation ε/√n. */
  double[] random(double epsilon) {
    double[] all = new double[factors * n * n];
    new Draws(seed, Stream.WEIGHTS).normals(4L * n * n, all);
    return Arrays.stream(all).map(v -> epsilon * v / Math.sqrt(n)).toArray();
  }
}
