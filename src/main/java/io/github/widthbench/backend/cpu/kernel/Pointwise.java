package io.github.widthbench.backend.cpu.kernel;

/** A function of one or two arrays, entry by entry. */
@FunctionalInterface
public interface Pointwise {

  /**
   * Fills the results. {@code length} is rounded up to whole groups, and every array must reach
   * that far: what lies beyond {@code length} is overwritten with no meaning. A result may be an
   * operand.
   *
   * @param p the operand, or the first of two
   * @param q the second; not read otherwise
   * @param first the result, or the first of two
   * @param second the second; not written otherwise
   */
  void run(int length, Object p, Object q, Object first, Object second);
}
