package io.github.widthbench.network;

import static io.github.widthbench.backend.Checks.require;

import io.github.widthbench.network.Dag.Block;
import io.github.widthbench.network.Dag.Edge;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What must hold of a graph before it is a network. */
final class DagChecks {

  private DagChecks() {}

  static void check(
      List<Block> blocks, List<Edge> edges, List<String> inputs, List<String> outputs) {
    Set<String> ids = new HashSet<>();
    for (Block block : blocks) {
      require(ids.add(block.id()), "two blocks are called %s", block.id());
      require(
          block.size() >= 1,
          "block %s needs a size of at least 1, found %d",
          block.id(),
          block.size());
    }
    ends("inputs", inputs, ids);
    ends("outputs", outputs, ids);
    for (String id : outputs) {
      require(!inputs.contains(id), "block %s is an input and an output", id);
    }
    edges(edges, inputs, ids);
    for (Block block : blocks) {
      String id = block.id();
      require(
          inputs.contains(id) || edges.stream().anyMatch(e -> e.to().equals(id)),
          "nothing feeds block %s and it is not among the inputs %s",
          id,
          inputs);
      require(
          outputs.contains(id) || edges.stream().anyMatch(e -> e.from().equals(id)),
          "block %s feeds nothing and is not among the outputs %s",
          id,
          outputs);
    }
    TopologicalOrder.of(blocks, edges);
  }

  private static void ends(String name, List<String> found, Set<String> ids) {
    require(!found.isEmpty(), "a network needs %s, found none", name);
    require(Set.copyOf(found).size() == found.size(), "%s name a block twice: %s", name, found);
    for (String id : found) {
      require(ids.contains(id), "%s name %s, blocks are %s", name, id, ids);
    }
  }

  private static void edges(List<Edge> edges, List<String> inputs, Set<String> ids) {
    Set<Edge> seen = new HashSet<>();
    for (Edge edge : edges) {
      for (String id : new String[] {edge.from(), edge.to()}) {
        require(ids.contains(id), "edge %s names %s, blocks are %s", edge, id, ids);
      }
      require(!inputs.contains(edge.to()), "edge %s feeds an input", edge);
      require(
          seen.add(edge),
          "edge %s is there twice: give one edge with the sum of the weights",
          edge);
    }
  }
}
