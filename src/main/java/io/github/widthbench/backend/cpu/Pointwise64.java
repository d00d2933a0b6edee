package io.github.widthbench.backend.cpu;

import io.github.widthbench.math.Activation;

/**
 * The loops of one activation over FP64 numbers. {@code length} is rounded up to whole vectors, and
 * every array must reach that far: what lies beyond {@code length} is overwritten with no meaning.
 * Each loop is one straight line of vector operations: C2 stops inlining, and boxes vectors, where
 * a loop branches over functions.
 */
interface Pointwise64 {

  /** value ← s(z), slope ← s′(z). Either result may be {@code z}. */
  void evaluate(double[] z, double[] value, double[] slope, int length);

  /** y ← s(p+q) − s(p−q); exactly 0 where q is 0. {@code y} is neither operand. */
  void pairDifference(double[] p, double[] q, double[] y, int length);

  /** mean ← (s′(p+q) + s′(p−q))/2, half ← (s′(p+q) − s′(p−q))/2. No result is an operand. */
  void pairDerivatives(double[] p, double[] q, double[] mean, double[] half, int length);

  static Pointwise64 of(Activation s) {
    return switch (s) {
      case RELU -> new Relu64();
      case TANH -> new Tanh64();
      case EXP -> new Exp64();
      case ERF -> new Erf64();
      case SIGMOID -> new Sigmoid64();
      case SOFTPLUS -> new Softplus64();
    };
  }
}
