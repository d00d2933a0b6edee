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
}
