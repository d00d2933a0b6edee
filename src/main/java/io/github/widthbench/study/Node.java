package io.github.widthbench.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** A value of a study file, with the place it was written at. */
public sealed interface Node {

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

  /** A {@link Long}, {@link Double}, {@link Boolean}, {@link String} or null. */
  record Scalar(@Nullable Object value, Position at) implements Node {}

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
}
