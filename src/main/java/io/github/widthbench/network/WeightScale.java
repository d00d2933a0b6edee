package io.github.widthbench.network;

import io.github.widthbench.network.Dag.Edge;

/** Standard deviation of the Gaussian weights that a network starts with, edge by edge. */
@FunctionalInterface
public interface WeightScale {

  /** Standard deviation of the weights of {@code edge}. */
  double of(Dag dag, Edge edge);

  /** {@code epsilon} for all weights: small ones let neurons condense. */
  static WeightScale constant(double epsilon) {
    return (dag, edge) -> epsilon;
  }

  /**
   * {@code gain}/√(neurons that feed the block, over all edges into it): preactivations start about
   * {@code gain} times as large as values, whatever the width and the number of skip edges.
   */
  static WeightScale fanIn(double gain) {
    return (dag, edge) -> gain / Math.sqrt(dag.fanIn(edge.to()));
  }
}
