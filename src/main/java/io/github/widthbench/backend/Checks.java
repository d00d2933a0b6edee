package io.github.widthbench.backend;

import java.util.Locale;

/** Shape checks at the door of every operation, with the numbers in the message. */
public final class Checks {

  private Checks() {}

  /**
   * Refuses with numbers.
   *
   * @throws IllegalArgumentException with the formatted message unless {@code condition} holds
   */
  @SuppressWarnings("AnnotateFormatMethod") // the annotation would be a dependency of its own
  public static void require(boolean condition, String format, Object... arguments) {
    if (!condition) {
      throw new IllegalArgumentException(String.format(Locale.ROOT, format, arguments));
    }
  }

  /**
   * Refuses a wrong shape.
   *
   * @throws IllegalArgumentException naming both unless {@code found} equals {@code expected}
   */
  public static void requireShape(String name, Tensor found, Shape expected) {
    require(
        found.shape().equals(expected),
        "%s is %s, expected %s (batch×rows×columns)",
        name,
        found.shape(),
        expected);
  }
}
