package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.Checks;
import io.github.widthbench.backend.Shape;

/** Where the numbers of a tensor lie in its array. */
record Layout(Shape shape, int offset, int batchStride, int rowStride) {

  /**
   * Numbers one after another.
   *
   * @throws IllegalArgumentException if a Java array cannot hold them
   */
  static Layout packed(Shape shape) {
    Checks.require(
        shape.size() <= Integer.MAX_VALUE - 64,
        "a tensor of %s has %d numbers, the CPU backend holds at most 2^31 - 65 in one:"
            + " make the batch, the sample or the width smaller",
        shape,
        shape.size());
    return new Layout(shape, 0, shape.rows() * shape.columns(), shape.columns());
  }

  /** Index of the first number of a row; a shared matrix serves every batch. */
  int row(int batch, int row) {
    int b = shape.batch() == 1 ? 0 : batch;
    return offset + b * batchStride + row * rowStride;
  }

  /** Whether the rows of a matrix follow each other without gaps. */
  boolean isPacked() {
    return rowStride == shape.columns();
  }

  Layout replicas(int from, int to) {
    checkRange("replicas", from, to, shape.batch());
    Shape view = new Shape(to - from, shape.rows(), shape.columns());
    return new Layout(view, offset + from * batchStride, batchStride, rowStride);
  }

  Layout columns(int from, int to) {
    checkRange("columns", from, to, shape.columns());
    Shape view = new Shape(shape.batch(), shape.rows(), to - from);
    return new Layout(view, offset + from, batchStride, rowStride);
  }

  private static void checkRange(String what, int from, int to, int limit) {
    Checks.require(
        0 <= from && from < to && to <= limit, "%s %d to %d of %d", what, from, to, limit);
  }
}
