package io.github.widthbench.backend;

import io.github.widthbench.math.Draws;

/**
 * Independent neurons of a batch of networks, known by how their weights are drawn: coordinate k of
 * neuron r is normal number k + d·r of the network's seed, as {@link Ops#normals} stores it.
 *
 * @param seeds one a network
 * @param width neurons of each network, m; may be more than fit in memory
 */
@SuppressWarnings("ArrayRecordComponent") // arguments of one call, never compared
public record DrawnNeurons(long[] seeds, Draws.Stream stream, long width) {

  public DrawnNeurons {
    Checks.require(width >= 1, "width is %d, expected 1 or more", width);
  }
}
