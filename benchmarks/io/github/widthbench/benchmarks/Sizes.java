package io.github.widthbench.benchmarks;

/**
 * Extents of a batch of networks.
 *
 * @param replicas networks in the batch, R
 * @param sampleCount n
 * @param inputDim d
 * @param width of one network, m
 */
record Sizes(int replicas, int sampleCount, int inputDim, int width) {

  /** R·n·m: activations that one pass evaluates. */
  double activations() {
    return (double) replicas * sampleCount * width;
  }

  /** R·d·m: trained weights. */
  double weights() {
    return (double) replicas * inputDim * width;
  }
}
