package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.cpu.kernel.NormalLanes;
import io.github.widthbench.math.Draws;

/** Normal draws as the weights of neurons, a neuron a column. Not thread-safe. */
final class NormalBlock {

  /** Neurons drawn at a time: their numbers stay in the first cache. */
  private static final int STRIP = 8 * NormalLanes.STEP;

  private final Draws draws;
  private final double scale;
  private final int inputDim;
  private final double[] strip;
  private final NormalLanes lanes = new NormalLanes(STRIP);

  /** Weight k of neuron j is {@code scale} times draw number k + inputDim·j. */
  NormalBlock(Draws draws, double scale, int inputDim) {
    this.draws = draws;
    this.scale = scale;
    this.inputDim = inputDim;
    strip = new double[Math.multiplyExact(inputDim, STRIP)];
  }

  NormalBlock sibling() {
    return new NormalBlock(draws, scale, inputDim);
  }

  int inputDim() {
    return inputDim;
  }

  /**
   * Row k of {@code target}, from {@code at} + k·stride on, ← weight k of {@code count} neurons.
   */
  void copy(long from, int count, Object target, int at, int stride) {
    for (int j = 0; j < count; j += STRIP) {
      int size = Math.min(STRIP, count - j);
      int whole = Math.ceilDiv(size, NormalLanes.STEP) * NormalLanes.STEP;
      lanes.fill(draws, from + j, inputDim, whole, strip, STRIP);
      for (int k = 0; k < inputDim; k++) {
        Numbers.scale(scale, strip, k * STRIP, size, target, at + k * stride + j);
      }
    }
  }
}
