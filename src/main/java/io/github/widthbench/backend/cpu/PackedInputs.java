package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.Tensor;
import io.github.widthbench.backend.cpu.kernel.Lanes;

/**
 * The inputs of one network, packed for the kernels.
 *
 * @param n samples
 * @param bySample for preactivations, which sum over the entries of an input
 * @param byEntry for gradients, which sum over samples
 */
record PackedInputs(int n, Panels bySample, Panels byEntry) {

  static PackedInputs of(Lanes lanes, Tensor x, int batch) {
    return new PackedInputs(
        x.shape().rows(), Panels.ofSamples(lanes, x, batch), Panels.ofEntries(lanes, x, batch));
  }

  /** Entries of an input. */
  int d() {
    return bySample.depth();
  }
}
