package io.github.widthbench.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A value of a study file, with the place it was written at. */
public sealed interface Node {

  /** Where it was written. */
  Position at();

  /** Named values in the order they were written. */
  record Mapping(SequencedMap<String, Node> entries, Position at) implements Node {
    public Mapping {
      entries = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(entries));
    }
  }

  /** Values in order. */
  record Sequence(List<Node> items, Position at) implements Node {
    public Sequence {
      items = List.copyOf(items);
    }
  }

  /**
   * A {@link Long}, {@link Double}, {@link Boolean}, {@link String} or null.
   *
   * @param written the characters of the file, such as {@code 1e-3}; null where nobody wrote it
   */
  record Scalar(@Nullable Object value, Position at, @Nullable String written) implements Node {
    public Scalar(@Nullable Object value, Position at) {
      this(value, at, null);
    }
  }

  /** The opposite of {@link #plain()}: every value stands at {@code at}. */
  static Node of(@Nullable Object plain, Position at) {
    return switch (plain) {
      case List<?> list -> new Sequence(list.stream().map(item -> of(item, at)).toList(), at);
      case Map<?, ?> map -> {
        SequencedMap<String, Node> entries = new LinkedHashMap<>();
        map.forEach((key, value) -> entries.put(key.toString(), of(value, at)));
        yield new Mapping(entries, at);
      }
      case Integer small -> new Scalar(small.longValue(), at);
      case null, default -> new Scalar(plain, at);
    };
  }

  /** This node as plain lists, maps and scalars, without positions. */
  default @Nullable Object plain() {
    return switch (this) {
      case Scalar scalar -> scalar.value();
      case Sequence sequence -> sequence.items().stream().map(Node::plain).toList();
      case Mapping mapping -> {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        mapping.entries().forEach((key, node) -> plain.put(key, node.plain()));
        yield plain;
      }
    };
  }

  /** This node as it was written, in one line. */
  default String shown() {
    return switch (this) {
      case Scalar scalar when scalar.written() != null -> shown(scalar.written());
      case Scalar scalar -> String.valueOf(scalar.value());
      case Sequence sequence ->
          sequence.items().stream().map(Node::shown).collect(Collectors.joining(", ", "[", "]"));
      case Mapping mapping ->
          mapping.entries().entrySet().stream()
              .map(entry -> entry.getKey() + ": " + entry.getValue().shown())
              .collect(Collectors.joining(", ", "{", "}"));
    };
  }

  /** What is written, or a word for what nobody would see. */
  private static String shown(String written) {
    if (written.isEmpty()) {
      return "nothing";
    }
    return written.isBlank() ? "blanks" : written;
  }
}
