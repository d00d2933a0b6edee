package io.github.widthbench.backend.cpu.kernel;

/** What a {@link Pointwise} kernel computes of an activation s. */
public enum Function {
  /** s(p). */
  VALUE,
  /** s′(p). */
  SLOPE,
  /** s″(p). */
  CURVATURE,
  /** s(p) and s′(p). */
  VALUE_AND_SLOPE,
  /** s(p+q) − s(p−q). */
  PAIR_DIFFERENCE,
  /** Mean, and half the difference, of s′(p+q) and s′(p−q). */
  PAIR_SLOPES;

  /** Arrays that it writes. */
  public int results() {
    return this == VALUE_AND_SLOPE || this == PAIR_SLOPES ? 2 : 1;
  }

  boolean paired() {
    return this == PAIR_DIFFERENCE || this == PAIR_SLOPES;
  }
}
