package io.github.widthbench.backend.cpu.kernel;

import io.github.widthbench.backend.cpu.kernel.Elementary.Decay;
import io.github.widthbench.backend.cpu.kernel.Vec.Mask;

/**
 * Two decays from which all pairs of σ(rate·z) = 1/(1 + e^{−rate·z}) follow.
 *
 * <p>With A = |p|, B = |q|, low and high their minimum and maximum, they are L = e^{−2·rate·low}
 * and H = e^{−rate·(high−low)}: e^{−rate·(A+B)} = L·H and e^{−rate·|A−B|} = H. Their differences
 * from 1 are kept as well, so that nothing cancels and nothing overflows.
 *
 * @param l L
 * @param h H
 * @param ahead whether A ≥ B
 */
record Logistic(LaneCode c, double rate, Vec p, Vec q, Decay l, Decay h, Mask ahead) {

  static Logistic of(LaneCode c, double rate, Vec p, Vec q) {
    Vec a = c.abs(p);
    Vec b = c.abs(q);
    Mask ahead = c.atLeast(a, b);
    Vec low = c.select(ahead, b, a);
    Vec high = c.select(ahead, a, b);
    Decay l = Elementary.decay(c, c.mul(low, -2 * rate));
    Decay h = Elementary.decay(c, c.mul(c.sub(low, high), rate));
    return new Logistic(c, rate, p, q, l, h, ahead);
  }

  /**
   * gain·(σ(rate·(p+q)) − σ(rate·(p−q))) = w·(1 − e^{−2·rate·B})/((1 + LH)(1 + H)): w, L as they
   * are for A ≥ B, else 1 and LH².
   */
  Vec difference(double gain) {
    Vec top = c.mul(c.select(ahead, c.mul(l.less(), h.value()), allLost()), gain);
    return c.turn(c.div(c.sub(c.constant(0), top), below()), q); // 0 − top: never −0
  }

  /** With g(t) = t/(1+t)² the two derivatives are gain·rate·g(LH) and gain·rate·g(H). */
  Vec mean(double gain) {
    Vec one = c.constant(1);
    Vec far = c.div(one, c.add(far(), 1));
    Vec close = c.div(one, c.add(h.value(), 1));
    Vec sum = c.add(c.mul(c.mul(far, far), l.value()), c.mul(close, close));
    return c.mul(sum, c.mul(h.value(), 0.5 * rate * gain));
  }

  /**
   * Half the difference of the two derivatives: g(LH) − g(H) = (LH − H)(1 − LH²)/((1 + LH)(1 +
   * H))²; negative, and turned where p and q differ in sign.
   */
  Vec half(double gain) {
    Vec top = c.mul(c.mul(c.mul(l.less(), allLost()), h.value()), -0.5 * rate * gain);
    return c.turn(c.turn(c.div(top, c.mul(below(), below())), p), q);
  }

  /** (σ(p+q) + σ(p−q))/2, for rate 1. */
  Vec meanValue() {
    Vec one = c.constant(1);
    Vec top = c.select(ahead, h.value(), one);
    Vec below = c.mul(c.add(c.div(far(), c.add(far(), 1)), c.div(top, c.add(h.value(), 1))), 0.5);
    return c.select(c.more(p, 0), c.sub(one, below), below);
  }

  /** H·(1 − L)/(1 + LH), which is (e^{B−A} − e^{−A−B})/(1 + e^{−A−B}) where A ≥ B. */
  Vec part() {
    return c.div(c.mul(h.value(), c.neg(l.less())), c.add(far(), 1));
  }

  private Vec far() {
    return c.mul(l.value(), h.value());
  }

  private Vec below() {
    return c.mul(c.add(far(), 1), c.add(h.value(), 1));
  }

  /** LH² − 1. */
  private Vec allLost() {
    return c.fma(l.value(), c.mul(h.less(), c.add(h.value(), 1)), l.less());
  }
}
