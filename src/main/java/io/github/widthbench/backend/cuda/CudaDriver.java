package io.github.widthbench.backend.cuda;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.widthbench.backend.cuda.ForeignLibrary.RefusedException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What NVIDIA's driver library says about itself.
 *
 * <p>It is asked through {@link java.lang.foreign}: a JCuda class that fails to load once stays
 * broken for the life of the JVM, so none is touched before the driver is known to be there.
 */
sealed interface CudaDriver {

  /**
   * No such library opens.
   *
   * @param refused files that are there and do not open, with the loader's reason
   */
  record Absent(List<String> refused) implements CudaDriver {}

  /**
   * The library is there and refuses to work.
   *
   * @param fault what it answered
   */
  record Failing(String file, String fault) implements CudaDriver {}

  /**
   * A working driver.
   *
   * @param cuda newest CUDA version it serves, 1000·major + 10·minor
   * @param devices that it can use now; may be none
   */
  record Present(ForeignLibrary library, int cuda, List<Device> devices) implements CudaDriver {

    /** The CUDA version as people write it, such as {@code 12.4}. */
    String version() {
      return cuda / 1000 + "." + cuda % 1000 / 10;
    }

    /** The newest major version of CUDA libraries that it serves. */
    int major() {
      return cuda / 1000;
    }
  }

  /**
   * One GPU, its compute capability and its memory.
   *
   * @param pciBusId its place, by which other libraries know it
   */
  record Device(String name, int major, int minor, long memoryBytes, String pciBusId) {

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%s, compute capability %d.%d, %.1f GiB",
          name,
          major,
          minor,
          memoryBytes / 0x1p30);
    }
  }

  /**
   * Asks the first of {@code files} that opens. Starts the driver: up to a second.
   *
   * @param files paths, or names that the system's loader may know
   */
  static CudaDriver find(List<String> files) {
    List<String> refused = new ArrayList<>();
    for (String file : files) {
      try {
        return new Question(ForeignLibrary.open(file)).ask();
      } catch (RefusedException e) {
        refused.add(e.getMessage());
      }
    }
    return new Absent(refused);
  }

  /** The few calls of a probe. */
  record Question(ForeignLibrary library) {

    private static final int SUCCESS = 0;
    static final int NO_DEVICE = 100;
    static final int COMPUTE_CAPABILITY_MAJOR = 75;
    static final int COMPUTE_CAPABILITY_MINOR = 76;
    private static final int LONGEST_NAME = 256;

    private static final List<String> FUNCTIONS =
        List.of(
            "cuDriverGetVersion",
            "cuInit",
            "cuDeviceGetCount",
            "cuDeviceGet",
            "cuDeviceGetName",
            "cuDeviceGetAttribute",
            "cuDeviceGetPCIBusId",
            "cuDeviceTotalMem_v2");

    /** A call that did not succeed. */
    private static final class FailedException extends Exception {
      private static final long serialVersionUID = 1L;

      final int code;

      FailedException(String function, int code) {
        super("%s returned error %d".formatted(function, code));
        this.code = code;
      }
    }

    CudaDriver ask() {
      List<String> lacking = library.lacking(FUNCTIONS);
      if (!lacking.isEmpty()) {
        return new Failing(library.file(), "it has no function " + lacking.getFirst());
      }
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment number = arena.allocate(JAVA_INT);
        call("cuDriverGetVersion", number);
        int cuda = number.get(JAVA_INT, 0);
        try {
          call("cuInit", 0);
        } catch (FailedException e) {
          if (e.code == NO_DEVICE) {
            return new Present(library, cuda, List.of());
          }
          throw e;
        }
        return new Present(library, cuda, devices(arena));
      } catch (FailedException e) {
        return new Failing(library.file(), String.valueOf(e.getMessage()));
      }
    }

    private List<Device> devices(Arena arena) throws FailedException {
      MemorySegment number = arena.allocate(JAVA_INT);
      call("cuDeviceGetCount", number);
      int count = number.get(JAVA_INT, 0);
      List<Device> devices = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        call("cuDeviceGet", number, i);
        int handle = number.get(JAVA_INT, 0);
        MemorySegment name = arena.allocate(LONGEST_NAME);
        call("cuDeviceGetName", name, LONGEST_NAME, handle);
        call("cuDeviceGetAttribute", number, COMPUTE_CAPABILITY_MAJOR, handle);
        int major = number.get(JAVA_INT, 0);
        call("cuDeviceGetAttribute", number, COMPUTE_CAPABILITY_MINOR, handle);
        MemorySegment bytes = arena.allocate(JAVA_LONG);
        call("cuDeviceTotalMem_v2", bytes, handle);
        MemorySegment place = arena.allocate(LONGEST_NAME);
        call("cuDeviceGetPCIBusId", place, LONGEST_NAME, handle);
        devices.add(
            new Device(
                name.getString(0),
                major,
                number.get(JAVA_INT, 0),
                bytes.get(JAVA_LONG, 0),
                place.getString(0)));
      }
      return devices;
    }

    private void call(String function, Object... arguments) throws FailedException {
      int code = library.call(function, arguments);
      if (code != SUCCESS) {
        throw new FailedException(function, code);
      }
    }
  }
}
