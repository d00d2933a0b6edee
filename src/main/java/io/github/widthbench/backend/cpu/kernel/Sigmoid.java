package io.github.widthbench.backend.cpu.kernel;

import io.github.widthbench.backend.cpu.kernel.Elementary.Decay;

/**
 * 1/(1 + e^{−z}) for rate 1, and tanh z = 2/(1 + e^{−2z}) − 1 for rate 2; values and derivatives
 * within 4 ulp.
 */
record Sigmoid(int rate) implements Formula {

  /** With t = e^{−rate·|z|} the derivatives are t/(1 + t)², and 4 times that for tanh. */
  @Override
  public Point at(LaneCode c, Vec z) {
    Decay t = Elementary.decay(c, c.mul(c.abs(z), -rate));
    return rate == 2 ? tanh(c, z, t) : sigmoid(c, z, t);
  }

  /** tanh |z| = (1 − t)/(1 + t). */
  private static Point tanh(LaneCode c, Vec z, Decay t) {
    Vec part = c.div(c.constant(-1), c.add(t.value(), 1));
    Vec value = c.turn(c.mul(t.less(), part), z);
    return new Point(value, c.mul(c.mul(t.value(), 4), c.mul(part, part)));
  }

  private static Point sigmoid(LaneCode c, Vec z, Decay t) {
    Vec part = c.div(c.constant(1), c.add(t.value(), 1));
    Vec lower = c.mul(t.value(), part);
    return new Point(c.select(c.less(z, 0), lower, part), c.mul(lower, part));
  }

  /** −rate·tanh(rate·z/2)·s′(z). */
  @Override
  public Vec curvature(LaneCode c, Vec z) {
    Decay t = Elementary.decay(c, c.mul(c.abs(z), -rate));
    Vec part = c.div(c.constant(1), c.add(t.value(), 1));
    Vec slope = c.mul(c.mul(t.value(), rate * rate), c.mul(part, part));
    return c.turn(c.mul(c.mul(c.mul(t.less(), part), rate), slope), z);
  }

  @Override
  public Pair pair(LaneCode c, Vec p, Vec q) {
    Logistic pair = Logistic.of(c, rate, p, q);
    return new Pair(pair.difference(rate), pair.mean(rate), pair.half(rate));
  }
}
