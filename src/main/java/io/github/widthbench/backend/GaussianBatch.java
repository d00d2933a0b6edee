package io.github.widthbench.backend;

import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Draws.Stream;
import io.github.widthbench.math.Precision;

/**
 * Two-layer networks at their Gaussian start, one a seed, of any width: weights are drawn by (seed,
 * neuron) where they are needed and kept nowhere. Those of {@link Ops#normals} with stream {@link
 * Stream#WEIGHTS}, from neuron 0 on.
 *
 * @param precision that weights are rounded to and preactivations computed in, FP32 or FP64
 * @param deviation standard deviation of a weight
 * @param width neurons of a network, m; of coupled pairs, whose two neurons start alike, the pairs
 */
@SuppressWarnings("ArrayRecordComponent") // a request, never compared
public record GaussianBatch(
    Activation activation, Precision precision, double deviation, long width, long... seeds) {

  public GaussianBatch {
    Checks.require(width >= 1, "width must be at least 1, found %d", width);
    Checks.require(seeds.length >= 1, "a batch needs at least one seed");
  }
}
