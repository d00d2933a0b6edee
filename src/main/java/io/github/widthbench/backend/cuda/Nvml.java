package io.github.widthbench.backend.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.widthbench.backend.DeviceHealth;
import io.github.widthbench.backend.DeviceHealth.Slowdown;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What NVIDIA's management library says about one GPU. JCuda has no part for it. A reading takes a
 * fraction of a millisecond and does not wait for the GPU's work.
 *
 * @param device the library's handle
 */
record Nvml(ForeignLibrary library, MemorySegment device) {

  private static final int SUCCESS = 0;
  private static final int PROCESSOR_CLOCK = 1;
  private static final int MEMORY_CLOCK = 2;
  private static final int TEMPERATURE_OF_GPU = 0;

  /** What is called, to be looked for beforehand. */
  static final List<String> FUNCTIONS =
      List.of(
          "nvmlInit_v2",
          "nvmlDeviceGetHandleByPciBusId_v2",
          "nvmlDeviceGetClockInfo",
          "nvmlDeviceGetPowerUsage",
          "nvmlDeviceGetTemperature",
          "nvmlDeviceGetCurrentClocksThrottleReasons");

  /**
   * The GPU at a place on the PCI bus: NVML numbers GPUs in another order than CUDA.
   *
   * @return empty if the library does not know it, as in some containers
   */
  static Optional<Nvml> of(ForeignLibrary library, String pciBusId) {
    if (library.call("nvmlInit_v2") != SUCCESS) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment handle = arena.allocate(ADDRESS);
      int answer =
          library.call("nvmlDeviceGetHandleByPciBusId_v2", arena.allocateFrom(pciBusId), handle);
      return answer == SUCCESS
          ? Optional.of(new Nvml(library, handle.get(ADDRESS, 0)))
          : Optional.empty();
    }
  }

  /** How the GPU is now. */
  DeviceHealth health() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment number = arena.allocate(JAVA_LONG);
      OptionalInt milliwatts = number("nvmlDeviceGetPowerUsage", number, device, number);
      return new DeviceHealth(
          number("nvmlDeviceGetClockInfo", number, device, PROCESSOR_CLOCK, number),
          number("nvmlDeviceGetClockInfo", number, device, MEMORY_CLOCK, number),
          milliwatts.isPresent()
              ? OptionalDouble.of(milliwatts.getAsInt() * 1e-3)
              : OptionalDouble.empty(),
          number("nvmlDeviceGetTemperature", number, device, TEMPERATURE_OF_GPU, number),
          Slowdown.of(slowdowns(number)));
    }
  }

  private OptionalInt number(String function, MemorySegment number, Object... arguments) {
    return library.call(function, arguments) == SUCCESS
        ? OptionalInt.of(number.get(JAVA_INT, 0))
        : OptionalInt.empty();
  }

  private long slowdowns(MemorySegment number) {
    boolean told =
        library.call("nvmlDeviceGetCurrentClocksThrottleReasons", device, number) == SUCCESS;
    return told ? number.get(JAVA_LONG, 0) : 0;
  }
}
