package io.github.widthbench.experiment;

/**
 * What a cell is predicted to cost: so much a training step, and so much once.
 *
 * @param iterations predicted training steps (capped)
 * @param stepFlops floating-point operations of a step
 * @param onceFlops those beside the training: spectra, samples, what is solved at the end
 * @param stepBytes least memory traffic of a step
 * @param memoryBytes peak memory while it runs
 * @param exact whether {@code iterations} is certain; otherwise it is the infinite-width prediction
 */
public record Cost(
    double iterations,
    double stepFlops,
    double onceFlops,
    double stepBytes,
    double memoryBytes,
    boolean exact) {

  /** No cost, or none that can be told. */
  public static final Cost NONE = new Cost(0, 0, 0, 0, 0, false);

  /** Operations of the whole cell. */
  public double flops() {
    return iterations * stepFlops + onceFlops;
  }
}
