package io.github.widthbench.network;

import io.github.widthbench.math.Activation;

/**
 * The loss R = ½Σ_i (f(x_i) − y_i)² of a small network f(x) = Σ_k a_k·s(⟨w_k, x⟩) with both layers
 * trained, and its exact derivatives, in plain FP64 loops with the same bits everywhere.
 *
 * <p>Parameters are one vector of length m(d+1): a_1 … a_m, then w_1, …, w_m. A call costs n·m
 * activations; the Hessian n·(m(d+1))² flops more.
 *
 * @param x n×d
 * @param y n labels
 * @param width m
 */
@SuppressWarnings("ArrayRecordComponent") // shared and read only
public record SquareLoss(Activation activation, double[][] x, double[] y, int width) {

  /** n. */
  public int sampleCount() {
    return x.length;
  }

  /** Length m(d+1) of the vector of parameters. */
  public int size() {
    return width * (inputDim() + 1);
  }

  private int inputDim() {
    return x[0].length;
  }

  /** f(point). */
  public double output(double[] theta, double[] point) {
    double sum = 0;
    for (int k = 0; k < width; k++) {
      sum += theta[k] * activation.value(preactivation(theta, k, point));
    }
    return sum;
  }

  /** f(x_i) − y_i for every sample. */
  public double[] residuals(double[] theta) {
    double[] r = new double[x.length];
    for (int i = 0; i < r.length; i++) {
      r[i] = output(theta, x[i]) - y[i];
    }
    return r;
  }

  /** R from the residuals. */
  public static double loss(double[] residuals) {
    double sum = 0;
    for (double r : residuals) {
      sum += r * r;
    }
    return sum / 2;
  }

  /** {@code gradient} ← ∇R; answers R at the same point. */
  public double gradient(double[] theta, double[] gradient) {
    double[] z = new double[width];
    double[] value = new double[width];
    double[] total = new double[size()];
    double loss = 0;
    for (int i = 0; i < x.length; i++) {
      double r = -y[i];
      for (int k = 0; k < width; k++) {
        z[k] = preactivation(theta, k, x[i]);
        value[k] = activation.value(z[k]);
        r += theta[k] * value[k];
      }
      loss += r * r / 2;
      for (int k = 0; k < width; k++) {
        total[k] += r * value[k];
        add(total, k, r * theta[k] * activation.derivative(z[k]), x[i]);
      }
    }
    System.arraycopy(total, 0, gradient, 0, total.length);
    return loss;
  }

  /** The Jacobian J of the outputs, n rows of length {@link #size}. */
  public double[][] jacobian(double[] theta) {
    double[][] j = new double[x.length][];
    for (int i = 0; i < x.length; i++) {
      j[i] = jacobianRow(theta, x[i]);
    }
    return j;
  }

  /** ∂f(point)/∂θ. */
  public double[] jacobianRow(double[] theta, double[] point) {
    double[] row = new double[size()];
    for (int k = 0; k < width; k++) {
      double z = preactivation(theta, k, point);
      row[k] = activation.value(z);
      add(row, k, theta[k] * activation.derivative(z), point);
    }
    return row;
  }

  /** {@code hessian} ← ∇²R = JᵀJ + Σ_i r_i·∇²f(x_i), row-major. */
  public void hessian(double[] theta, double[] hessian) {
    int size = size();
    double[] total = new double[size * size];
    for (double[] point : x) {
      double[] row = jacobianRow(theta, point);
      for (int p = 0; p < size; p++) {
        for (int q = 0; q <= p; q++) {
          total[p * size + q] += row[p] * row[q];
        }
      }
    }
    for (int i = 0; i < x.length; i++) {
      addCurvature(theta, x[i], output(theta, x[i]) - y[i], total);
    }
    for (int p = 0; p < size; p++) {
      for (int q = 0; q < p; q++) {
        total[q * size + p] = total[p * size + q];
      }
    }
    System.arraycopy(total, 0, hessian, 0, total.length);
  }

  /** Adds r·∇²f(point) to the lower half: each neuron has a block of its own. */
  private void addCurvature(double[] theta, double[] point, double r, double[] lower) {
    int size = size();
    int d = inputDim();
    for (int k = 0; k < width; k++) {
      double z = preactivation(theta, k, point);
      double first = r * activation.derivative(z);
      double second = r * theta[k] * activation.secondDerivative(z);
      int from = width + k * d;
      for (int p = 0; p < d; p++) {
        lower[(from + p) * size + k] += first * point[p];
        for (int q = 0; q <= p; q++) {
          lower[(from + p) * size + from + q] += second * point[p] * point[q];
        }
      }
    }
  }

  /**
   * A bound of |D²F[v, v]| for unit v, where F are the n outputs: the root of the sum over samples
   * of the squared norms of their Hessians at θ.
   */
  public double curvature(double[] theta) {
    double sum = 0;
    for (double[] point : x) {
      double squared = 0;
      double norm = 0;
      for (double entry : point) {
        norm += entry * entry;
      }
      for (int k = 0; k < width; k++) {
        double z = preactivation(theta, k, point);
        double mixed = activation.derivative(z);
        double pure = theta[k] * activation.secondDerivative(z);
        // the block is σ′(ax + xa)-shaped in two dimensions: its Frobenius norm bounds it
        squared = Math.max(squared, 2 * mixed * mixed * norm + pure * pure * norm * norm);
      }
      sum += squared;
    }
    return Math.sqrt(sum);
  }

  private double preactivation(double[] theta, int k, double[] point) {
    double z = 0;
    int from = width + k * point.length;
    for (int p = 0; p < point.length; p++) {
      z += theta[from + p] * point[p];
    }
    return z;
  }

  private void add(double[] target, int k, double factor, double[] point) {
    int from = width + k * point.length;
    for (int p = 0; p < point.length; p++) {
      target[from + p] += factor * point[p];
    }
  }
}
