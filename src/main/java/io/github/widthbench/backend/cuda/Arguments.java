package io.github.widthbench.backend.cuda;

import io.github.widthbench.backend.Shape;
import io.github.widthbench.math.Activation;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jcuda.Pointer;

/**
 * The arguments of one launch in native memory, in the layouts of kernels/README.md. The driver
 * copies them when a kernel is launched, so that one instance serves all launches of a thread.
 */
final class Arguments {
  private static final int MOST_BYTES = 512;
  private static final int MOST = 16;

  private final MemorySegment values;
  private final MemorySegment addresses;
  private final Pointer pointer;
  private int bytes;
  private int count;

  Arguments(Arena arena) {
    values = arena.allocate(MOST_BYTES, Long.BYTES);
    addresses = arena.allocate(ValueLayout.JAVA_LONG, MOST);
    pointer = Address.pointer(addresses.address());
  }

  /** How kernels name an activation: kernels/activation.cuh. */
  static int code(Activation activation) {
    return switch (activation) {
      case RELU -> 0;
      case TANH -> 1;
      case EXP -> 2;
      case ERF -> 3;
      case SIGMOID -> 4;
      case SOFTPLUS -> 5;
    };
  }

  /** Begins the arguments of another launch. */
  Arguments reset() {
    bytes = 0;
    count = 0;
    return this;
  }

  Arguments integer(int value) {
    begin(Integer.BYTES);
    put(value);
    return this;
  }

  Arguments real(double value) {
    begin(Double.BYTES);
    put(value);
    return this;
  }

  /** An address in device memory; 0 is null. */
  Arguments address(long value) {
    begin(Long.BYTES);
    put(value);
    return this;
  }

  /** Matrices of {@code tensor}; a single one is shared by all of a batch. */
  Arguments matrices(CudaTensor tensor) {
    begin(Long.BYTES);
    put(tensor.address());
    put(tensor.rowStride());
    put(tensor.shape().batch() == 1 ? 0 : tensor.batchStride());
    return this;
  }

  /** Contiguous matrices in FP64 at an address, one row each. */
  Arguments rows(long address, long columns, long batchStride) {
    begin(Long.BYTES);
    put(address);
    put(columns);
    put(batchStride);
    return this;
  }

  Arguments shape(Shape shape) {
    begin(Integer.BYTES);
    put(shape.batch());
    put(shape.rows());
    put(shape.columns());
    return this;
  }

  /** Begins a structure, whose fields {@link #put} adds. */
  Arguments structure() {
    begin(Long.BYTES);
    return this;
  }

  Arguments put(long value) {
    values.set(ValueLayout.JAVA_LONG, bytes, value);
    bytes += Long.BYTES;
    return this;
  }

  Arguments put(double value) {
    values.set(ValueLayout.JAVA_DOUBLE, bytes, value);
    bytes += Double.BYTES;
    return this;
  }

  Arguments put(int value) {
    values.set(ValueLayout.JAVA_INT, bytes, value);
    bytes += Integer.BYTES;
    return this;
  }

  /** The array of addresses that a launch takes. */
  Pointer pointer() {
    return pointer;
  }

  private void begin(int alignment) {
    bytes = (bytes + alignment - 1) / alignment * alignment;
    addresses.setAtIndex(ValueLayout.JAVA_LONG, count++, values.address() + bytes);
  }
}
