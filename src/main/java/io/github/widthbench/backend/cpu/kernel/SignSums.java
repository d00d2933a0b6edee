package io.github.widthbench.backend.cpu.kernel;

/**
 * Moves neurons by sums over the samples at which they are active, four samples at a time: their
 * signs choose one of sixteen sums that a table holds. A row of numbers belongs to a neuron.
 */
@FunctionalInterface
public interface SignSums {

  /** Samples whose signs choose together. */
  int SAMPLES = 4;

  /** Rows of a table for each of them. */
  int CHOICES = 1 << SAMPLES;

  /**
   * Z ← Z + a·(sum of what the signs choose), on arrays of the kernel's precision.
   *
   * @param rows neurons
   * @param signs rows × words, a short for the samples of a group, the first sample lowest
   * @param words shorts of a neuron; the table has {@link #CHOICES} rows of the kernel's groups for
   *     every {@link #SAMPLES} of their samples
   * @param zStep numbers from one row of Z to the next
   * @param a factors, one a neuron
   */
  void run(
      int rows,
      short[] signs,
      int signsAt,
      int words,
      Object table,
      Object z,
      int zAt,
      int zStep,
      Object a,
      int aAt);
}
