package io.github.widthbench.study;

/**
 * An integer from {@code min} to {@code max}. A number with a whole value, such as {@code 1e5}, is
 * one.
 *
 * @param multiple a {@code log} axis rounds to multiples of it: 2 for widths, as neurons come in
 *     pairs
 */
public record IntegerType(long min, long max, long multiple) implements Type {

  /** Up to here every whole double is one integer. */
  private static final double EXACT = 0x1p53;

  /** From {@code min} on. */
  public static IntegerType atLeast(long min) {
    return new IntegerType(min, Long.MAX_VALUE, 1);
  }

  /** Both ends are in. */
  public static IntegerType between(long min, long max) {
    return new IntegerType(min, max, 1);
  }

  /** A size or count: from {@code min} to what an array index can hold. */
  public static IntegerType count(long min) {
    return between(min, Integer.MAX_VALUE);
  }

  /** A size from 1 on; a {@code log} axis gives even ones. */
  public static IntegerType width() {
    return new IntegerType(1, Integer.MAX_VALUE, 2);
  }

  @Override
  public Node resolve(Node node, Place place) {
    if (node instanceof Node.Scalar scalar) {
      if (scalar.value() instanceof Long value && value >= min && value <= max) {
        return node;
      }
      if (scalar.value() instanceof Double value
          && value == Math.rint(value)
          && Math.abs(value) <= EXACT) {
        return resolve(new Node.Scalar(value.longValue(), scalar.at(), scalar.written()), place);
      }
    }
    throw place.wrong(node, describe());
  }

  /** The nearest multiple of {@link #multiple} that is at least that. */
  long round(double value) {
    return Math.max(1, Math.round(value / multiple)) * multiple;
  }

  @Override
  public String describe() {
    if (max == Long.MAX_VALUE) {
      return "an integer ≥ " + min;
    }
    return max == Integer.MAX_VALUE
        ? "an integer ≥ " + min + ", at most " + max
        : "an integer from " + min + " to " + max;
  }
}
