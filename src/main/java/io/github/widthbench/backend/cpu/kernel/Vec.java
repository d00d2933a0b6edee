package io.github.widthbench.backend.cpu.kernel;

/**
 * A group of numbers in generated code.
 *
 * @param locals the local variables that hold its registers
 */
@SuppressWarnings("ArrayRecordComponent") // names variables of a method under construction
record Vec(int[] locals) {

  /** One truth value for each number of a group. */
  @SuppressWarnings("ArrayRecordComponent")
  record Mask(int[] locals) {}
}
