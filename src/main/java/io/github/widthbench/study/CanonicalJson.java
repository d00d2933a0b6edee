package io.github.widthbench.study;

import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * JSON of which equal values have one text: keys in the order of their code points, no spaces,
 * numbers as {@link Double#toString(double)} and {@link Long#toString(long)} write them.
 */
public final class CanonicalJson {
  private static final Comparator<String> CODE_POINTS =
      (a, b) -> Arrays.compare(a.codePoints().toArray(), b.codePoints().toArray());

  private CanonicalJson() {}

  /**
   * The text of plain lists, maps and scalars.
   *
   * @throws IllegalArgumentException for numbers that are not finite and other classes
   */
  public static String write(@Nullable Object plain) {
    return switch (plain) {
      case null -> "null";
      case String text -> quoted(text);
      case Boolean flag -> flag.toString();
      case Long number -> number.toString();
      case Integer number -> number.toString();
      case Double number when Double.isFinite(number) -> number.toString();
      case List<?> list ->
          list.stream().map(CanonicalJson::write).collect(Collectors.joining(",", "[", "]"));
      case Map<?, ?> map -> {
        Map<String, String> written = new TreeMap<>();
        map.forEach((key, value) -> written.put(key.toString(), write(value)));
        yield object(written);
      }
      default ->
          throw new IllegalArgumentException(
              "no JSON for " + plain + " of " + plain.getClass().getSimpleName());
    };
  }

  /** An object whose values are JSON already. */
  static String object(Map<String, String> written) {
    return written.entrySet().stream()
        .sorted(Map.Entry.comparingByKey(CODE_POINTS))
        .map(entry -> quoted(entry.getKey()) + ":" + entry.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\b' -> quoted.append("\\b");
        case '\f' -> quoted.append("\\f");
        case '\n' -> quoted.append("\\n");
        case '\r' -> quoted.append("\\r");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ') {
            quoted.append("\\u").append(HexFormat.of().toHexDigits(c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
