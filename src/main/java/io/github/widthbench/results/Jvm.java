package io.github.widthbench.results;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryManagerMXBean;
import java.lang.management.RuntimeMXBean;
import java.util.List;

/**
 * The Java machine of a run.
 *
 * @param flags it was started with
 * @param collectors of garbage
 * @param heapBytes most memory for objects
 */
public record Jvm(
    String vendor,
    String name,
    String version,
    List<String> flags,
    List<String> collectors,
    long heapBytes,
    long pid) {

  public Jvm {
    flags = List.copyOf(flags);
    collectors = List.copyOf(collectors);
  }

  /** The one that runs this. */
  public static Jvm current() {
    RuntimeMXBean runtime = ManagementFactory.getRuntimeMXBean();
    return new Jvm(
        runtime.getVmVendor(),
        runtime.getVmName(),
        Runtime.version().toString(),
        runtime.getInputArguments(),
        ManagementFactory.getGarbageCollectorMXBeans().stream()
            .map(MemoryManagerMXBean::getName)
            .toList(),
        Runtime.getRuntime().maxMemory(),
        runtime.getPid());
  }
}
