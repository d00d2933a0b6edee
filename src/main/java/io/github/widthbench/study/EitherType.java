package io.github.widthbench.study;

/** A value of the first type or, failing that, of the second. */
public record EitherType(Type first, Type second) implements Type {

  @Override
  public Node resolve(Node node, Place place) {
    if (first.accepts(node, place)) {
      return first.resolve(node, place);
    }
    if (second.accepts(node, place)) {
      return second.resolve(node, place);
    }
    throw place.wrong(node, describe());
  }

  @Override
  public String describe() {
    return first.describe() + " or " + second.describe();
  }
}
