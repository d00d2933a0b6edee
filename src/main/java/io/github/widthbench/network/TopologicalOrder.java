package io.github.widthbench.network;

import io.github.widthbench.network.Dag.Block;
import io.github.widthbench.network.Dag.Edge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.PriorityQueue;

/** A. B. Kahn's order of a graph, "Topological sorting of large networks", 1962. */
final class TopologicalOrder {

  private TopologicalOrder() {}

  /**
   * Places of the blocks, each after all that feed it; among those that are ready the first goes
   * first, so that the order is one.
   *
   * @throws IllegalArgumentException naming a cycle, if there is one
   */
  static List<Integer> of(List<Block> blocks, List<Edge> edges) {
    List<String> ids = blocks.stream().map(Block::id).toList();
    int[] waitingFor = new int[ids.size()];
    edges.forEach(edge -> waitingFor[ids.indexOf(edge.to())]++);
    PriorityQueue<Integer> ready = new PriorityQueue<>();
    for (int i = 0; i < waitingFor.length; i++) {
      if (waitingFor[i] == 0) {
        ready.add(i);
      }
    }
    List<Integer> order = new ArrayList<>();
    for (Integer next = ready.poll(); next != null; next = ready.poll()) {
      order.add(next);
      String id = ids.get(next);
      for (Edge edge : edges) {
        if (edge.from().equals(id) && --waitingFor[ids.indexOf(edge.to())] == 0) {
          ready.add(ids.indexOf(edge.to()));
        }
      }
    }
    if (order.size() < ids.size()) {
      throw new IllegalArgumentException(
          "the edges go in a circle: " + cycle(ids, edges, waitingFor));
    }
    return Collections.unmodifiableList(order);
  }

  /** A circle among the blocks that still wait: each of them is fed by another one that waits. */
  private static String cycle(List<String> ids, List<Edge> edges, int[] waitingFor) {
    List<String> path = new ArrayList<>();
    int first = 0;
    while (waitingFor[first] == 0) {
      first++;
    }
    String at = ids.get(first);
    while (!path.contains(at)) {
      path.addFirst(at);
      at = waitingParent(at, ids, edges, waitingFor);
    }
    List<String> circle = new ArrayList<>(path.subList(0, path.indexOf(at) + 1));
    circle.addFirst(at);
    return String.join(" → ", circle);
  }

  private static String waitingParent(
      String id, List<String> ids, List<Edge> edges, int[] waitingFor) {
    return edges.stream()
        .filter(edge -> edge.to().equals(id) && waitingFor[ids.indexOf(edge.from())] > 0)
        .findFirst()
        .orElseThrow()
        .from();
  }
}
