package io.github.widthbench.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** A mapping with given fields. Resolved, its fields stand in the order of the type. */
public record RecordType(List<Field> fields) implements Type {
  public RecordType {
    fields = List.copyOf(fields);
  }

  /** A mapping with these fields. */
  public static RecordType of(Field... fields) {
    return new RecordType(List.of(fields));
  }

  @Override
  public Node resolve(Node node, Place place) {
    return resolve(node, place, Map.of());
  }

  /** As {@link #resolve(Node, Place)}, but the nodes of {@code known} are resolved already. */
  Node resolve(Node node, Place place, Map<String, Node> known) {
    if (!(node instanceof Node.Mapping mapping)) {
      throw place.wrong(node, describe());
    }
    Map<String, Node> given = given(mapping, place, known);
    SequencedMap<String, Node> resolved = new LinkedHashMap<>();
    for (Field field : fields) {
      Node value = given.get(field.name());
      if (value == null) {
        value = absent(field, given, mapping, place);
      }
      if (value != null && !place.child(field.name()).isSupplied()) {
        resolved.put(field.name(), value);
      }
    }
    return same(mapping, resolved) ? node : new Node.Mapping(resolved, mapping.at());
  }

  /** What is written, each value resolved. */
  @SuppressWarnings("ReferenceEquality")
  private Map<String, Node> given(Node.Mapping mapping, Place place, Map<String, Node> known) {
    Map<String, Node> given = new LinkedHashMap<>();
    for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
      String name = entry.getKey();
      Node value = entry.getValue();
      Field field =
          field(name)
              .orElseThrow(() ->
                  place
                      .child(name)
                      .error(value.at(), "unknown field", Nearest.list(name, names(mapping))));
      boolean dropped = field.isOptional() && value.plain() == null;
      if (!dropped) {
        boolean resolved = known.get(name) == value;
        given.put(name, resolved ? value : field.type().resolve(value, place.child(name)));
      }
    }
    return given;
  }

  private @Nullable Node absent(
      Field field, Map<String, Node> given, Node.Mapping mapping, Place place) {
    Place child = place.child(field.name());
    if (field.needed() && !child.isTouched()) {
      throw child.error(mapping.at(), "missing", field.type().describe());
    }
    boolean replaced =
        field.unless().stream()
            .anyMatch(other -> given.containsKey(other) || place.child(other).isTouched());
    if (field.standard() == null || replaced) {
      return null;
    }
    return field.type().resolve(Node.of(field.standard(), Position.DEFAULT), child);
  }

  /** Whether nothing changed; then the node itself is shared by all cells. */
  @SuppressWarnings("ReferenceEquality")
  private static boolean same(Node.Mapping mapping, SequencedMap<String, Node> resolved) {
    return mapping.entries().size() == resolved.size()
        && List.copyOf(mapping.entries().keySet()).equals(List.copyOf(resolved.keySet()))
        && resolved.entrySet().stream()
            .allMatch(entry -> mapping.entries().get(entry.getKey()) == entry.getValue());
  }

  private Optional<Field> field(String name) {
    return fields.stream().filter(field -> Objects.equals(field.name(), name)).findFirst();
  }

  @Override
  public Optional<Type> child(String name, @Nullable Node written) {
    return field(name).map(Field::type);
  }

  @Override
  public List<String> names(@Nullable Node written) {
    return fields.stream().map(Field::name).toList();
  }

  @Override
  public String describe() {
    return "a mapping of " + String.join(", ", names(null));
  }
}
