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

  /** This cell, id and coordinates kept, with another value of one field of its settings. */
  public Cell with(String field, Object value) {
    Node.Mapping root = settings.root();
    SequencedMap<String, Node> entries = new LinkedHashMap<>(root.entries());
    entries.put(field, new Node.Scalar(value, root.at()));
    return new Cell(id, coordinates, new Settings(new Node.Mapping(entries, root.at())));
  }
}
