package io.github.widthbench.benchmarks;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * What a device with its own clock did in one iteration, in all; {@link WorkProfiler} makes it a
 * value an operation. 0 where the host computes.
 */
@AuxCounters(AuxCounters.Type.EVENTS)
@State(Scope.Thread)
public class DeviceCounters {
  public long deviceComputeNanos;
  public long deviceCopyNanos;
  public long deviceLaunches;
}
