package io.github.widthbench.backend.cpu.kernel;

/** What a {@link Pointwise} kernel computes of an activation s. */
public enum Function {
  /** s(p). */
  VALUE,
  /** s′(p). */
  SLOPE,
  /** s(p+q) − s(p−q). */
  PAIR_DIFFERENCE,
  /** Mean, and half the difference, of s′(p+q) and s′(p−q). */
  PAIR_SLOPES;

  boolean paired() {
    return this == PAIR_DIFFERENCE || this == PAIR_SLOPES;
  }
}
