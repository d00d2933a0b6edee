package io.github.widthbench.experiment.recovery;

import io.github.widthbench.math.Draws;
import io.github.widthbench.math.Draws.Stream;

/**
 * A teacher put into a wider student, exactly: neuron k of the first m − (r − m₀) lies on teacher
 * neuron k mod m₀, and those on one share its output weight at random; the last r − m₀ have a
 * random w and output weight 0.
 */
final class Embedding {

  /** Draws of the perturbation start here, far from those of the weights. */
  private static final long PERTURBATION = 1L << 32;

  private Embedding() {}

  /**
   * A point of a branch, moved by δ times a standard normal in every coordinate.
   *
   * @param width m
   * @param groups r, from m₀ to m
   * @param delta δ
   */
  static double[] start(Teacher teacher, int width, int groups, double delta, long seed) {
    double[] theta = onBranch(teacher, width, groups, seed);
    double[] noise = new double[theta.length];
    new Draws(seed, Stream.WEIGHTS).normals(PERTURBATION, noise);
    for (int p = 0; p < theta.length; p++) {
      theta[p] += delta * noise[p];
    }
    return theta;
  }

  /** The point of the branch itself. */
  static double[] onBranch(Teacher teacher, int width, int groups, long seed) {
    int d = teacher.inputDim();
    int off = groups - teacher.neurons();
    double[] theta = new double[width * (d + 1)];
    double[] free = new double[width * d];
    new Draws(seed, Stream.WEIGHTS).normals(0, free);
    System.arraycopy(free, 0, theta, width, free.length);
    double[] shares = shares(teacher.neurons(), width - off, seed);
    for (int k = 0; k < width - off; k++) {
      int j = k % teacher.neurons();
      theta[k] = shares[k] * teacher.a()[j];
      System.arraycopy(teacher.w()[j], 0, theta, width + k * d, d);
    }
    return theta;
  }

  /** Positive shares that sum to 1 over the neurons on each teacher neuron. */
  private static double[] shares(int teacher, int neurons, long seed) {
    Draws draws = new Draws(seed, Stream.SIGNS);
    double[] shares = new double[neurons];
    double[] sums = new double[teacher];
    for (int k = 0; k < neurons; k++) {
      shares[k] = 0.5 + draws.uniform(k);
      sums[k % teacher] += shares[k];
    }
    for (int k = 0; k < neurons; k++) {
      shares[k] = neurons == teacher ? 1 : shares[k] / sums[k % teacher];
    }
    return shares;
  }
}
