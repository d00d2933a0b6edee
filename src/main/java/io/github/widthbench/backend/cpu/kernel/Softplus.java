package io.github.widthbench.backend.cpu.kernel;

import io.github.widthbench.backend.cpu.kernel.Elementary.Decay;
import io.github.widthbench.backend.cpu.kernel.Vec.Mask;

/** log(1 + e^z) = max(z, 0) + log(1 + e^{−|z|}), and its derivative σ(z); within 4 ulp. */
record Softplus() implements Formula {

  @Override
  public Point at(LaneCode c, Vec z) {
    Decay t = Elementary.decay(c, c.neg(c.abs(z)));
    Vec top = c.select(c.less(z, 0), t.value(), c.constant(1));
    Vec value = c.add(c.select(c.atMost(z, 0), 0, z), Elementary.log1p(c, t.value()));
    return new Point(value, c.div(top, c.add(t.value(), 1)));
  }

  @Override
  public Vec curvature(LaneCode c, Vec z) {
    return new Sigmoid(1).at(c, z).slope();
  }

  /**
   * The difference is log(1 + X) + max(B − A, 0) for p ≤ 0, and 2B less that for p > 0, with A =
   * |p|, B = |q| and X = H·(1 − L)/(1 + LH) of {@link Logistic}. The derivatives are σ.
   */
  @Override
  public Pair pair(LaneCode c, Vec p, Vec q) {
    Logistic pair = Logistic.of(c, 1, p, q);
    Vec log = Elementary.log1p(c, pair.part());
    Vec a = c.abs(p);
    Vec b = c.abs(q);
    Mask ahead = pair.ahead();
    Vec below = c.add(log, c.select(ahead, 0, c.sub(b, a)));
    Vec above = c.sub(c.add(b, c.select(ahead, b, a)), log);
    Vec difference = c.turn(c.select(c.more(p, 0), above, below), q);
    return new Pair(difference, pair.meanValue(), pair.difference(0.5));
  }
}
