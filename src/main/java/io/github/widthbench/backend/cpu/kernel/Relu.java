package io.github.widthbench.backend.cpu.kernel;

/** max(z, 0), exact; s′(0) = 0. */
record Relu() implements Formula {

  @Override
  public Point at(LaneCode c, Vec z) {
    Vec zero = c.constant(0);
    return new Point(c.select(c.atMost(z, 0), zero, z), c.select(c.more(z, 0), 1, zero));
  }

  @Override
  public Vec curvature(LaneCode c, Vec z) {
    return c.sub(z, z); // 0, and NaN for NaN
  }

  /** p + |q| clamped to 0 … 2|q|, with the sign of q. */
  @Override
  public Pair pair(LaneCode c, Vec p, Vec q) {
    Vec zero = c.constant(0);
    Vec size = c.abs(q);
    Vec most = c.add(size, size);
    Vec sum = c.add(p, size);
    sum = c.select(c.atMost(sum, 0), zero, sum);
    Vec difference = c.turn(c.select(c.more(sum, most), most, sum), q);
    Vec plus = c.select(c.more(p, c.neg(q)), 0.5, zero);
    Vec minus = c.select(c.more(p, q), 0.5, zero);
    return new Pair(difference, c.add(plus, minus), c.sub(plus, minus));
  }
}
