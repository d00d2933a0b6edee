package io.github.widthbench.backend.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import io.github.widthbench.backend.DeviceHealth;
import io.github.widthbench.backend.DeviceHealth.Slowdown;
import io.github.widthbench.backend.EnergyMeter;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What NVIDIA's management library says about one GPU. JCuda has no part for it. A reading takes a
 * fraction of a millisecond and does not wait for the GPU's work.
 *
 * <p>Types and values are those of nvml.h, API versions 11 to 13: enumerations are 32-bit, the bits
 * of the reasons 64-bit, a device is a pointer.
 *
 * @param device the library's handle
 * @param reasons the function that says why the clock is low
 */
record Nvml(ForeignLibrary library, MemorySegment device, String reasons) {

  private static final int SUCCESS = 0;
  static final int UNSUPPORTED = 3;
  static final int PROCESSOR_CLOCK = 1;
  static final int MEMORY_CLOCK = 2;
  static final int TEMPERATURE_OF_GPU = 0;

  /** What is called, to be looked for beforehand. */
  static final List<String> FUNCTIONS =
      List.of(
          "nvmlInit_v2",
          "nvmlDeviceGetHandleByPciBusId_v2",
          "nvmlDeviceGetClockInfo",
          "nvmlDeviceGetPowerUsage",
          "nvmlDeviceGetTemperature");

  /** Millijoules since the driver was loaded; GPUs before Volta and virtual ones have no such. */
  static final String ENERGY = "nvmlDeviceGetTotalEnergyConsumption";

  /** Said where there is no NVML for a GPU. */
  static final String WITHOUT_ENERGY =
      "no energy counter is readable: NVML is missing or does not know the GPU";

  private static final String WITHOUT = " (this GPU does not support it)";

  /** A cautious guess: NVIDIA documents none, GPUs are said to sample their power more often. */
  private static final double ENERGY_UPDATE_SECONDS = 0.1;

  /**
   * Why the clock is low, under the name of drivers from 535 on and under the older one, which CUDA
   * 14 is to take away. A library without either is of no use.
   */
  static final List<String> REASONS =
      List.of(
          "nvmlDeviceGetCurrentClocksEventReasons", "nvmlDeviceGetCurrentClocksThrottleReasons");

  /**
   * The GPU at a place on the PCI bus: NVML numbers GPUs in another order than CUDA.
   *
   * @return empty if the library does not know it, as in some containers
   */
  static Optional<Nvml> of(ForeignLibrary library, String pciBusId) {
    Optional<String> reasons =
        REASONS.stream().filter(name -> library.lacking(List.of(name)).isEmpty()).findFirst();
    if (reasons.isEmpty() || library.call("nvmlInit_v2") != SUCCESS) {
      return Optional.empty();
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment handle = arena.allocate(ADDRESS);
      int answer =
          library.call("nvmlDeviceGetHandleByPciBusId_v2", arena.allocateFrom(pciBusId), handle);
      return answer == SUCCESS
          ? Optional.of(new Nvml(library, handle.get(ADDRESS, 0), reasons.get()))
          : Optional.empty();
    }
  }

  /**
   * How the GPU is now.
   *
   * @return empty if it does not tell whether it is slowed down, as a virtual one: silence must not
   *     pass for health
   */
  Optional<DeviceHealth> health() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment number = arena.allocate(JAVA_LONG);
      if (library.call(reasons, device, number) != SUCCESS) {
        return Optional.empty();
      }
      Set<Slowdown> slowdowns = Slowdown.of(number.get(JAVA_LONG, 0));
      OptionalInt milliwatts = number("nvmlDeviceGetPowerUsage", number, device, number);
      return Optional.of(
          new DeviceHealth(
              number("nvmlDeviceGetClockInfo", number, device, PROCESSOR_CLOCK, number),
              number("nvmlDeviceGetClockInfo", number, device, MEMORY_CLOCK, number),
              milliwatts.isPresent()
                  ? OptionalDouble.of(milliwatts.getAsInt() * 1e-3)
                  : OptionalDouble.empty(),
              number("nvmlDeviceGetTemperature", number, device, TEMPERATURE_OF_GPU, number),
              slowdowns));
    }
  }

  /** Measures from now on what the GPU takes, all programs on it and its memory included. */
  EnergyMeter energy() {
    return EnergyMeter.start(List.of(this::joules), ENERGY_UPDATE_SECONDS);
  }

  private double joules() throws IOException {
    if (!library.lacking(List.of(ENERGY)).isEmpty()) {
      throw new IOException("NVML has no function " + ENERGY);
    }
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment millijoules = arena.allocate(JAVA_LONG);
      int answer = library.call(ENERGY, device, millijoules);
      if (answer != SUCCESS) {
        throw new IOException(
            "%s answers %d%s".formatted(ENERGY, answer, answer == UNSUPPORTED ? WITHOUT : ""));
      }
      return millijoules.get(JAVA_LONG, 0) * 1e-3;
    }
  }

  private OptionalInt number(String function, MemorySegment number, Object... arguments) {
    return library.call(function, arguments) == SUCCESS
        ? OptionalInt.of(number.get(JAVA_INT, 0))
        : OptionalInt.empty();
  }
}
