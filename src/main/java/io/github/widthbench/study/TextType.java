package io.github.widthbench.study;

/** Text that is not empty, on one line: a title must not move a terminal's cursor. */
public record TextType() implements Type {

  @Override
  public Node resolve(Node node, Place place) {
    if (node instanceof Node.Scalar scalar
        && scalar.value() instanceof String text
        && !text.isBlank()) {
      if (text.codePoints().anyMatch(Character::isISOControl)) {
        throw place.wrong(node, "text without control characters");
      }
      return node;
    }
    throw place.wrong(node, describe());
  }

  @Override
  public String describe() {
    return "text";
  }
}
