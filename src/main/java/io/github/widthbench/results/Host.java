package io.github.widthbench.results;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The machine at the start of a run.
 *
 * @param kernel version of the operating system's kernel
 * @param cpu model of the processor
 * @param cores that this process may use
 * @param load average of the last minute, negative where the system has none
 * @param memoryBytes of the machine, or of the container
 */
public record Host(
    String system,
    String kernel,
    String architecture,
    String cpu,
    int cores,
    double load,
    long memoryBytes) {

  private static final Path CPU_FACTS = Path.of("/proc/cpuinfo");

  /** This machine now. */
  public static Host current() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return new Host(
        system.getName(),
        system.getVersion(),
        system.getArch(),
        cpuModel(system.getArch()),
        system.getAvailableProcessors(),
        system.getSystemLoadAverage(),
        system.getTotalMemorySize());
  }

  /** Whether more runs on this machine than it has cores. */
  public boolean overloaded() {
    return load > cores;
  }

  private static String cpuModel(String otherwise) {
    try (Stream<String> lines = Files.lines(CPU_FACTS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(otherwise);
    } catch (IOException e) {
      return otherwise;
    }
  }
}
