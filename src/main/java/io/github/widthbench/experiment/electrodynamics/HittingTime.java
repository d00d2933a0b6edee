package io.github.widthbench.experiment.electrodynamics;

import io.github.widthbench.experiment.electrodynamics.potential.Zonal;
import io.github.widthbench.experiment.electrodynamics.potential.Zonal.Shape;

/**
 * How long one electron of charge 1 takes to its proton on the sphere under gradient flow: the gap
 * φ closes at the speed 2|h′(φ)|.
 */
final class HittingTime {

  /** r = cos φ counts as hit from here on. */
  static final double HIT = 0.9;

  private HittingTime() {}

  /**
   * Time from overlap r = {@code from} to {@code to}, 0 &lt; from &lt; to &lt; 1. For cos^m it is
   * (F_m(to) − F_m(from))/(2m) with F_m = ∫ dr/(r^{m−1}(1 − r²)), by F_m = F_{m−2} + r^{2−m}/(2−m).
   */
  static double of(Shape shape, double from, double to) {
    return switch (shape) {
      case Zonal.Power(int m) -> (primitive(m, to) - primitive(m, from)) / (2 * m);
      case Zonal.Sign sign -> (StrictMath.acos(from) - StrictMath.acos(to)) / speed(sign, from);
      case Zonal.Step step -> (StrictMath.acos(from) - StrictMath.acos(to)) / speed(step, from);
    };
  }

  /**
   * How far steps of size {@code rate} may be off: a step of Euler's method is off by rate·f′/2 per
   * unit of flow f, which adds up to half the logarithm of the speeds passed; twice that, and two
   * steps for the ends.
   */
  static double allowance(Shape shape, double from, double to, double rate) {
    double slowest = Math.min(speed(shape, from), speed(shape, to));
    double fastest = Math.max(speed(shape, from), speed(shape, to));
    if (shape instanceof Zonal.Power(int m)) {
      double peak = Math.sqrt((m - 1.0) / m);
      fastest = peak > from && peak < to ? Math.max(fastest, speed(shape, peak)) : fastest;
    }
    return rate * (2 + StrictMath.log(fastest / slowest));
  }

  private static double speed(Shape shape, double r) {
    return 2 * Math.abs(shape.slope(StrictMath.acos(r)));
  }

  private static double primitive(int m, double r) {
    return switch (m) {
      case 1 -> 0.5 * StrictMath.log((1 + r) / (1 - r));
      case 2 -> 0.5 * StrictMath.log(r * r / ((1 - r) * (1 + r)));
      default -> primitive(m - 2, r) + StrictMath.pow(r, 2 - m) / (2 - m);
    };
  }
}
