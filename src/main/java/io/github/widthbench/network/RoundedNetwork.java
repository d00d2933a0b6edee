package io.github.widthbench.network;

import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.TwoLayerBatch;
import io.github.widthbench.math.FloatFormat;
import java.util.Arrays;

/**
 * One exponential network and its samples in the memory of the host, stored and computed as an
 * {@link Arithmetic} says: F_i = scale·c_i·Σ_r a_r·A_ir, where A_ir stands for e^⟨w_r,x_i⟩ and c_i
 * undoes what was taken from the row, or for a softmax makes the mean over r of c_i·A_ir 1.
 *
 * <p>Then ∂F_i/∂w_r = scale·c_i·S_ir·(a_r − b_i)·x_i with S the slopes of A, and b_i = 0, or Σ_s
 * a_s·A_is/Σ_s A_is for a softmax.
 */
final class RoundedNetwork {
  private final Arithmetic arithmetic;
  private final double scale;
  private final double clip;
  private final int n;
  private final int d;
  private final int m;
  private final double[] x;
  private final double[] w;
  private final double[] a;
  private final double[] z;

  /** A row a sample. */
  private final double[][] values;

  /** A row a sample: S for plain sums, S·(a − b) for a softmax. */
  private final double[][] slopes;

  /** c. */
  private final double[] factor;

  private boolean clipped;

  /** The only network of {@code net} on the samples {@code x}, 1 × n × d. */
  RoundedNetwork(Arithmetic arithmetic, TwoLayerBatch net, Shape samples, double[] x) {
    this.arithmetic = arithmetic;
    scale = net.scale();
    clip = net.clip();
    n = samples.rows();
    d = net.inputDim();
    m = net.width();
    this.x = rounded(x.clone(), arithmetic.activations());
    w = rounded(net.w().toArray(), arithmetic.weights());
    a = net.a().toArray();
    z = new double[m];
    values = new double[n][m];
    slopes = new double[n][m];
    factor = new double[n];
  }

  private static double[] rounded(double[] numbers, FloatFormat format) {
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = format.round(numbers[i]);
    }
    return numbers;
  }

  /** d × m, as a tensor holds them. */
  double[] weights() {
    return w;
  }

  /** Whether an exponent was clipped since the start. */
  boolean clipped() {
    return clipped;
  }

  /** F, of the weights as they are; {@link #step} and {@link #gram} use what it leaves. */
  double[] forward() {
    double[] outputs = new double[n];
    for (int i = 0; i < n; i++) {
      exponents(i);
      double[] row = values[i];
      arithmetic.form().values(z, row);
      arithmetic.form().slopes(z, slopes[i]);
      rounded(row, arithmetic.activations());
      rounded(slopes[i], arithmetic.activations());
      double sum = 0;
      double signed = 0;
      for (int r = 0; r < m; r++) {
        sum += row[r];
        signed += a[r] * row[r];
      }
      if (arithmetic.softmax()) {
        factor[i] = m / sum;
        centre(slopes[i], signed / sum);
      } else {
        factor[i] = StrictMath.exp(arithmetic.form().shift(z));
      }
      outputs[i] = scale * factor[i] * signed;
    }
    return outputs;
  }

  /** z ← the exponents of sample i. */
  private void exponents(int i) {
    Arrays.fill(z, 0);
    for (int k = 0; k < d; k++) {
      double entry = x[i * d + k];
      int at = k * m;
      for (int r = 0; r < m; r++) {
        z[r] += entry * w[at + r];
      }
    }
    rounded(z, arithmetic.activations());
    for (int r = 0; clip < Double.POSITIVE_INFINITY && r < m; r++) {
      clipped |= z[r] > clip;
      z[r] = Math.min(z[r], clip);
    }
  }

  private void centre(double[] row, double mean) {
    for (int r = 0; r < m; r++) {
      row[r] = arithmetic.activations().round(row[r] * (a[r] - mean));
    }
  }

  /**
   * W ← W − rate·∇L for the residuals F − y.
   *
   * @return whether a weight has changed: steps below half a unit of its last digit round to none
   */
  boolean step(double rate, double[] residual) {
    boolean changed = false;
    double[] gradient = new double[m];
    for (int k = 0; k < d; k++) {
      gradient(k, residual, gradient);
      for (int r = 0; r < m; r++) {
        int at = k * m + r;
        double next = arithmetic.weights().round(w[at] - rate * gradient[r]);
        changed |= next != w[at];
        w[at] = next;
      }
    }
    return changed;
  }

  /** {@code gradient} ← ∂L/∂w_r along coordinate k, for all neurons r. */
  void gradient(int k, double[] residual, double[] gradient) {
    Arrays.fill(gradient, 0);
    for (int i = 0; i < n; i++) {
      double weight = scale * residual[i] * factor[i] * x[i * d + k];
      double[] row = slopes[i];
      for (int r = 0; r < m; r++) {
        gradient[r] += weight * row[r];
      }
    }
    for (int r = 0; !arithmetic.softmax() && r < m; r++) {
      gradient[r] *= a[r];
    }
  }

  /** H, row-major n × n: the mean over neurons is rounded, then weighed by ⟨x_i,x_j⟩·c_i·c_j. */
  double[] gram() {
    double[] h = new double[n * n];
    for (int i = 0; i < n; i++) {
      for (int j = 0; j <= i; j++) {
        double mean = arithmetic.activations().round(dot(slopes[i], slopes[j]) / m);
        double inner = 0;
        for (int k = 0; k < d; k++) {
          inner += x[i * d + k] * x[j * d + k];
        }
        h[i * n + j] = inner * factor[i] * factor[j] * mean;
        h[j * n + i] = h[i * n + j];
      }
    }
    return h;
  }

  private static double dot(double[] p, double[] q) {
    double sum = 0;
    for (int r = 0; r < p.length; r++) {
      sum += p[r] * q[r];
    }
    return sum;
  }
}
