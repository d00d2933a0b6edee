package io.github.widthbench.backend;

/** The clock of a device that computes beside the host: what its work took, without the host's. */
public interface DeviceTimer {

  /** What the device did since the backend was opened; waits for queued work. */
  Totals totals();

  /**
   * Sums that only grow.
   *
   * @param computeNanos in which kernels ran
   * @param copyNanos in which numbers moved between host and device
   * @param launches of kernels
   */
  record Totals(long computeNanos, long copyNanos, long launches) {

    /** What was added since {@code earlier}. */
    public Totals since(Totals earlier) {
      return new Totals(
          computeNanos - earlier.computeNanos,
          copyNanos - earlier.copyNanos,
          launches - earlier.launches);
    }
  }
}
