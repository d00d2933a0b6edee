package io.github.widthbench.experiment.condensation;

import io.github.widthbench.training.Slope;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The gradient flow of a product P = W_N⋯W₁ of square matrices that is fitted to A: the loss is ½|P
 * − A|², over the observed entries where not all are.
 *
 * @param n rows and columns of every matrix
 * @param factors N
 * @param target A, row-major
 * @param observed 1 for entries that count, 0 for others; null for all
 */
@SuppressWarnings("ArrayRecordComponent") // read, never compared
record FactorFlow(int n, int factors, double[] target, double @Nullable [] observed)
    implements Slope {

  @Override
  public void of(double[] y, double[] slope) {
    double[][] below = new double[factors + 1][];
    below[0] = identity(n);
    for (int l = 0; l < factors; l++) {
      below[l + 1] = times(factor(y, l), below[l]);
    }
    // (W_N⋯W_{l+1})ᵀ·(A − P), from the last factor down
    double[] above = misfit(below[factors]);
    for (int l = factors - 1; l >= 0; l--) {
      double[] change = times(above, transposed(below[l]));
      System.arraycopy(change, 0, slope, l * n * n, n * n);
      above = l == 0 ? above : times(transposed(factor(y, l)), above);
    }
  }

  /** A − P, 0 where it is not observed. */
  private double[] misfit(double[] product) {
    double[] rest = new double[n * n];
    for (int k = 0; k < rest.length; k++) {
      rest[k] = (target[k] - product[k]) * (observed == null ? 1 : observed[k]);
    }
    return rest;
  }

  /** P. */
  double[] product(double[] y) {
    double[] product = identity(n);
    for (int l = 0; l < factors; l++) {
      product = times(factor(y, l), product);
    }
    return product;
  }

  /** |P − A| over the observed entries. */
  double residual(double[] y) {
    double sum = 0;
    for (double entry : misfit(product(y))) {
      sum += entry * entry;
    }
    return Math.sqrt(sum);
  }

  private double[] factor(double[] y, int l) {
    return Arrays.copyOfRange(y, l * n * n, (l + 1) * n * n);
  }

  double[] times(double[] a, double[] b) {
    double[] c = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int k = 0; k < n; k++) {
        double factor = a[i * n + k];
        for (int j = 0; j < n; j++) {
          c[i * n + j] += factor * b[k * n + j];
        }
      }
    }
    return c;
  }

  double[] transposed(double[] a) {
    double[] t = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        t[j * n + i] = a[i * n + j];
      }
    }
    return t;
  }

  static double[] identity(int n) {
    double[] one = new double[n * n];
    for (int i = 0; i < n; i++) {
      one[i * n + i] = 1;
    }
    return one;
  }
}
