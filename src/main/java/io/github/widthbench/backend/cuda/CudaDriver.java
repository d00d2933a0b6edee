package io.github.widthbench.backend.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;

/**
 * What NVIDIA's driver library says about itself.
 *
 * <p>It is asked through {@link java.lang.foreign}: a JCuda class that fails to load once stays
 * broken for the life of the JVM, so none is touched before the driver is known to be there.
 */
sealed interface CudaDriver {

  /** The loader knows no such library. */
  record Absent() implements CudaDriver {}

  /**
   * The library is there and refuses to work.
   *
   * @param code the {@code CUresult} of the call that failed
   */
  record Failing(String call, int code) implements CudaDriver {}

  /**
   * A working driver.
   *
   * @param cuda newest CUDA version it serves, 1000·major + 10·minor
   * @param devices how many it can use now; may be 0
   */
  record Present(int cuda, int devices) implements CudaDriver {

    /** The CUDA version as people write it, such as {@code 12.4}. */
    String version() {
      return cuda / 1000 + "." + cuda % 1000 / 10;
    }
  }

  /** Asks {@code library}, usually {@code libcuda.so.1}. Starts the driver: up to a second. */
  @SuppressWarnings("restricted") // the launcher allows native access
  static CudaDriver find(String library) {
    try (Arena arena = Arena.ofConfined()) {
      return new Calls(SymbolLookup.libraryLookup(library, arena), arena).ask();
    } catch (IllegalArgumentException notFound) {
      return new Absent();
    }
  }

  /** The three calls a probe needs. */
  record Calls(SymbolLookup symbols, Arena arena) {

    private static final int SUCCESS = 0;
    private static final int NO_DEVICE = 100;

    CudaDriver ask() {
      MemorySegment number = arena.allocate(JAVA_INT);
      int code = call("cuDriverGetVersion", ADDRESS, number);
      if (code != SUCCESS) {
        return new Failing("cuDriverGetVersion", code);
      }
      int cuda = number.get(JAVA_INT, 0);
      code = call("cuInit", JAVA_INT, 0);
      if (code == NO_DEVICE) {
        return new Present(cuda, 0);
      }
      if (code != SUCCESS) {
        return new Failing("cuInit", code);
      }
      code = call("cuDeviceGetCount", ADDRESS, number);
      return code == SUCCESS
          ? new Present(cuda, number.get(JAVA_INT, 0))
          : new Failing("cuDeviceGetCount", code);
    }

    /** Calls {@code CUresult name(argument)}. */
    @SuppressWarnings("restricted")
    private int call(String name, MemoryLayout layout, Object argument) {
      MethodHandle function =
          Linker.nativeLinker()
              .downcallHandle(symbols.findOrThrow(name), FunctionDescriptor.of(JAVA_INT, layout));
      try {
        return (int) function.invoke(argument);
      } catch (Throwable impossible) { // a native function throws nothing
        throw new LinkageError(name, impossible);
      }
    }
  }
}
