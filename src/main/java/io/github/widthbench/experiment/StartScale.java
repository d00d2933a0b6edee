package io.github.widthbench.experiment;

import io.github.widthbench.study.FormsType;
import io.github.widthbench.study.NumberType;
import io.github.widthbench.study.Settings;

/**
 * How large the weights are that training starts from: as they are drawn, {@code {scaled: γ}} times
 * that, or {@code {small: p}}, m^(−p) times that for width m.
 */
public final class StartScale {
  private static final String SCALED = "initialization.scaled";
  private static final String SMALL = "initialization.small";
  private static final double LARGEST_POWER = 4;

  private StartScale() {}

  /**
   * The field {@code initialization} of an experiment that can start in these ways at any scale.
   */
  public static FormsType of(String... words) {
    return FormsType.of(words)
        .or("scaled", NumberType.positive())
        .or("small", new NumberType(0, false, LARGEST_POWER, true));
  }

  /** Whether a scale is named, and not a word. */
  public static boolean isNamed(Settings settings) {
    return settings.has(SCALED) || settings.has(SMALL);
  }

  /** Whether the start is that word. */
  public static boolean isWord(Settings settings, String word) {
    return settings.has("initialization")
        && !isNamed(settings)
        && settings.text("initialization").equals(word);
  }

  /** γ, or m^(−p), or 1 where a word is named. */
  public static double of(Settings settings, int width) {
    if (settings.has(SMALL)) {
      return StrictMath.pow(width, -settings.number(SMALL));
    }
    return settings.has(SCALED) ? settings.number(SCALED) : 1;
  }
}
