package io.github.widthbench.study;

import java.util.List;

/** One word of a set. */
public record WordType(List<String> words) implements Type {
  public WordType {
    words = List.copyOf(words);
  }

  /** One of these words. */
  public static WordType of(String... words) {
    return new WordType(List.of(words));
  }

  @Override
  public Node resolve(Node node, Place place) {
    if (node instanceof Node.Scalar(Object value, Position at, String written)
        && value instanceof String word) {
      if (words.contains(word)) {
        return node;
      }
      throw place.wrong(node, Nearest.list(word, words));
    }
    throw place.wrong(node, describe());
  }

  @Override
  public String describe() {
    return String.join(", ", words);
  }
}
