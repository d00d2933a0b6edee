package io.github.widthbench.study;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/** Makes the cells of a study: every combination of the values of its axes, each checked. */
record Expansion(StudyFile file, Schema schema) {

  /**
   * The resolved study.
   *
   * @throws StudyException for the first thing that is not allowed: in the file, from top to
   *     bottom, and then in a cell
   */
  Study study(String name) {
    Node.Mapping fixed;
    List<Axis> axes;
    if (axesStandFirst()) {
      axes = axes();
      fixed = schema.resolve(file.fixed(), file.axes().keySet());
    } else {
      fixed = schema.resolve(file.fixed(), file.axes().keySet());
      axes = axes();
    }
    return new Study(
        name,
        file.experiment(),
        file.title(),
        fixed,
        axes,
        cells(fixed, axes, count(axes)),
        file.goal());
  }

  private boolean axesStandFirst() {
    return file.axes().values().stream()
        .anyMatch(axis -> axis.at().line() <= file.fixed().at().line());
  }

  private List<Axis> axes() {
    return file.axes().entrySet().stream().map(e -> axis(e.getKey(), e.getValue())).toList();
  }

  private Axis axis(String path, Node written) {
    String named = written.at().line() == 0 ? path : "axes." + path;
    Type type = schema.type(path, file.fixed(), written.at(), named);
    for (String other : file.axes().keySet()) {
      if (path.startsWith(other + ".")) {
        throw new StudyException(
            written.at(), named, "an axis inside the axis " + other, "one of the two");
      }
    }
    Place place = Place.at(named);
    List<Node> values = new ArrayList<>();
    Map<Object, Node> seen = new HashMap<>();
    for (Node value : new AxisForm(type, named).values(written)) {
      Node resolved = type.resolve(value, place);
      if (seen.put(String.valueOf(resolved.plain()), resolved) != null) {
        throw place.error(
            value.at(), value.shown() + " a second time", "values that differ from each other");
      }
      values.add(resolved);
    }
    return new Axis(path, values);
  }

  private int count(List<Axis> axes) {
    long count = 1;
    for (Axis axis : axes) {
      count *= axis.values().size();
      if (count > AxisForm.MOST) {
        throw new StudyException(
            axis.values().getFirst().at(),
            "axes." + axis.path(),
            "at least " + count + " cells",
            "at most " + AxisForm.MOST + " cells in all");
      }
    }
    return (int) count;
  }

  private List<Cell> cells(Node.Mapping fixed, List<Axis> axes, int count) {
    CellId ids = new CellId(file.experiment(), fixed);
    Map<String, Cell> cells = LinkedHashMap.newLinkedHashMap(count);
    for (int index = 0; index < count; index++) {
      Cell cell = cell(fixed, axes, index, ids);
      Cell equal = cells.put(cell.id(), cell);
      if (equal != null) {
        throw new StudyException(
            fixed.at(),
            "axes",
            "two equal cells, " + equal.coordinates() + " and " + cell.coordinates(),
            "axes that all make a difference");
      }
    }
    return List.copyOf(cells.values());
  }

  /** Digits of {@code index}, the last axis the lowest, choose the values. */
  private Cell cell(Node.Mapping fixed, List<Axis> axes, int index, CellId ids) {
    Node.Mapping written = fixed;
    SequencedMap<String, Object> coordinates = new LinkedHashMap<>();
    int rest = index;
    for (Axis axis : axes.reversed()) {
      Node value = axis.values().get(rest % axis.values().size());
      rest /= axis.values().size();
      written = schema.put(written, axis.path(), value);
      coordinates.putFirst(axis.path(), Objects.requireNonNull(value.plain()));
    }
    Node.Mapping resolved = schema.resolve(written, fixed);
    return new Cell(ids.of(resolved), coordinates, new Settings(resolved));
  }
}
