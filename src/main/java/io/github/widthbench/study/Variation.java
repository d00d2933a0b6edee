package io.github.widthbench.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import java.util.Set;

/**
 * A cell with other values of some of its fields.
 *
 * @param name of the variation, for people
 * @param changes values as plain lists, maps and scalars, by dotted path
 */
public record Variation(String name, SequencedMap<String, Object> changes) {

  /** The coordinate that tells a varied cell from the one it was made from. */
  public static final String COORDINATE = "whatIf";

  public Variation {
    changes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(changes));
  }

  /** A variation of one field. */
  public static Variation of(String name, String path, Object value) {
    SequencedMap<String, Object> changes = new LinkedHashMap<>();
    changes.put(path, value);
    return new Variation(name, changes);
  }

  /**
   * The varied cell.
   *
   * @throws StudyException where a field does not take its value
   */
  public Cell of(Cell cell, String experiment, Schema schema) {
    Node.Mapping fields = cell.settings().root();
    for (var change : changes.entrySet()) {
      Position at = new Position("what if " + change.getKey(), 0);
      fields = schema.put(fields, change.getKey(), Node.of(change.getValue(), at));
    }
    Node.Mapping resolved = schema.resolve(fields, Set.of());
    SequencedMap<String, Object> coordinates = new LinkedHashMap<>(cell.coordinates());
    coordinates.putAll(changes);
    coordinates.put(COORDINATE, name);
    String id = new CellId(experiment, resolved).of(resolved);
    return new Cell(id, coordinates, new Settings(resolved));
  }
}
