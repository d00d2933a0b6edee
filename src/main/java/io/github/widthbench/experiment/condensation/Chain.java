package io.github.widthbench.experiment.condensation;

import io.github.widthbench.math.Vectors;
import java.util.ArrayList;
import java.util.List;

/**
 * The effective dynamics of a deep network near 0: ascent on the energy E = M_L⋯M₂·M₁ of a chain of
 * L matrices that ends in one number. With three layers E = a·B·c and a′ = Bc, B′ = acᵀ, c′ = Bᵀa;
 * with two it is linear.
 *
 * <p>Parameters are one array: M₁ (a column), then M₂ and so on to M_L (a row), each row-major. E
 * is of degree L in them, so with ρ = Σ|M_l|² the ratio κ = E/ρ^(L/2) never falls and is at most
 * L^(−L/2); hence the bounds below.
 *
 * @param sizes 1, the neurons of each hidden layer, 1
 */
record Chain(List<Integer> sizes) {
  Chain {
    sizes = List.copyOf(sizes);
    if (sizes.size() < 3 || sizes.getFirst() != 1 || sizes.getLast() != 1) {
      throw new IllegalArgumentException("a chain goes from 1 to 1, found " + sizes);
    }
  }

  /** The chain that a network of these layers has, whose inputs count along one direction only. */
  static Chain ofHidden(List<Integer> layers) {
    List<Integer> sizes = new ArrayList<>(layers);
    sizes.set(0, 1);
    return new Chain(sizes);
  }

  /** L, the number of matrices. */
  int layers() {
    return sizes.size() - 1;
  }

  int rows(int layer) {
    return sizes.get(layer);
  }

  int columns(int layer) {
    return sizes.get(layer - 1);
  }

  /** Number of parameters before those of M_layer; M₁ is the first. */
  int offset(int layer) {
    int offset = 0;
    for (int l = 1; l < layer; l++) {
      offset += rows(l) * columns(l);
    }
    return offset;
  }

  /** Number of parameters. */
  int count() {
    return offset(layers() + 1);
  }

  /** {@code gradient} ← ∇E; answers E. Two passes, about six flops a parameter. */
  double energy(double[] theta, double[] gradient) {
    double[][] values = new double[sizes.size()][];
    values[0] = new double[] {1};
    for (int l = 1; l <= layers(); l++) {
      values[l] = forward(theta, l, values[l - 1]);
    }
    double[] delta = {1};
    for (int l = layers(); l >= 1; l--) {
      delta = backward(theta, gradient, l, delta, values[l - 1]);
    }
    return values[layers()][0];
  }

  /** E alone. */
  double energy(double[] theta) {
    double[] value = {1};
    for (int l = 1; l <= layers(); l++) {
      value = forward(theta, l, value);
    }
    return value[0];
  }

  /** M_layer times a vector. */
  double[] forward(double[] theta, int layer, double[] x) {
    int columns = columns(layer);
    double[] y = new double[rows(layer)];
    int at = offset(layer);
    for (int i = 0; i < y.length; i++) {
      double sum = 0;
      for (int j = 0; j < columns; j++) {
        sum += theta[at++] * x[j];
      }
      y[i] = sum;
    }
    return y;
  }

  /** The transpose of M_layer times a vector. */
  double[] transposed(double[] theta, int layer, double[] delta) {
    int columns = columns(layer);
    double[] x = new double[columns];
    int at = offset(layer);
    for (double factor : delta) {
      for (int j = 0; j < columns; j++) {
        x[j] += factor * theta[at++];
      }
    }
    return x;
  }

  private double[] backward(
      double[] theta, double[] gradient, int layer, double[] delta, double[] x) {
    int at = offset(layer);
    for (double factor : delta) {
      for (double entry : x) {
        gradient[at++] = factor * entry;
      }
    }
    return layer == 1 ? x : transposed(theta, layer, delta);
  }

  /** ρ = |θ|². */
  static double rho(double[] theta) {
    return Vectors.dot(theta, theta);
  }

  /** κ, at most {@link #largestKappa}. */
  double kappa(double[] theta) {
    return energy(theta) / StrictMath.pow(rho(theta), layers() / 2.0);
  }

  /** L^(−L/2), reached by rank-one matrices of equal norm only; 0.19245 for three layers. */
  double largestKappa() {
    return StrictMath.pow(layers(), -layers() / 2.0);
  }

  /** The least time from here to the blow-up: √3/√ρ for three layers. */
  double leastTime(double rho) {
    int l = layers();
    return StrictMath.pow(rho, 1 - l / 2.0) / (l * (l - 2.0) * largestKappa());
  }

  /** The most time from here to the blow-up: ρ/(3E) for three layers; infinite where E ≤ 0. */
  double mostTime(double rho, double energy) {
    int l = layers();
    return energy > 0 ? rho / (l * (l - 2.0) * energy) : Double.POSITIVE_INFINITY;
  }

  /** M_layer as rows. */
  double[][] matrix(double[] theta, int layer) {
    double[][] m = new double[rows(layer)][columns(layer)];
    int at = offset(layer);
    for (double[] row : m) {
      System.arraycopy(theta, at, row, 0, row.length);
      at += row.length;
    }
    return m;
  }

  /**
   * The largest change of an entry of the invariants M_{l+1}ᵀM_{l+1} − M_l·M_lᵀ between two states,
   * over ρ at the second. Cost Σ (neurons of a layer)²·(neurons of its neighbours).
   */
  double drift(double[] from, double[] to) {
    double worst = 0;
    for (int l = 1; l < layers(); l++) {
      double[][] before = invariant(from, l);
      double[][] after = invariant(to, l);
      for (int i = 0; i < before.length; i++) {
        for (int j = 0; j < before.length; j++) {
          worst = Math.max(worst, Math.abs(after[i][j] - before[i][j]));
        }
      }
    }
    return worst / rho(to);
  }

  /** M_{l+1}ᵀM_{l+1} − M_l·M_lᵀ. */
  double[][] invariant(double[] theta, int layer) {
    double[][] next = matrix(theta, layer + 1);
    double[][] here = matrix(theta, layer);
    double[][] m = new double[here.length][here.length];
    for (int i = 0; i < here.length; i++) {
      for (int j = 0; j < here.length; j++) {
        double sum = -Vectors.dot(here[i], here[j]);
        for (double[] row : next) {
          sum += row[i] * row[j];
        }
        m[i][j] = sum;
      }
    }
    return m;
  }
}
