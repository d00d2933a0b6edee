package io.github.widthbench.backend.cpu;

import io.github.widthbench.math.Activation;

/**
 * The loops of one activation over FP32 numbers. {@code length} is rounded up to whole vectors, and
 * every array must reach that far: what lies beyond {@code length} is overwritten with no meaning.
 * Each loop is one straight line of vector operations: C2 stops inlining, and boxes vectors, where
 * a loop branches over functions.
 */
interface Pointwise32 {

  /** value ← s(z), slope ← s′(z). Either result may be {@code z}. */
  void evaluate(float[] z, float[] value, float[] slope, int length);

  /** y ← s(p+q) − s(p−q); exactly 0 where q is 0. {@code y} is neither operand. */
  void pairDifference(float[] p, float[] q, float[] y, int length);

  /** mean ← (s′(p+q) + s′(p−q))/2, half ← (s′(p+q) − s′(p−q))/2. No result is an operand. */
  void pairDerivatives(float[] p, float[] q, float[] mean, float[] half, int length);

  static Pointwise32 of(Activation s) {
    return switch (s) {
      case RELU -> new Relu32();
      case TANH -> new Tanh32();
      case EXP -> new Exp32();
      case ERF -> new Erf32();
      case SIGMOID -> new Sigmoid32();
      case SOFTPLUS -> new Softplus32();
    };
  }
}
