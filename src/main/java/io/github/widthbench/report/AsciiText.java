package io.github.widthbench.report;

import java.util.Map;

/** Text for terminals that know ASCII only. */
final class AsciiText {

  private static final Map<String, String> LIKENESS =
      Map.ofEntries(
          Map.entry("λ", "lambda"),
          Map.entry("η", "eta"),
          Map.entry("∞", "inf"),
          Map.entry("≤", "<="),
          Map.entry("≥", ">="),
          Map.entry("≈", "~"),
          Map.entry("±", "+-"),
          Map.entry("×", "x"),
          Map.entry("·", "*"),
          Map.entry("−", "-"),
          Map.entry("–", "-"),
          Map.entry("—", "-"),
          Map.entry("→", "->"),
          Map.entry("²", "^2"),
          Map.entry("√", "sqrt "));

  private AsciiText() {}

  /** {@code text} with a likeness for each sign beyond ASCII; {@code ?} where there is none. */
  static String of(String text) {
    String likeness = text;
    for (Map.Entry<String, String> entry : LIKENESS.entrySet()) {
      likeness = likeness.replace(entry.getKey(), entry.getValue());
    }
    return likeness.replaceAll("[^\\x00-\\x7f]", "?");
  }
}
