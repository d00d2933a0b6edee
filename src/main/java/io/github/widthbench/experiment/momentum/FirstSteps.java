package io.github.widthbench.experiment.momentum;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;

/** The first step at which a value was at most each of some limits. */
final class FirstSteps {
  private static final int NONE = -1;

  private final double[] limits;
  private final int[] first;

  FirstSteps(List<Double> limits) {
    this.limits = limits.stream().mapToDouble(v -> v).toArray();
    this.first = new int[this.limits.length];
    Arrays.fill(first, NONE);
  }

  /** The value at a step; steps come in order. */
  void see(int step, double value) {
    for (int i = 0; i < first.length; i++) {
      if (first[i] == NONE && value <= limits[i]) {
        first[i] = step;
      }
    }
  }

  /** The first step with at most {@code limit}, one of the limits. */
  OptionalInt atMost(double limit) {
    for (int i = 0; i < first.length; i++) {
      if (limits[i] == limit && first[i] != NONE) {
        return OptionalInt.of(first[i]);
      }
    }
    return OptionalInt.empty();
  }
}
