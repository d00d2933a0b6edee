package io.github.widthbench.study;

/**
 * A finite number in an interval.
 *
 * @param low lower end, −∞ for none
 * @param lowIn whether the lower end is in
 * @param high upper end, ∞ for none
 * @param highIn whether the upper end is in
 */
public record NumberType(double low, boolean lowIn, double high, boolean highIn) implements Type {

  /** Any number but infinities and NaN. */
  public static NumberType finite() {
    return new NumberType(Double.NEGATIVE_INFINITY, false, Double.POSITIVE_INFINITY, false);
  }

  /** Above 0. */
  public static NumberType positive() {
    return new NumberType(0, false, Double.POSITIVE_INFINITY, false);
  }

  /** Between the ends, without them. */
  public static NumberType within(double low, double high) {
    return new NumberType(low, false, high, false);
  }

  @Override
  public Node resolve(Node node, Place place) {
    if (node instanceof Node.Scalar scalar && scalar.value() instanceof Number number) {
      double value = number.doubleValue() + 0.0; // −0 becomes 0, so that both have one cell id
      if (contains(value)) {
        return number.equals(value) ? node : new Node.Scalar(value, scalar.at(), scalar.written());
      }
    }
    throw place.wrong(node, describe());
  }

  private boolean contains(double value) {
    return Double.isFinite(value)
        && (value > low || (lowIn && value == low))
        && (value < high || (highIn && value == high));
  }

  @Override
  public String describe() {
    if (Double.isInfinite(high)) {
      return Double.isInfinite(low)
          ? "a finite number"
          : "a number " + (lowIn ? "≥ " : "> ") + brief(low);
    }
    String from = Double.isInfinite(low) ? "(−∞" : (lowIn ? "[" : "(") + brief(low);
    return "a number in " + from + ", " + brief(high) + (highIn ? "]" : ")");
  }

  private static String brief(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
