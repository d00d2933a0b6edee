package io.github.widthbench.study;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Typed reading of resolved fields by dotted path, such as {@code data.sampleCount}. The schema has
 * been checked before, so a missing path or wrong type here is a mistake of the code that asks.
 */
public record Settings(Node.Mapping root) {

  private static final Pattern DOT = Pattern.compile("\\.");

  /** The node at {@code path}, or empty where a step of the path is absent or null. */
  public Optional<Node> find(String path) {
    Node node = root;
    for (String step : DOT.split(path, -1)) {
      if (!(node instanceof Node.Mapping mapping)) {
        return Optional.empty();
      }
      Node next = mapping.entries().get(step);
      if (next == null || isNull(next)) {
        return Optional.empty();
      }
      node = next;
    }
    return Optional.of(node);
  }

  public boolean has(String path) {
    return find(path).isPresent();
  }

  /** A word. */
  public String text(String path) {
    if (scalar(path) instanceof String text) {
      return text;
    }
    throw misread(path, "text");
  }

  /**
   * A file: relative to the study file that names it, or to the working directory where an option
   * names it.
   */
  public Path file(String path) {
    Path file = Path.of(text(path));
    Position at = find(path).map(Node::at).orElse(Position.DEFAULT);
    return at.line() > 0 ? Path.of(at.source()).resolveSibling(file) : file;
  }

  /** An integer or decimal number. */
  public double number(String path) {
    if (scalar(path) instanceof Number number) {
      return number.doubleValue();
    }
    throw misread(path, "a number");
  }

  /** A whole number. */
  public long integer(String path) {
    if (scalar(path) instanceof Long number) {
      return number;
    }
    throw misread(path, "an integer");
  }

  /** True or false. */
  public boolean flag(String path) {
    if (scalar(path) instanceof Boolean flag) {
      return flag;
    }
    throw misread(path, "true or false");
  }

  /** A list of numbers. */
  public List<Double> numbers(String path) {
    return items(path, find(path).orElse(null)).stream().map(i -> toDouble(path, i)).toList();
  }

  /** A list of rows. */
  public double[][] matrix(String path) {
    return items(path, find(path).orElse(null)).stream()
        .map(row -> items(path, row).stream().mapToDouble(e -> toDouble(path, e)).toArray())
        .toArray(double[][]::new);
  }

  /** An error at {@code path} for a value that the schema allows and the experiment does not. */
  public StudyException error(String path, String found, String allowed) {
    Position at = find(path).map(Node::at).orElse(root.at());
    return new StudyException(at, path, found, allowed);
  }

  private Object scalar(String path) {
    if (find(path).orElse(null) instanceof Node.Scalar scalar && scalar.value() != null) {
      return scalar.value();
    }
    throw misread(path, "a value");
  }

  private List<Node> items(String path, @Nullable Node node) {
    if (node instanceof Node.Sequence sequence) {
      return sequence.items();
    }
    throw misread(path, "a list");
  }

  private double toDouble(String path, Node node) {
    if (node instanceof Node.Scalar scalar && scalar.value() instanceof Number number) {
      return number.doubleValue();
    }
    throw misread(path, "numbers");
  }

  private static boolean isNull(Node node) {
    return node instanceof Node.Scalar scalar && scalar.value() == null;
  }

  private IllegalStateException misread(String path, String expected) {
    return new IllegalStateException(
        "field " + path + " is read as " + expected + ", found " + find(path).map(Node::plain));
  }
}
