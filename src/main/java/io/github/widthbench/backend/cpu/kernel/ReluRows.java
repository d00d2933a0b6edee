package io.github.widthbench.backend.cpu.kernel;

/** From preactivations to signs and outputs of relu; a row of numbers belongs to a neuron. */
@FunctionalInterface
public interface ReluRows {

  /**
   * Runs on arrays of the kernel's precision.
   *
   * @param rows neurons
   * @param z preactivations, the kernel's groups of samples in a row
   * @param zStep numbers from one row to the next
   * @param signs where z is above 0, written: a short for each group, the first sample lowest
   * @param signsStep shorts from one row to the next
   * @param a output weights, one a neuron
   * @param sums Σ a·relu(z) over the rows, for each sample of the groups, written
   */
  void run(
      int rows,
      Object z,
      int zAt,
      int zStep,
      short[] signs,
      int signsAt,
      int signsStep,
      Object a,
      int aAt,
      Object sums);
}
