package io.github.widthbench.experiment.recovery;

import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;
import io.github.widthbench.network.SquareLoss;

/**
 * The network that made the labels, f*(x) = Σ_j a*_j·s(⟨w*_j, x⟩).
 *
 * @param a m₀ output weights
 * @param w m₀×d
 */
@SuppressWarnings("ArrayRecordComponent") // read only
record Teacher(Activation activation, double[] a, double[][] w) {

  /** Directions uniform, lengths in [0.75, 1.25], output weights of magnitude in [0.5, 1.5]. */
  static Teacher random(Activation activation, int neurons, int inputDim, long seed) {
    Draws draws = new Draws(seed, Stream.LABELS);
    double[] a = new double[neurons];
    double[][] w = new double[neurons][inputDim];
    for (int j = 0; j < neurons; j++) {
      a[j] = draws.sign(j) * (0.5 + draws.uniform(2L * j));
      draws.normals((long) j * inputDim, w[j]);
      double squared = 0;
      for (double entry : w[j]) {
        squared += entry * entry;
      }
      double factor = (0.75 + 0.5 * draws.uniform(2L * j + 1)) / Math.sqrt(squared);
      for (int p = 0; p < inputDim; p++) {
        w[j][p] *= factor;
      }
    }
    return new Teacher(activation, a, w);
  }

  /** m₀. */
  int neurons() {
    return a.length;
  }

  int inputDim() {
    return w[0].length;
  }

  /** Whether s(−z) = −s(z), so that a neuron with both signs turned is the same. */
  boolean isOdd() {
    return activation == Activation.TANH || activation == Activation.ERF;
  }

  /** f* at every point. */
  double[] outputs(double[][] points) {
    double[] theta = new double[neurons() * (inputDim() + 1)];
    System.arraycopy(a, 0, theta, 0, neurons());
    for (int j = 0; j < neurons(); j++) {
      System.arraycopy(w[j], 0, theta, neurons() + j * inputDim(), inputDim());
    }
    return new SquareLoss(activation, points, new double[points.length], neurons())
        .residuals(theta);
  }
}
