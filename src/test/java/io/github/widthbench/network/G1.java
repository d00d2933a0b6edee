package io.github.widthbench.network;

import io.github.widthbench.math.Activation;
import io.github.widthbench.network.Dag.Block;
import io.github.widthbench.network.Dag.Edge;
import java.util.List;

/**
 * The smallest network with every skip: h1 = tanh(w1 x), h2 = tanh(w2 x + w3 h1), o = w4 x + w5 h1
 * + w6 h2, with four samples.
 */
public final class G1 {
  public static final Dag DAG =
      new Dag(
          List.of(
              new Block("x", 1, null),
              new Block("h1", 1, Activation.TANH),
              new Block("h2", 1, Activation.TANH),
              new Block("o", 1, null)),
          List.of(
              new Edge("x", "h1"),
              new Edge("x", "h2"),
              new Edge("h1", "h2"),
              new Edge("x", "o"),
              new Edge("h1", "o"),
              new Edge("h2", "o")),
          List.of("x"),
          List.of("o"));

  private G1() {}

  /** The weights w1 … w6 that its published values belong to. */
  public static double[] weights() {
    return new double[] {.5, -.3, .8, .2, -.6, .9};
  }

  public static double[] x() {
    return new double[] {-1, -.5, .5, 1};
  }

  public static double[] y() {
    return new double[] {.5, .1, -.2, .3};
  }
}
