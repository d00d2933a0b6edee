package io.github.widthbench.report.chart;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Values as short text: at most four significant digits, scientific where that is shorter; a dash
 * where there is none; of a map its entries, of which {@code kind} needs no name.
 */
public final class Numbers {

  private static final MathContext FOUR_DIGITS = new MathContext(4);
  private static final double LEAST_PLAIN = 1e-3;
  private static final double MOST_PLAIN = 1e6;

  private Numbers() {}

  /** {@code value} for people; a dash where there is none. */
  public static String text(@Nullable Object value) {
    return switch (value) {
      case null -> "-";
      case Double number -> decimal(number);
      case Float number -> decimal(number);
      case Boolean flag -> flag ? "yes" : "no";
      case Collection<?> items ->
          items.stream().map(Numbers::text).collect(Collectors.joining(" "));
      case Map<?, ?> form ->
          form.entrySet().stream()
              .map(e -> (e.getKey().equals("kind") ? "" : e.getKey() + " ") + text(e.getValue()))
              .collect(Collectors.joining(" "));
      default -> value.toString();
    };
  }

  /** {@code 0.0125}, {@code 1.234e-5}, {@code 180}. */
  public static String decimal(double number) {
    if (!Double.isFinite(number)) {
      return Double.isNaN(number) ? "-" : number > 0 ? "∞" : "-∞";
    }
    if (number == 0) {
      return "0";
    }
    BigDecimal rounded = new BigDecimal(number).round(FOUR_DIGITS).stripTrailingZeros();
    double size = rounded.abs().doubleValue();
    return size >= LEAST_PLAIN && size < MOST_PLAIN ? rounded.toPlainString() : scientific(rounded);
  }

  private static String scientific(BigDecimal rounded) {
    String digits = rounded.unscaledValue().abs().toString();
    int exponent = digits.length() - 1 - rounded.scale();
    String fraction = digits.length() > 1 ? "." + digits.substring(1) : "";
    return (rounded.signum() < 0 ? "-" : "") + digits.charAt(0) + fraction + "e" + exponent;
  }
}
