package io.github.widthbench.backend;

/**
 * What a stretch of descent left behind.
 *
 * @param squaredResiduals for each replica |F − y|² after each step it took; shorter than the
 *     stretch where the replica stopped
 * @param clipped for each replica whether a preactivation was clipped on the way
 */
@SuppressWarnings("ArrayRecordComponent") // a result to read once, never compared
public record DescentTrace(double[][] squaredResiduals, boolean[] clipped) {

  /** Steps that {@code replica} took. */
  public int steps(int replica) {
    return squaredResiduals[replica].length;
  }
}
