package io.github.widthbench.sweep;

import io.github.widthbench.experiment.Experiment;
import io.github.widthbench.results.Json;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;

/** Puts cells together that an experiment can run in one pass. */
public final class Batches {

  /** Most cells of a batch: so that finished cells reach the disk often. */
  public static final int SIZE = 16;

  private static final int KEY_DIGITS = 64;

  private Batches() {}

  /**
   * The groups of cells that differ only in the batched fields of {@code experiment}, in the order
   * of their first cells.
   */
  public static List<List<Cell>> groups(List<Cell> cells, Experiment experiment) {
    SequencedMap<String, List<Cell>> groups = new LinkedHashMap<>();
    Set<String> batched = experiment.batchedFields();
    for (Cell cell : cells) {
      groups.computeIfAbsent(sharedFields(cell, batched), key -> new ArrayList<>()).add(cell);
    }
    return List.copyOf(groups.values());
  }

  /** {@code group} in parts of at most {@code size} cells. */
  public static List<List<Cell>> split(List<Cell> group, int size) {
    List<List<Cell>> parts = new ArrayList<>();
    for (int from = 0; from < group.size(); from += size) {
      parts.add(List.copyOf(group.subList(from, Math.min(group.size(), from + size))));
    }
    return parts;
  }

  /** A text that is equal for cells of one group: a digest, since settings may hold whole data. */
  private static String sharedFields(Cell cell, Set<String> batched) {
    Node.Mapping shared = without(cell.settings().root(), "", batched);
    return Json.sha256(Json.canonical(shared.plain()), KEY_DIGITS);
  }

  private static Node.Mapping without(
      Node.Mapping mapping, String prefix, Collection<String> paths) {
    SequencedMap<String, Node> left = new LinkedHashMap<>();
    for (Map.Entry<String, Node> entry : mapping.entries().entrySet()) {
      String path = prefix + entry.getKey();
      if (!paths.contains(path)) {
        Node node = entry.getValue();
        left.put(
            entry.getKey(),
            node instanceof Node.Mapping inner ? without(inner, path + ".", paths) : node);
      }
    }
    return new Node.Mapping(left, mapping.at());
  }
}
