package io.github.widthbench.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Typed reading of a JSON object; unknown fields are left alone. */
record Fields(Map<String, @Nullable Object> map) {

  String text(String name) throws MalformedLineException {
    return get(name, String.class, "a text");
  }

  boolean flag(String name) throws MalformedLineException {
    return get(name, Boolean.class, "true or false");
  }

  int integer(String name) throws MalformedLineException {
    return get(name, Integer.class, "an integer");
  }

  double number(String name) throws MalformedLineException {
    return get(name, Number.class, "a number").doubleValue();
  }

  @Nullable String optionalText(String name) throws MalformedLineException {
    return map.get(name) == null ? null : text(name);
  }

  /** The texts of a list; none where the field is absent. */
  List<String> optionalTexts(String name) throws MalformedLineException {
    if (map.get(name) == null) {
      return List.of();
    }
    List<String> texts = new ArrayList<>();
    for (Object item : get(name, List.class, "a list of texts")) {
      if (!(item instanceof String text)) {
        throw wrong(name, "a list of texts");
      }
      texts.add(text);
    }
    return texts;
  }

  @Nullable Double optionalNumber(String name) throws MalformedLineException {
    return map.get(name) == null ? null : (Double) number(name);
  }

  @SuppressWarnings("unchecked") // keys of a JSON object are texts
  Fields object(String name) throws MalformedLineException {
    return new Fields(get(name, Map.class, "an object"));
  }

  @SuppressWarnings("unchecked") // keys of a JSON object are texts
  List<Fields> objects(String name) throws MalformedLineException {
    List<Fields> objects = new ArrayList<>();
    for (Object item : get(name, List.class, "a list of objects")) {
      if (!(item instanceof Map<?, ?> object)) {
        throw wrong(name, "a list of objects");
      }
      objects.add(new Fields((Map<String, @Nullable Object>) object));
    }
    return objects;
  }

  /** The one of {@code words} whose label the field holds. */
  <T> T word(String name, T[] words, Function<T, String> label) throws MalformedLineException {
    String text = text(name);
    for (T word : words) {
      if (label.apply(word).equals(text)) {
        return word;
      }
    }
    throw wrong(name, "one of " + List.of(words).stream().map(label).toList());
  }

  private <T> T get(String name, Class<T> type, String expected) throws MalformedLineException {
    Object value = map.get(name);
    if (type.isInstance(value)) {
      return type.cast(value);
    }
    throw wrong(name, expected);
  }

  private MalformedLineException wrong(String name, String expected) {
    String found = String.valueOf(map.get(name));
    String shown = found.length() > 40 ? found.substring(0, 40) + "…" : found;
    return new MalformedLineException(
        "field " + name + ": found " + shown + ", expected " + expected);
  }
}
