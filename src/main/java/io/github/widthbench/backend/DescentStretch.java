package io.github.widthbench.backend;

/**
 * A stretch of gradient descent between two looks at the loss.
 *
 * @param steps most steps to take
 * @param learningRate step length of each replica
 * @param stopBelow squared residual |F − y|² at or below which a replica stays where it is
 */
@SuppressWarnings("ArrayRecordComponent") // a view for one call, never compared
public record DescentStretch(int steps, double[] learningRate, double[] stopBelow) {

  /** Multiply-adds of a stretch: at most a few seconds on one core. */
  private static final double WORK = 2e9;

  private static final int LONGEST = 1 << 12;

  public DescentStretch {
    Checks.require(steps >= 1, "a stretch needs at least 1 step, found %d", steps);
    Checks.require(
        learningRate.length == stopBelow.length,
        "%d learning rates for %d stop values",
        learningRate.length,
        stopBelow.length);
  }

  /** Steps of that many {@code multiplyAdds} that go well between two looks at the interrupt. */
  public static int steps(double multiplyAdds) {
    return (int) Math.clamp(WORK / multiplyAdds, 1, LONGEST);
  }
}
