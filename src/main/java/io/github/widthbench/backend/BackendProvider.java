package io.github.widthbench.backend;

/** Finds one kind of backend on this machine; found by {@link java.util.ServiceLoader}. */
public interface BackendProvider {

  BackendKind kind();

  /** Looks without side effects that outlast the call; never throws. */
  Capability probe();

  /**
   * Opens the device.
   *
   * @param threads most threads the backend may use at once
   * @throws BackendUnavailableException with cause and cure
   */
  Backend open(int threads);

  /** How many devices there are to open, where it is usable. */
  default int devices() {
    return 1;
  }

  /**
   * Opens one of several devices.
   *
   * @param device 0 is the first
   * @throws BackendUnavailableException if there is no such device
   */
  default Backend open(int threads, int device) {
    if (device != 0) {
      throw new BackendUnavailableException(
          "device %d is not there: backend %s has one device, 0".formatted(device, kind().label()));
    }
    return open(threads);
  }
}
