package io.github.widthbench.backend.cpu;

import io.github.widthbench.backend.cpu.kernel.Dot;
import io.github.widthbench.backend.cpu.kernel.Kernels;
import io.github.widthbench.backend.cpu.kernel.Lanes;
import io.github.widthbench.math.Precision;
import java.util.Arrays;

/** Arrays of FP64 or FP32 numbers as one type, Object, for code that only moves them. */
final class Numbers {

  private static final Dot DOT64 = Kernels.dot(Lanes.preferred(Precision.FP64));
  private static final Dot DOT32 = Kernels.dot(Lanes.preferred(Precision.FP32));

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

  static boolean is(Precision precision, Object array) {
    return precision == Precision.FP64 ? array instanceof double[] : array instanceof float[];
  }

  static int length(Object array) {
    return switch (array) {
      case double[] numbers -> numbers.length;
      case float[] numbers -> numbers.length;
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

  /** to ← factor·from, rounded to the precision of {@code to}. */
  static void scale(double factor, double[] from, int at, int length, Object to, int toAt) {
    switch (to) {
      case double[] numbers -> {
        for (int i = 0; i < length; i++) {
          numbers[toAt + i] = factor * from[at + i];
        }
      }
      case float[] numbers -> {
        for (int i = 0; i < length; i++) {
          numbers[toAt + i] = (float) (factor * from[at + i]);
        }
      }
      default -> throw unknown(to);
    }
  }

  /** Caps p, or p ± q where they are pairs, as {@link Rows} does; whether anything was above. */
  static boolean clip(double limit, boolean paired, Object p, Object q, int length) {
    return switch (p) {
      case double[] z when paired -> Rows.clipPair(limit, z, 0, (double[]) q, 0, length);
      case double[] z -> Rows.clip(limit, z, 0, length);
      case float[] z when paired -> Rows.clipPair((float) limit, z, 0, (float[]) q, 0, length);
      case float[] z -> Rows.clip((float) limit, z, 0, length);
      default -> throw unknown(p);
    };
  }

  /** Row i of {@code to} ← itself + factors_i·(row i of {@code from}), for rows of one length. */
  static void addScaledRows(double[] factors, Object from, int length, Object to) {
    for (int i = 0; i < factors.length; i++) {
      int at = i * length;
      switch (to) {
        case double[] sums -> Rows.axpy(factors[i], (double[]) from, at, sums, at, length);
        case float[] sums -> Rows.axpy((float) factors[i], (float[]) from, at, sums, at, length);
        default -> throw unknown(to);
      }
    }
  }

  /** Σ x_i·y_i in FP64, in one fixed order: sixteen partial sums, first to last, then the rest. */
  static double dot(double[] x, int xAt, double[] y, int yAt, int length) {
    int whole = length / Dot.SUMS * Dot.SUMS;
    double sum = whole(DOT64, whole, x, xAt, y, yAt);
    for (int i = whole; i < length; i++) {
      sum = Math.fma(x[xAt + i], y[yAt + i], sum);
    }
    return sum;
  }

  static double dot(float[] x, int xAt, float[] y, int yAt, int length) {
    int whole = length / Dot.SUMS * Dot.SUMS;
    double sum = whole(DOT32, whole, x, xAt, y, yAt);
    for (int i = whole; i < length; i++) {
      sum = Math.fma((double) x[xAt + i], (double) y[yAt + i], sum);
    }
    return sum;
  }

  private static double whole(Dot kernel, int length, Object x, int xAt, Object y, int yAt) {
    double[] sums = new double[Dot.SUMS];
    kernel.run(length, x, xAt, y, yAt, sums);
    double sum = 0;
    for (double partial : sums) {
      sum += partial;
    }
    return sum;
  }

  static IllegalStateException unknown(Object array) {
    return new IllegalStateException(
        "numbers are kept in double[] or float[], found " + array.getClass().getSimpleName());
  }
}
