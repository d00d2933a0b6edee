package io.github.widthbench.experiment.exponential;

/**
 * The width and the number of steps that the main theorem asks for, with re-derived explicit
 * constants: far beyond any computer, so they are reported and never asserted.
 *
 * <p>With B = ρ√(2 ln(2mn/δ)) and R = min(1/2, λ/(16n·e^{2B})): m ≥ 4√n·e^{B+R}|y|/(λR), m ≥
 * 64n²e^{4B}ln(2n²/δ)/λ², η ≤ λ/(16m·n²e^{4(B+R)}), and T = ⌈ln(|y|²/ε²)/−ln(1 − mηλ/2)⌉.
 *
 * @param width smallest m that satisfies both, a fixed point since B grows with m
 * @param iterations T at that width and the largest η
 */
record Thresholds(double width, double iterations) {

  /** Failure probability δ of the theorem as reported. */
  static final double DELTA = 0.1;

  private static final int MOST_ROUNDS = 1000;

  /**
   * Solves for the smallest width.
   *
   * @param n sample count
   * @param rho largest norm of a point
   * @param labels |y|
   * @param lambda smallest eigenvalue of the infinite-width Gram matrix
   * @param epsilon residual to reach
   */
  static Thresholds of(int n, double rho, double labels, double lambda, double epsilon) {
    if (!(lambda > 0)) {
      return new Thresholds(Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY);
    }
    double m = 1;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      double next = widthFor(m, n, rho, labels, lambda);
      if (!(next > m * (1 + 1e-12)) || Double.isInfinite(next)) {
        m = Math.max(m, next);
        break;
      }
      m = next;
    }
    double b = bound(m, n, rho, DELTA);
    double r = radius(b, n, lambda);
    // m·η·λ/2 with the largest step allowed
    double rate = lambda * lambda / (32.0 * n * n * StrictMath.exp(4 * (b + r)));
    double steps = StrictMath.log(labels * labels / (epsilon * epsilon)) / -StrictMath.log1p(-rate);
    return new Thresholds(m, Math.ceil(Math.max(steps, 0)));
  }

  /** B, the bound on every |⟨w_r, x_i⟩| that holds with probability 1 − δ. */
  static double bound(double m, int n, double rho, double delta) {
    return rho * StrictMath.sqrt(2 * StrictMath.log(2 * m * n / delta));
  }

  private static double radius(double b, int n, double lambda) {
    return Math.min(0.5, lambda / (16 * n * StrictMath.exp(2 * b)));
  }

  private static double widthFor(double m, int n, double rho, double labels, double lambda) {
    double b = bound(m, n, rho, DELTA);
    double r = radius(b, n, lambda);
    double movement = 4 * Math.sqrt(n) * StrictMath.exp(b + r) * labels / (lambda * r);
    double concentration =
        64.0
            * n
            * n
            * StrictMath.exp(4 * b)
            * StrictMath.log(2.0 * n * n / DELTA)
            / (lambda * lambda);
    return Math.max(movement, concentration);
  }
}
