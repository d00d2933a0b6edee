package io.github.widthbench.sweep;

/**
 * What else runs while a batch does.
 *
 * @param contended whether times are disturbed: by other batches, or by other programs when the run
 *     began
 * @param sharesDevice whether other batches run on the same device at the time
 */
record Company(boolean contended, boolean sharesDevice) {

  /**
   * The company of a batch among so many workers.
   *
   * @param devices that the workers share out, whole processors or GPUs
   * @param overloaded whether other programs kept the machine busy when the run began
   */
  static Company of(int workers, int devices, boolean overloaded) {
    return new Company(workers > 1 || overloaded, workers > devices);
  }
}
