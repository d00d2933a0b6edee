package io.github.widthbench.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * A plain word, or a mapping of one key: {@code coupled} or {@code {scaled: 2.0}}.
 *
 * @param words the plain words; may be empty
 * @param forms the keys with the types of their values
 */
public record FormsType(List<String> words, SequencedMap<String, Type> forms) implements Type {
  public FormsType {
    words = List.copyOf(words);
    forms = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(forms));
  }

  /** The plain words, to be followed by {@link #or}. */
  public static FormsType of(String... words) {
    return new FormsType(List.of(words), new LinkedHashMap<>());
  }

  /** These forms and {@code {key: value}}. */
  public FormsType or(String key, Type value) {
    SequencedMap<String, Type> more = new LinkedHashMap<>(forms);
    more.put(key, value);
    return new FormsType(words, more);
  }

  @Override
  public Node resolve(Node node, Place place) {
    return switch (node) {
      case Node.Scalar scalar when scalar.value() instanceof String word -> {
        if (!words.contains(word)) {
          String near = Nearest.of(word, words).map(w -> "; did you mean " + w + "?").orElse("");
          throw place.wrong(node, describe() + near);
        }
        yield node;
      }
      case Node.Mapping mapping when mapping.entries().size() == 1 ->
          form(mapping, mapping.entries().firstEntry(), place);
      default -> throw place.wrong(node, describe());
    };
  }

  @SuppressWarnings("ReferenceEquality") // unchanged values are shared by all cells
  private Node form(Node.Mapping mapping, Map.Entry<String, Node> entry, Place place) {
    Place child = place.child(entry.getKey());
    Type type = forms.get(entry.getKey());
    if (type == null) {
      throw child.error(
          entry.getValue().at(), "unknown field", Nearest.list(entry.getKey(), forms.keySet()));
    }
    Node value = type.resolve(entry.getValue(), child);
    return value == entry.getValue()
        ? mapping
        : new Node.Mapping(new LinkedHashMap<>(Map.of(entry.getKey(), value)), mapping.at());
  }

  @Override
  public Optional<Type> child(String name, @Nullable Node written) {
    return Optional.ofNullable(forms.get(name));
  }

  @Override
  public List<String> names(@Nullable Node written) {
    return List.copyOf(forms.keySet());
  }

  @Override
  public String describe() {
    List<String> all = new ArrayList<>(words);
    forms.forEach((key, type) -> all.add("{" + key + ": " + type.describe() + "}"));
    return String.join(", ", all);
  }
}
