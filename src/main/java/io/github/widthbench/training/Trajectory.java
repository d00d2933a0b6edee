package io.github.widthbench.training;

import java.util.Arrays;
import java.util.OptionalInt;

/** The squared residuals |F − y|² of one network, from before the first step to the last. */
public final class Trajectory {
  private double[] squaredResiduals;
  private int length = 1;
  private boolean clipped;

  /** Begins with |F − y|² before the first step. */
  public Trajectory(double first) {
    squaredResiduals = new double[256];
    squaredResiduals[0] = first;
  }

  void append(double[] values) {
    if (length + values.length > squaredResiduals.length) {
      squaredResiduals =
          Arrays.copyOf(
              squaredResiduals, Math.max(length + values.length, 2 * squaredResiduals.length));
    }
    System.arraycopy(values, 0, squaredResiduals, length, values.length);
    length += values.length;
  }

  void addClipped(boolean more) {
    clipped |= more;
  }

  /** Steps taken. */
  public int steps() {
    return length - 1;
  }

  /** |F − y|² after {@code step} steps. */
  public double squaredResidual(int step) {
    if (step >= length) {
      throw new IndexOutOfBoundsException("step " + step + " of " + steps());
    }
    return squaredResiduals[step];
  }

  /** |F − y| after the last step. */
  public double finalResidual() {
    return Math.sqrt(squaredResiduals[length - 1]);
  }

  /** The first step with |F − y| at most {@code residual}, if there is one. */
  public OptionalInt firstAtMost(double residual) {
    double squared = residual * residual;
    for (int step = 0; step < length; step++) {
      if (squaredResiduals[step] <= squared) {
        return OptionalInt.of(step);
      }
    }
    return OptionalInt.empty();
  }

  /** The first step from which on the residual did not change any more. */
  public int sameSince() {
    int step = length - 1;
    while (step > 0 && squaredResiduals[step - 1] == squaredResiduals[length - 1]) {
      step--;
    }
    return step;
  }

  /** The step at which the outputs stopped being finite, if they did. */
  public OptionalInt overflowedAt() {
    return Double.isFinite(squaredResiduals[length - 1])
        ? OptionalInt.empty()
        : OptionalInt.of(length - 1);
  }

  /** Whether a preactivation was clipped on the way. */
  public boolean clipped() {
    return clipped;
  }
}
