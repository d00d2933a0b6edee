package io.github.widthbench.study;

import java.util.List;

/**
 * An axis of a study.
 *
 * @param path dotted path under {@code fixed}
 * @param values at least one
 */
public record Axis(String path, List<Node> values) {
  public Axis {
    values = List.copyOf(values);
  }
}
