package io.github.widthbench.backend.cuda;

import jcuda.NativePointerObject;
import jcuda.Pointer;
import jcuda.driver.CUdeviceptr;
import jcuda.driver.CUstream;

/** Numbers for JCuda's pointers and back: it keeps them to its subclasses. */
final class Address {

  private Address() {}

  /** The address in device memory. */
  static long of(CUdeviceptr pointer) {
    return new Peek(pointer).address();
  }

  /** The address in host memory. */
  static long of(Pointer pointer) {
    return new Peek(pointer).address();
  }

  /** The address that the driver knows a stream by. */
  static long of(CUstream stream) {
    return new Peek(stream).address();
  }

  /** A pointer to an address, in host or device memory. */
  static Pointer pointer(long address) {
    return new Raw(address);
  }

  private static final class Peek extends NativePointerObject {
    Peek(NativePointerObject other) {
      super(other);
    }

    long address() {
      return getNativePointer();
    }
  }

  private static final class Raw extends Pointer {
    Raw(long address) {
      super(address);
    }
  }
}
