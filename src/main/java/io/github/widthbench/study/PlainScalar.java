package io.github.widthbench.study;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an unquoted YAML scalar means: the core schema of YAML 1.2 (section 10.3.2) without octal
 * and hexadecimal integers. So {@code 1e-3} is a number, and {@code no} and {@code 1_000} are text.
 */
final class PlainScalar {
  private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
  private static final Pattern DECIMAL =
      Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");

  private PlainScalar() {}

  /** Null, a {@link Boolean}, {@link Long}, {@link Double} or the text itself. */
  static @Nullable Object value(String text) {
    return switch (text) {
      case "", "~", "null", "Null", "NULL" -> null;
      case "true", "True", "TRUE" -> true;
      case "false", "False", "FALSE" -> false;
      case ".nan", ".NaN", ".NAN" -> Double.NaN;
      case ".inf", ".Inf", ".INF", "+.inf", "+.Inf", "+.INF" -> Double.POSITIVE_INFINITY;
      case "-.inf", "-.Inf", "-.INF" -> Double.NEGATIVE_INFINITY;
      default -> numberOrText(text);
    };
  }

  private static Object numberOrText(String text) {
    if (!DECIMAL.matcher(text).matches()) {
      return text;
    }
    if (INTEGER.matcher(text).matches()) {
      try {
        return Long.parseLong(text);
      } catch (NumberFormatException beyondLong) {
        // A number type takes it rounded; an integer type refuses it.
        return Double.parseDouble(text);
      }
    }
    return Double.parseDouble(text);
  }
}
