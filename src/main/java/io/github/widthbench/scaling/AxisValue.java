package io.github.widthbench.scaling;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/** Values of axes as numbers: plain ones, and forms with one number such as {@code {scaled: 2}}. */
final class AxisValue {

  private AxisValue() {}

  /** The number that {@code value} is or holds alone. */
  static OptionalDouble number(Object value) {
    return switch (value) {
      case Number number -> OptionalDouble.of(number.doubleValue());
      case Map<?, ?> form
          when form.size() == 1 && form.values().iterator().next() instanceof Number number ->
          OptionalDouble.of(number.doubleValue());
      default -> OptionalDouble.empty();
    };
  }

  /** Whether all of {@code values} are positive numbers, and so have logarithms. */
  static boolean arePositive(List<Object> values) {
    return values.stream().allMatch(value -> number(value).orElse(0) > 0);
  }
}
