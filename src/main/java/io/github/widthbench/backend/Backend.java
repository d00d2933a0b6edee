package io.github.widthbench.backend;

import java.util.Optional;

/** An open device with its memory. Not thread-safe: one worker uses it at a time. */
public interface Backend extends AutoCloseable {

  BackendKind kind();

  /** Name of the device for records, such as the CPU model and instruction set. */
  String device();

  Ops ops();

  EigenSolver eigenSolver();

  /**
   * What has solved its eigenvalue problems since this was last asked, for records: {@code host},
   * {@code kernel}, {@code jcublas} or {@code cusolver}, several joined by {@code +}.
   */
  default String eigen() {
    return "host";
  }

  /** The device's own clock; empty where the host computes. */
  default Optional<DeviceTimer> timer() {
    return Optional.empty();
  }

  /** How the device is now; empty where nobody can tell. */
  default Optional<DeviceHealth> health() {
    return Optional.empty();
  }

  /**
   * Measures from now on what the device takes: all of it, idle power and other programs too. Where
   * that cannot be read, the meter says why.
   */
  default EnergyMeter energy() {
    return EnergyMeter.untold("backend " + kind().label() + " has no energy counter");
  }

  /** Frees all that the backend still owns. */
  @Override
  void close();
}
