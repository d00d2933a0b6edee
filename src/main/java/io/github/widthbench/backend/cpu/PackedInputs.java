package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.cpu.kernel.Lanes;
import java.util.Optional;

/**
 * The inputs of one network, packed for the kernels.
 *
 * @param n samples
 * @param bySample for preactivations, which sum over the entries of an input
 * @param byEntry for gradients, which sum over samples
 * @param products X·Xᵀ, where samples are no more than the entries of an input
 */
record PackedInputs(int n, Panels bySample, Panels byEntry, Optional<Panels> products) {

  static PackedInputs of(Lanes lanes, Tensor x, int batch) {
    int n = x.shape().rows();
    return new PackedInputs(
        n,
        Panels.ofSamples(lanes, x, batch),
        Panels.ofEntries(lanes, x, batch),
        n <= x.shape().columns()
            ? Optional.of(Panels.ofProducts(lanes, x, batch))
            : Optional.empty());
  }

  /** Entries of an input. */
  int d() {
    return bySample.depth();
  }
}
