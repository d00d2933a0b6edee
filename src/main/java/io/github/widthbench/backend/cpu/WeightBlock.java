package io.github.widthbench.backend.cpu;

import org.jspecify.annotations.Nullable;

/** The weights of some neurons of one network in one block; zeros beyond the last neuron. */
final class WeightBlock {
  private final WeightSource source;
  private final int width;
  private final Object means;
  private final Object halves;

  /** Room for {@code width} neurons. */
  WeightBlock(WeightSource source, int width) {
    this(source, width, numbers(source, width), source.paired() ? numbers(source, width) : null);
  }

  /**
   * A block in given arrays of at least inputDim × {@code width} numbers.
   *
   * @param halves null where neurons come alone
   */
  WeightBlock(WeightSource source, int width, Object means, @Nullable Object halves) {
    this.source = source;
    this.width = width;
    this.means = means;
    this.halves = halves == null ? means : halves;
  }

  private static Object numbers(WeightSource source, int width) {
    return Numbers.allocate(source.precision(), Math.multiplyExact(source.inputDim(), width));
  }

  WeightSource source() {
    return source;
  }

  /** inputDim × width weights; of pairs, their means. */
  Object means() {
    return means;
  }

  /** Half differences of pairs. */
  Object halves() {
    return halves;
  }

  /** Brings the neurons from {@code from} on; answers how many of them there are. */
  int load(long from) {
    int size = Math.clamp(source.units() - from, 0, width);
    if (size > 0) {
      source.copy(from, size, means, halves, width);
    }
    for (int k = 0; k < source.inputDim() && size < width; k++) {
      Numbers.clear(means, k * width + size, (k + 1) * width);
      Numbers.clear(halves, k * width + size, (k + 1) * width);
    }
    return size;
  }
}
