package io.github.widthbench.study;

import java.util.List;

/**
 * A resolved study: every default written out, every cell checked.
 *
 * @param name built-in name, or the file's name without its ending
 * @param fixed resolved fields
 * @param axes in the order written
 * @param cells the cartesian product, the last axis fastest
 * @param goal what a pilot holds its predictions against; changes no result
 */
public record Study(
    String name,
    String experiment,
    String title,
    Node.Mapping fixed,
    List<Axis> axes,
    List<Cell> cells,
    Goal goal) {
  public Study {
    axes = List.copyOf(axes);
    cells = List.copyOf(cells);
  }

  /** A study without a goal. */
  public Study(
      String name,
      String experiment,
      String title,
      Node.Mapping fixed,
      List<Axis> axes,
      List<Cell> cells) {
    this(name, experiment, title, fixed, axes, cells, Goal.NONE);
  }

  /** The same study with some of its cells. */
  public Study with(List<Cell> some) {
    return new Study(name, experiment, title, fixed, axes, some, goal);
  }
}
