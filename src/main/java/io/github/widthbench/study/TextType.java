package io.github.widthbench.study;

/** Text that is not empty. */
public record TextType() implements Type {

  @Override
  public Node resolve(Node node, Place place) {
    if (node instanceof Node.Scalar scalar
        && scalar.value() instanceof String text
        && !text.isBlank()) {
      return node;
    }
    throw place.wrong(node, describe());
  }

  @Override
  public String describe() {
    return "text";
  }
}
