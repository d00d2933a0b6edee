package io.github.widthbench.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/**
 * One point of a study: all that its outcome depends on.
 *
 * @param id first 16 hex digits of SHA-256 over canonical JSON of schema number, experiment and
 *     resolved fields
 * @param coordinates the values of the axes, by flat dotted path; lists and maps as plain values
 * @param settings the resolved fields, axis values put in
 */
public record Cell(String id, SequencedMap<String, Object> coordinates, Settings settings) {
  public Cell {
    coordinates = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(coordinates));
  }

  /** This cell, id and coordinates kept, with another value at a dotted path of its settings. */
  public Cell with(String path, Object value) {
    return new Cell(id, coordinates, new Settings(put(settings.root(), path, value)));
  }

  private static Node.Mapping put(Node.Mapping mapping, String path, Object value) {
    int dot = path.indexOf('.');
    String step = dot < 0 ? path : path.substring(0, dot);
    Node fresh = Node.of(value, mapping.at());
    if (dot >= 0) {
      Node.Mapping inner =
          mapping.entries().get(step) instanceof Node.Mapping there
              ? there
              : new Node.Mapping(new LinkedHashMap<>(), mapping.at());
      fresh = put(inner, path.substring(dot + 1), value);
    }
    SequencedMap<String, Node> entries = new LinkedHashMap<>(mapping.entries());
    entries.put(step, fresh);
    return new Node.Mapping(entries, mapping.at());
  }
}
