package io.github.widthbench.benchmarks;

import io.github.widthbench.backend.DeviceHealth;
import io.github.widthbench.backend.DeviceHealth.Slowdown;
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

  /** At the end of the iteration, as the device says; 0 where it does not. */
  public long deviceMegahertz;

  public long deviceWatts;
  public long deviceCelsius;

  /** Why it was slowed down, in bits. */
  public long deviceSlowdowns;

  /** Keeps how the device is. */
  void keep(DeviceHealth health) {
    deviceMegahertz = health.clockMegahertz().orElse(0);
    deviceWatts = Math.round(health.powerWatts().orElse(0));
    deviceCelsius = health.temperatureCelsius().orElse(0);
    deviceSlowdowns = Slowdown.bits(health.slowdowns());
  }
}
