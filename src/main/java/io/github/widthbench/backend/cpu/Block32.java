package io.github.widthbench.backend.cpu;

import java.lang.foreign.MemorySegment;

/**
 * A row-major FP32 matrix inside an array.
 *
 * @param offset index of the first number
 * @param stride numbers from one row to the next
 */
@SuppressWarnings("ArrayRecordComponent") // a view for one call, never compared
record Block32(float[] data, int offset, int stride) {

  MemorySegment segment() {
    return MemorySegment.ofArray(data).asSlice((long) offset * Float.BYTES);
  }

  /** The same matrix from {@code row} and {@code column} on. */
  Block32 at(int row, int column) {
    return new Block32(data, index(row, column), stride);
  }

  int index(int row, int column) {
    return offset + row * stride + column;
  }

  float get(int row, int column) {
    return data[index(row, column)];
  }
}
