package io.github.widthbench.results;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Values as reading their JSON gives them back: whole numbers as Integer or Long by their size,
 * others as Double, non-finite ones as null with a reason. A resumed run so judges the very values
 * that an uninterrupted one does.
 */
public final class Plain {

  private final SequencedMap<String, String> reasons;

  /** Puts a reason for each non-finite number into {@code reasons} unless its path has one. */
  Plain(SequencedMap<String, String> reasons) {
    this.reasons = reasons;
  }

  /** A row of a table; a non-finite number is null. */
  public static SequencedMap<String, Object> row(SequencedMap<String, ?> row) {
    return new Plain(new LinkedHashMap<>()).map("row", row);
  }

  /** {@code map} made plain; {@code path} is its dotted path in the record. */
  @SuppressWarnings("NullAway") // a non-finite metric is null: see Outcome.number
  SequencedMap<String, Object> map(String path, Map<?, ?> map) {
    SequencedMap<String, Object> plain = new LinkedHashMap<>();
    map.forEach((key, value) -> plain.put(String.valueOf(key), value(path + "." + key, value)));
    return plain;
  }

  /** A finite number, or null with its reason. */
  @Nullable Double number(String path, @Nullable Number number) {
    if (number == null || Double.isFinite(number.doubleValue())) {
      return number == null ? null : (Double) number.doubleValue();
    }
    reasons.putIfAbsent(path, nonFinite(number.doubleValue()));
    return null;
  }

  private @Nullable Object value(String path, @Nullable Object value) {
    return switch (value) {
      case null -> null;
      case String text -> text;
      case Boolean flag -> flag;
      case Integer number -> number;
      case Long number -> whole(number);
      case Double number -> number(path, number);
      case Float number -> number(path, number);
      case Map<?, ?> map -> map(path, map);
      case List<?> list -> list(path, list);
      case double[] numbers -> list(path, Arrays.stream(numbers).boxed().toList());
      default ->
          throw new IllegalArgumentException(
              path
                  + " is a "
                  + value.getClass().getName()
                  + "; a record holds Boolean, Integer, Long, Double, String, lists and maps");
    };
  }

  private List<@Nullable Object> list(String path, List<?> list) {
    List<@Nullable Object> plain = new ArrayList<>(list.size());
    for (int i = 0; i < list.size(); i++) {
      plain.add(value(path + "." + i, list.get(i)));
    }
    return plain;
  }

  private static Object whole(long number) {
    if (number == (int) number) {
      return (int) number;
    }
    return number;
  }

  private static String nonFinite(double number) {
    if (Double.isNaN(number)) {
      return "NaN";
    }
    return number > 0 ? "overflow" : "negative overflow";
  }
}
