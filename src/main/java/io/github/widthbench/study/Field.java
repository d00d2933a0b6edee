package io.github.widthbench.study;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A field of a record.
 *
 * @param needed whether it must be written
 * @param standard the value it has where it is not written, as plain lists, maps and scalars; null
 *     for none
 * @param unless where one of these fields is given, there is no default
 */
public record Field(
    String name, Type type, boolean needed, @Nullable Object standard, List<String> unless) {
  public Field {
    unless = List.copyOf(unless);
  }

  /** A field that must be written. */
  public static Field required(String name, Type type) {
    return new Field(name, type, true, null, List.of());
  }

  /** A field that may be absent; null counts as absent. */
  public static Field optional(String name, Type type) {
    return new Field(name, type, false, null, List.of());
  }

  /** A field with a default. */
  public static Field defaulting(String name, Type type, Object standard) {
    return new Field(name, type, false, standard, List.of());
  }

  /** A field with a default that holds only where none of {@code others} is given. */
  public static Field fallback(String name, Type type, Object standard, String... others) {
    return new Field(name, type, false, standard, List.of(others));
  }

  /** Whether it may be left out without a value taking its place. */
  boolean isOptional() {
    return !needed && standard == null;
  }
}
