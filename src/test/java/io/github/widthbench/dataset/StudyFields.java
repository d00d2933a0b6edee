package io.github.widthbench.dataset;

import io.github.widthbench.study.Node;
import io.github.widthbench.study.Position;
import io.github.widthbench.study.Settings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Settings from plain maps; entry i of a list stands on line i + 1. */
final class StudyFields {

  private StudyFields() {}

  /** Settings with {@code data} only. */
  static Settings data(Map<String, ?> data) {
    return new Settings((Node.Mapping) node(Map.of("data", data), 1));
  }

  static Settings dataAndLabels(Map<String, ?> data, String labels) {
    return dataAndLabels(data, Map.of("kind", labels));
  }

  static Settings dataAndLabels(Map<String, ?> data, Map<String, ?> labels) {
    Map<String, ?> fields = Map.of("data", data, "labels", labels);
    return new Settings((Node.Mapping) node(fields, 1));
  }

  private static Node node(Object plain, int line) {
    Position at = new Position("study.yaml", line);
    return switch (plain) {
      case Map<?, ?> map -> {
        Map<String, Node> entries = new LinkedHashMap<>();
        map.forEach((key, value) -> entries.put((String) key, node(value, line)));
        yield new Node.Mapping(new LinkedHashMap<>(entries), at);
      }
      case List<?> list -> {
        List<Node> items = new ArrayList<>();
        list.forEach(item -> items.add(node(item, items.size() + 1)));
        yield new Node.Sequence(items, at);
      }
      case Integer number -> new Node.Scalar((long) number, at);
      default -> new Node.Scalar(plain, at);
    };
  }
}
