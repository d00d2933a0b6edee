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

  public DescentStretch {
    Checks.require(steps >= 1, "a stretch needs at least 1 step, found %d", steps);
    Checks.require(
        learningRate.length == stopBelow.length,
        "%d learning rates for %d stop values",
        learningRate.length,
        stopBelow.length);
  }
}
