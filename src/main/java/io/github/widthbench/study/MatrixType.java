package io.github.widthbench.study;

import java.util.List;

/** A list of rows of finite numbers, all of one length, at least 1×1. */
public record MatrixType() implements Type {
  private static final ListType ROWS = ListType.nonEmpty(ListType.nonEmpty(NumberType.finite()));

  @Override
  public Node resolve(Node node, Place place) {
    Node resolved = ROWS.resolve(node, place);
    List<Node> rows = ((Node.Sequence) resolved).items();
    int columns = length(rows.getFirst());
    for (int i = 1; i < rows.size(); i++) {
      if (length(rows.get(i)) != columns) {
        throw place
            .item(i)
            .error(
                rows.get(i).at(),
                "a row of " + length(rows.get(i)),
                columns + " numbers, as in the first row");
      }
    }
    return resolved;
  }

  private static int length(Node row) {
    return ((Node.Sequence) row).items().size();
  }

  @Override
  public String describe() {
    return "a list of rows, each a list of finite numbers, all of one length";
  }
}
