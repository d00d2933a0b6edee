package io.github.widthbench.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The fields that an experiment takes under {@code fixed}. */
public record Schema(RecordType fields) {
  private static final Pattern DOT = Pattern.compile("\\.");

  /** These fields. */
  public static Schema of(Field... fields) {
    return new Schema(RecordType.of(fields));
  }

  /**
   * The fields with every default written out.
   *
   * @param supplied dotted paths of the axes: they may be missing and are left out
   * @throws StudyException for the first field that is not allowed, in the order written
   */
  public Node.Mapping resolve(Node.Mapping fixed, Set<String> supplied) {
    return (Node.Mapping) fields.resolve(fixed, Place.root(supplied));
  }

  /**
   * The fields of a cell with every default written out.
   *
   * @param base resolved fields; the nodes that {@code cell} shares with them are not read again
   * @throws StudyException for the first field that is not allowed
   */
  Node.Mapping resolve(Node.Mapping cell, Node.Mapping base) {
    return (Node.Mapping) fields.resolve(cell, Place.root(Set.of()), base.entries());
  }

  /**
   * The type of the field at {@code path}.
   *
   * @param fixed the fields as written, whose tags tell the unions
   * @param named what an error is about: where it stands and what it is called
   * @throws StudyException where there is no such field
   */
  Type type(String path, Node.Mapping fixed, Position at, String named) {
    Type type = fields;
    @Nullable Node written = fixed;
    for (String step : DOT.split(path, -1)) {
      List<String> names = type.names(written);
      if (names.isEmpty()) {
        throw new StudyException(at, named, "unknown field", type.describe() + ", without fields");
      }
      Type parent = type;
      Node here = written;
      type =
          parent
              .child(step, here)
              .orElseThrow(
                  () -> new StudyException(at, named, "unknown field", Nearest.list(step, names)));
      written = here instanceof Node.Mapping mapping ? mapping.entries().get(step) : null;
    }
    return type;
  }

  /**
   * The fields with {@code value} at {@code path}, whose steps are made where they are missing. One
   * form of a {@link FormsType} replaces another; what stands in the same form stays.
   */
  Node.Mapping put(Node.Mapping fixed, String path, Node value) {
    return put(fields, fixed, List.of(DOT.split(path, -1)), value);
  }

  private static Node.Mapping put(Type type, @Nullable Node old, List<String> steps, Node value) {
    String step = steps.getFirst();
    Node.Mapping written = old instanceof Node.Mapping m ? m : null;
    Node.Mapping mapping = type instanceof FormsType ? null : written;
    Node child = written == null ? null : written.entries().get(step);
    Node fresh = value;
    if (steps.size() > 1) {
      Type inner = type.child(step, old).orElseThrow();
      fresh = put(inner, child, steps.subList(1, steps.size()), value);
    }
    SequencedMap<String, Node> entries =
        new LinkedHashMap<>(mapping == null ? Map.of() : mapping.entries());
    entries.put(step, fresh);
    return new Node.Mapping(entries, mapping == null ? value.at() : mapping.at());
  }
}
