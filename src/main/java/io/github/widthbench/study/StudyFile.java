package io.github.widthbench.study;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SortedMap;

/**
 * The top level of a study file, its fields as they were written.
 *
 * @param axes by dotted path, unexpanded
 * @param fixed unresolved
 */
record StudyFile(
    String experiment,
    String title,
    SequencedMap<String, Node> axes,
    Node.Mapping fixed,
    Goal goal) {

  private static final List<String> KEYS = List.of("experiment", "title", "goal", "axes", "fixed");

  /**
   * Takes the document apart.
   *
   * @param name the title where none is written
   * @param schemas by experiment
   * @throws StudyException for the first top-level key that is not allowed
   */
  static StudyFile of(Node document, String name, SortedMap<String, Schema> schemas) {
    WordType experiments = new WordType(List.copyOf(schemas.keySet()));
    if (!(document instanceof Node.Mapping root)) {
      throw new StudyException(
          document.at(), "(file)", document.shown(), "a mapping of " + String.join(", ", KEYS));
    }
    Node empty = new Node.Mapping(new LinkedHashMap<>(), root.at());
    Map<String, Node> parts = new LinkedHashMap<>();
    for (Map.Entry<String, Node> entry : root.entries().entrySet()) {
      parts.put(entry.getKey(), part(entry.getKey(), entry.getValue(), experiments));
    }
    Node experiment = parts.get("experiment");
    if (experiment == null) {
      throw new StudyException(root.at(), "experiment", "missing", experiments.describe());
    }
    Node title = parts.getOrDefault("title", Node.of(name, Position.DEFAULT));
    Node.Mapping axes = (Node.Mapping) parts.getOrDefault("axes", empty);
    return new StudyFile(
        text(experiment),
        text(title),
        axes.entries(),
        (Node.Mapping) parts.getOrDefault("fixed", empty),
        Goal.of(parts.getOrDefault("goal", empty)));
  }

  private static Node part(String key, Node value, WordType experiments) {
    Place place = Place.at(key);
    return switch (key) {
      case "experiment" -> experiments.resolve(value, place);
      case "title" -> new TextType().resolve(value, place);
      case "goal", "axes", "fixed" -> mapping(value, place);
      default ->
          throw new StudyException(value.at(), key, "unknown field", Nearest.list(key, KEYS));
    };
  }

  /** A mapping; a key with nothing under it has no entries. */
  private static Node mapping(Node value, Place place) {
    return switch (value) {
      case Node.Mapping mapping -> mapping;
      case Node.Scalar scalar when scalar.value() == null ->
          new Node.Mapping(new LinkedHashMap<>(), scalar.at());
      default -> throw place.wrong(value, "a mapping of names to values");
    };
  }

  private static String text(Node node) {
    return String.valueOf(node.plain());
  }

  StudyFile withAxis(String path, Node values) {
    SequencedMap<String, Node> more = new LinkedHashMap<>(axes);
    more.put(path, values);
    return new StudyFile(experiment, title, more, fixed, goal);
  }

  StudyFile withFixed(Node.Mapping other) {
    return new StudyFile(experiment, title, axes, other, goal);
  }
}
