package io.github.widthbench.backend.cpu.kernel;

import io.github.widthbench.backend.cpu.kernel.Elementary.Decay;

/** e^z within 2 ulp. */
record Exp() implements Formula {

  @Override
  public Point at(LaneCode c, Vec z) {
    Vec value = Elementary.exp(c, z);
    return new Point(value, value);
  }

  @Override
  public Vec curvature(LaneCode c, Vec z) {
    return Elementary.exp(c, z);
  }

  /**
   * With top = e^{p+|q|} and t = e^{−2|q|} the difference is top·(1 − t) with the sign of q, so
   * that it overflows only where the difference does; 0 for q = 0 where top overflows, too.
   */
  @Override
  public Pair pair(LaneCode c, Vec p, Vec q) {
    Vec size = c.abs(q);
    Vec top = Elementary.exp(c, c.add(p, size));
    Decay t = Elementary.decay(c, c.mul(size, -2));
    Vec known = c.select(c.both(c.equal(q, 0), c.equal(top, Double.POSITIVE_INFINITY)), 0, top);
    Vec difference = c.turn(c.mul(c.sub(c.constant(0), t.less()), known), q);
    return new Pair(
        difference, c.mul(c.mul(c.add(t.value(), 1), top), 0.5), c.mul(difference, 0.5));
  }
}
