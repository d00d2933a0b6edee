package io.github.widthbench.study;

/** True or false. */
public record FlagType() implements Type {

  @Override
  public Node resolve(Node node, Place place) {
    if (node instanceof Node.Scalar scalar && scalar.value() instanceof Boolean) {
      return node;
    }
    throw place.wrong(node, describe());
  }

  @Override
  public String describe() {
    return "true or false";
  }
}
