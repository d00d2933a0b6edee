package io.github.widthbench.training;

/**
 * When training ends: the first of a residual small enough, and a cap of steps.
 *
 * @param residual |F − y| at or below which a network has converged; 0 for never
 * @param cap most steps
 * @param atLeast steps taken in any case, so that recorded points are there
 */
public record StopRule(double residual, int cap, int atLeast) {

  public StopRule {
    if (!(residual >= 0) || cap < 0 || atLeast < 0) {
      throw new IllegalArgumentException(
          "stop rule needs residual ≥ 0 and steps ≥ 0, found "
              + residual
              + ", "
              + cap
              + ", "
              + atLeast);
    }
  }
}
