package io.github.widthbench.study;

import java.util.ArrayList;
import java.util.List;

/** A list of at least {@code min} values of one type. */
public record ListType(Type item, int min) implements Type {

  /** A list that may be empty. */
  public static ListType of(Type item) {
    return new ListType(item, 0);
  }

  /** A list of one value or more. */
  public static ListType nonEmpty(Type item) {
    return new ListType(item, 1);
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // unchanged values are shared by all cells
  public Node resolve(Node node, Place place) {
    if (!(node instanceof Node.Sequence(List<Node> items, Position at)) || items.size() < min) {
      throw place.wrong(node, describe());
    }
    List<Node> resolved = new ArrayList<>(items.size());
    boolean same = true;
    for (int i = 0; i < items.size(); i++) {
      Node value = item.resolve(items.get(i), place.item(i));
      same &= value == items.get(i);
      resolved.add(value);
    }
    return same ? node : new Node.Sequence(resolved, at);
  }

  @Override
  public String describe() {
    return "a list" + (min > 0 ? " of at least " + min : "") + ", each " + item.describe();
  }
}
