package io.github.widthbench.backend;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a device says about its own state at one moment; what it does not tell is empty.
 *
 * @param clockMegahertz of its processors
 * @param memoryMegahertz of its memory
 * @param slowdowns why its clock is lower than it could be
 */
public record DeviceHealth(
    OptionalInt clockMegahertz,
    OptionalInt memoryMegahertz,
    OptionalDouble powerWatts,
    OptionalInt temperatureCelsius,
    Set<Slowdown> slowdowns) {

  public DeviceHealth {
    slowdowns = Set.copyOf(slowdowns);
  }

  /** Reasons for a low clock that make a measured time too long; NVML's bits. */
  public enum Slowdown {
    POWER_CAP(0x4),
    HARDWARE(0x8),
    SOFTWARE_THERMAL(0x20),
    HARDWARE_THERMAL(0x40),
    POWER_BRAKE(0x80);

    private final long bit;

    Slowdown(long bit) {
      this.bit = bit;
    }

    /** The name in records. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Those that are set in {@code bits}; others, such as an idle device's, are no slowdown. */
    public static Set<Slowdown> of(long bits) {
      Set<Slowdown> found = EnumSet.noneOf(Slowdown.class);
      for (Slowdown slowdown : values()) {
        if ((bits & slowdown.bit) != 0) {
          found.add(slowdown);
        }
      }
      return found;
    }

    /** The bits of several. */
    public static long bits(Set<Slowdown> slowdowns) {
      return slowdowns.stream().mapToLong(slowdown -> slowdown.bit).sum();
    }

    /** Their names in a fixed order. */
    public static String labels(Set<Slowdown> slowdowns) {
      return slowdowns.stream().sorted().map(Slowdown::label).collect(Collectors.joining(", "));
    }
  }

  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    clockMegahertz.ifPresent(value -> parts.add(value + " MHz"));
    memoryMegahertz.ifPresent(value -> parts.add("memory " + value + " MHz"));
    powerWatts.ifPresent(value -> parts.add(String.format(Locale.ROOT, "%.1f W", value)));
    temperatureCelsius.ifPresent(value -> parts.add(value + " °C"));
    parts.add(slowdowns.isEmpty() ? "not slowed down" : "slowed: " + Slowdown.labels(slowdowns));
    return String.join(", ", parts);
  }
}
