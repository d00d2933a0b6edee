package io.github.widthbench.backend.cpu;

import io.github.widthbench.math.Precision;
import java.util.Arrays;

/** Arrays of FP64 or FP32 numbers as one type, Object, for code that only moves them. */
final class Numbers {

  private Numbers() {}

  static Object allocate(Precision precision, int length) {
    return precision == Precision.FP64 ? new double[length] : new float[length];
  }

  static Object sameLength(Object array) {
    return switch (array) {
      case double[] numbers -> new double[numbers.length];
      case float[] numbers -> new float[numbers.length];
      default -> throw unknown(array);
    };
  }

  static void put(Object array, int index, double value) {
    switch (array) {
      case double[] numbers -> numbers[index] = value;
      case float[] numbers -> numbers[index] = (float) value;
      default -> throw unknown(array);
    }
  }

  static void clear(Object array, int from, int to) {
    switch (array) {
      case double[] numbers -> Arrays.fill(numbers, from, to, 0);
      case float[] numbers -> Arrays.fill(numbers, from, to, 0);
      default -> throw unknown(array);
    }
  }

  /** to ← to + from, from the numbers on at {@code at}; in FP64. */
  static void add(Object from, int length, double[] to, int at) {
    switch (from) {
      case double[] numbers -> Rows.axpy(1, numbers, 0, to, at, length);
      case float[] numbers -> Rows.axpy(1, numbers, 0, to, at, length);
      default -> throw unknown(from);
    }
  }

  static IllegalStateException unknown(Object array) {
    return new IllegalStateException(
        "numbers are kept in double[] or float[], found " + array.getClass().getSimpleName());
  }
}
