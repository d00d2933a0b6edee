package io.github.widthbench.backend.cpu.kernel;

import io.github.widthbench.math.Activation;

/**
 * An activation s as straight-line code. What a kernel does not use of the results, the compiler
 * drops again.
 */
interface Formula {

  /** s and its derivative at {@code z}. */
  Point at(LaneCode c, Vec z);

  /** s″ at {@code z}. */
  Vec curvature(LaneCode c, Vec z);

  /** s(p ± q) and its derivatives, without cancellation; a difference is exactly 0 where q is. */
  Pair pair(LaneCode c, Vec p, Vec q);

  static Formula of(Activation s) {
    return switch (s) {
      case RELU -> new Relu();
      case TANH -> new Sigmoid(2);
      case EXP -> new Exp();
      case ERF -> new Erf();
      case SIGMOID -> new Sigmoid(1);
      case SOFTPLUS -> new Softplus();
    };
  }

  /**
   * One preactivation.
   *
   * @param value s(z)
   * @param slope s′(z)
   */
  record Point(Vec value, Vec slope) {}

  /**
   * Two preactivations p + q and p − q.
   *
   * @param difference s(p+q) − s(p−q)
   * @param mean (s′(p+q) + s′(p−q))/2
   * @param half (s′(p+q) − s′(p−q))/2
   */
  record Pair(Vec difference, Vec mean, Vec half) {}
}
