package io.github.widthbench.study;

import java.util.List;
import java.util.Optional;

/**
 * Typed reading of resolved fields by dotted path, such as {@code data.sampleCount}. The schema has
 * been checked before, so a missing path or wrong type here is a mistake of the code that asks.
 */
public record Settings(Node.Mapping root) {

  /** The node at {@code path}, or empty where a step of the path is absent or null. */
  public Optional<Node> find(String path) {
    Node node = root;
    for (String step : path.split("\\.")) {
      if (!(node instanceof Node.Mapping mapping)) {
        return Optional.empty();
      }
      Node next = mapping.entries().get(step);
      if (next == null || next instanceof Node.Scalar scalar && scalar.value() == null) {
        return Optional.empty();
      }
      node = next;
    }
    return Optional.of(node);
  }

  public boolean has(String path) {
    return find(path).isPresent();
  }

  public String text(String path) {
    return scalar(path) instanceof String text ? text : fail(path, "text");
  }

  public double number(String path) {
    return scalar(path) instanceof Number number ? number.doubleValue() : fail(path, "a number");
  }

  public long integer(String path) {
    return scalar(path) instanceof Long number ? number : this.<Long>fail(path, "an integer");
  }

  public boolean flag(String path) {
    return scalar(path) instanceof Boolean flag ? flag : this.<Boolean>fail(path, "true or false");
  }

  /** A list of numbers. */
  public List<Double> numbers(String path) {
    if (!(find(path).orElse(null) instanceof Node.Sequence sequence)) {
      return fail(path, "a list of numbers");
    }
    return sequence.items().stream().map(item -> toDouble(path, item)).toList();
  }

  /** A list of rows. */
  public double[][] matrix(String path) {
    if (!(find(path).orElse(null) instanceof Node.Sequence rows)) {
      return fail(path, "a list of rows");
    }
    return rows.items().stream()
        .map(row ->
            row instanceof Node.Sequence entries
                ? entries.items().stream().mapToDouble(e -> toDouble(path, e)).toArray()
                : this.<double[]>fail(path, "a list of rows"))
        .toArray(double[][]::new);
  }

  /** An error at {@code path} for a value that the schema allows and the experiment does not. */
  public StudyException error(String path, String found, String allowed) {
    Position at = find(path).map(Node::at).orElse(root.at());
    return new StudyException(at, path, found, allowed);
  }

  private Object scalar(String path) {
    Node node = find(path).orElse(null);
    return node instanceof Node.Scalar scalar && scalar.value() != null
        ? scalar.value()
        : this.<Object>fail(path, "a value");
  }

  private double toDouble(String path, Node node) {
    return node instanceof Node.Scalar scalar && scalar.value() instanceof Number number
        ? number.doubleValue()
        : this.<Double>fail(path, "numbers");
  }

  private <T> T fail(String path, String expected) {
    throw new IllegalStateException(
        "field " + path + " is read as " + expected + ", found " + find(path).map(Node::plain));
  }
}
