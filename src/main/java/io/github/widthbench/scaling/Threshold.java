package io.github.widthbench.scaling;

import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;

/** Where convergence begins or ends along an axis, if the axis shows it. */
final class Threshold {

  private Threshold() {}

  /**
   * The least value from which on all converge; empty where the last does not, or where the first
   * does and the threshold so lies below all.
   */
  static OptionalDouble from(SortedMap<Double, Boolean> converged) {
    OptionalDouble from = OptionalDouble.empty();
    for (Map.Entry<Double, Boolean> value : converged.entrySet()) {
      if (!value.getValue()) {
        from = OptionalDouble.empty();
      } else if (from.isEmpty()) {
        from = OptionalDouble.of(value.getKey());
      }
    }
    boolean isFirst = from.isPresent() && from.getAsDouble() == converged.firstKey();
    return isFirst ? OptionalDouble.empty() : from;
  }

  /**
   * The largest value up to which all converge; empty where the first does not, or where the last
   * does and the threshold so lies above all.
   */
  static OptionalDouble upTo(SortedMap<Double, Boolean> converged) {
    OptionalDouble upTo = OptionalDouble.empty();
    for (Map.Entry<Double, Boolean> value : converged.entrySet()) {
      if (!value.getValue()) {
        return upTo;
      }
      upTo = OptionalDouble.of(value.getKey());
    }
    return OptionalDouble.empty();
  }
}
