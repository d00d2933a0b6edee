package io.github.widthbench.study;

import java.util.List;

/**
 * A resolved study: every default written out, every cell checked.
 *
 * @param name built-in name, or the file's name without its ending
 * @param fixed resolved fields
 * @param axes in the order written
 * @param cells the cartesian product, the last axis fastest
 */
public record Study(
    String name,
    String experiment,
    String title,
    Node.Mapping fixed,
    List<Axis> axes,
    List<Cell> cells) {
  public Study {
    axes = List.copyOf(axes);
    cells = List.copyOf(cells);
  }
}
