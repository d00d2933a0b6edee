package io.github.widthbench.backend.cpu;

import java.lang.foreign.MemorySegment;

/**
 * A row-major FP64 matrix inside an array.
 *
 * @param offset index of the first number
 * @param stride numbers from one row to the next
 */
@SuppressWarnings("ArrayRecordComponent") // a view for one call, never compared
record Block64(double[] data, int offset, int stride) {

  MemorySegment segment() {
    return MemorySegment.ofArray(data).asSlice((long) offset * Double.BYTES);
  }

  /** The same matrix from {@code row} and {@code column} on. */
  Block64 at(int row, int column) {
    return new Block64(data, index(row, column), stride);
  }

  int index(int row, int column) {
    return offset + row * stride + column;
  }

  double get(int row, int column) {
    return data[index(row, column)];
  }
}
