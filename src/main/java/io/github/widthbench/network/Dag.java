package io.github.widthbench.network;

import io.github.widthbench.math.Activation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A network as a directed acyclic graph of blocks of neurons, without its numbers: any block may
 * feed any later one, X_j = s_j(Σ_i X_i·W_jiᵀ) over the edges i → j.
 *
 * <p>Edges are known by their place in {@code edges}, blocks by their place in {@code blocks}. A
 * bias is an edge from an input block of size 1 whose data are ones. Two edges between the same
 * blocks are refused: their weights would only ever act by their sum.
 *
 * @param inputs ids of the blocks that hold data, in the order of the columns of x; nothing feeds
 *     them
 * @param outputs ids of the blocks compared with labels, in the order of the columns of y; they may
 *     feed others
 */
public record Dag(List<Block> blocks, List<Edge> edges, List<String> inputs, List<String> outputs) {

  /**
   * Checks the graph.
   *
   * @throws IllegalArgumentException naming the block, the edge or the cycle that is wrong
   */
  public Dag {
    blocks = List.copyOf(blocks);
    edges = List.copyOf(edges);
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
    DagChecks.check(blocks, edges, inputs, outputs);
  }

  /**
   * Neurons that are computed together.
   *
   * @param activation null for a linear block; of no meaning for an input
   */
  public record Block(String id, int size, @Nullable Activation activation) {}

  /** The block {@code from} feeds the block {@code to}, by all weights between their neurons. */
  public record Edge(String from, String to) {
    @Override
    public String toString() {
      return from + " → " + to;
    }
  }

  /**
   * The sequential network of layers {@code sizes}, the first of them the input. Blocks are called
   * {@code x}, {@code h1}, {@code h2} …, {@code o}.
   *
   * @param hidden activation of the layers between, null for linear ones
   * @param output activation of the last layer, null for a linear one
   */
  public static Dag chain(
      List<Integer> sizes, @Nullable Activation hidden, @Nullable Activation output) {
    return withSkips(sizes, hidden, output, Set.of());
  }

  /** The same layers with every earlier block feeding every later one. */
  public static Dag allSkips(
      List<Integer> sizes, @Nullable Activation hidden, @Nullable Activation output) {
    Set<Edge> all = new HashSet<>();
    for (int from = 0; from < sizes.size(); from++) {
      for (int to = from + 2; to < sizes.size(); to++) {
        all.add(new Edge(layer(from, sizes.size()), layer(to, sizes.size())));
      }
    }
    return withSkips(sizes, hidden, output, all);
  }

  /** The same layers with the edges {@code skips} besides those of the sequential network. */
  public static Dag withSkips(
      List<Integer> sizes,
      @Nullable Activation hidden,
      @Nullable Activation output,
      Set<Edge> skips) {
    int last = sizes.size() - 1;
    List<Block> blocks = new ArrayList<>();
    List<Edge> edges = new ArrayList<>();
    for (int i = 0; i <= last; i++) {
      Activation s = i == 0 ? null : i == last ? output : hidden;
      blocks.add(new Block(layer(i, sizes.size()), sizes.get(i), s));
      if (i > 0) {
        edges.add(new Edge(layer(i - 1, sizes.size()), layer(i, sizes.size())));
      }
    }
    skips.stream()
        .filter(edge -> !edges.contains(edge))
        .sorted((a, b) -> compare(blocks, a, b))
        .forEach(edges::add);
    return new Dag(
        blocks, edges, List.of(layer(0, sizes.size())), List.of(layer(last, sizes.size())));
  }

  private static int compare(List<Block> blocks, Edge a, Edge b) {
    List<String> ids = blocks.stream().map(Block::id).toList();
    int byTarget = Integer.compare(ids.indexOf(a.to()), ids.indexOf(b.to()));
    return byTarget != 0 ? byTarget : Integer.compare(ids.indexOf(a.from()), ids.indexOf(b.from()));
  }

  /** Id of layer {@code place} of {@code count}: {@code x}, {@code h1} …, {@code o}. */
  public static String layer(int place, int count) {
    if (place == 0) {
      return "x";
    }
    return place == count - 1 ? "o" : String.format(Locale.ROOT, "h%d", place);
  }

  /** Places of the blocks in an order in which every block comes after all that feed it. */
  public List<Integer> order() {
    return TopologicalOrder.of(blocks, edges);
  }

  /** Place of the block {@code id} in {@link #blocks}. */
  public int place(String id) {
    for (int i = 0; i < blocks.size(); i++) {
      if (blocks.get(i).id().equals(id)) {
        return i;
      }
    }
    throw new IllegalArgumentException("no block is called " + id);
  }

  /** The block {@code id}. */
  public Block block(String id) {
    return blocks.get(place(id));
  }

  /** Places of the edges into the block {@code id}, in the order of {@link #edges}. */
  public List<Integer> edgesInto(String id) {
    List<Integer> into = new ArrayList<>();
    for (int e = 0; e < edges.size(); e++) {
      if (edges.get(e).to().equals(id)) {
        into.add(e);
      }
    }
    return into;
  }

  /** Whether the block {@code id} holds data. */
  public boolean isInput(String id) {
    return inputs.contains(id);
  }

  /** The blocks between inputs and outputs that feed an output themselves. */
  public List<String> beforeOutputs() {
    return edges.stream()
        .filter(edge -> outputs.contains(edge.to()))
        .map(Edge::from)
        .filter(id -> !inputs.contains(id) && !outputs.contains(id))
        .distinct()
        .toList();
  }

  /** Columns of x. */
  public int inputDim() {
    return inputs.stream().mapToInt(id -> block(id).size()).sum();
  }

  /** Columns of y. */
  public int outputDim() {
    return outputs.stream().mapToInt(id -> block(id).size()).sum();
  }

  /** Neurons that feed the block {@code id}. */
  public int fanIn(String id) {
    return edgesInto(id).stream().mapToInt(e -> block(edges.get(e).from()).size()).sum();
  }

  /** Σ size(from)·size(to) over the edges. */
  public long weightCount() {
    Map<String, Integer> sizes = new HashMap<>();
    blocks.forEach(block -> sizes.put(block.id(), block.size()));
    return edges.stream()
        .mapToLong(e -> (long) sizes.getOrDefault(e.from(), 0) * sizes.getOrDefault(e.to(), 0))
        .sum();
  }
}
