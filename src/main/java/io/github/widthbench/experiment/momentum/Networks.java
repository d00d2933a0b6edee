package io.github.widthbench.experiment.momentum;

import io.github.widthbench.math.Activation;
import io.github.widthbench.network.Dag;
import io.github.widthbench.network.Dag.Block;
import io.github.widthbench.network.Dag.Edge;
import io.github.widthbench.study.Node;
import io.github.widthbench.study.Settings;
import io.github.widthbench.study.StudyException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Makes the network that a cell asks for. */
final class Networks {

  /** Place of the code among the seven blocks of an autoencoder. */
  static final int CODE = 3;

  private Networks() {}

  /**
   * The graph.
   *
   * @throws StudyException where the graph given in the study is none
   */
  static Dag of(Settings settings, int inputDim, int outputDim) {
    if (settings.has("network")) {
      return inline(settings);
    }
    Activation hidden = activation(settings.text("activation"));
    Activation output = activation(settings.text("output"));
    int width = Math.toIntExact(settings.integer("width"));
    String family = settings.text("architecture.family");
    if (settings.text("architecture.kind").equals("autoencoder")) {
      int code = Math.toIntExact(settings.integer("architecture.code"));
      boolean skips = family.equals("allSkips");
      int matched = family.equals("matched") ? matchingWidth(inputDim, width, code) : width;
      return autoencoder(autoencoderSizes(inputDim, matched, code), skips, hidden, output);
    }
    int depth = Math.toIntExact(settings.integer("architecture.depth"));
    List<Integer> sizes = new ArrayList<>();
    sizes.add(inputDim);
    for (int i = 1; i < depth; i++) {
      sizes.add(width);
    }
    sizes.add(outputDim);
    return layered(family, sizes, hidden, output);
  }

  private static Dag layered(
      String family,
      List<Integer> sizes,
      @Nullable Activation hidden,
      @Nullable Activation output) {
    return switch (family) {
      case "sequential" -> Dag.chain(sizes, hidden, output);
      case "oneSkip" -> Dag.withSkips(sizes, hidden, output, Set.of(new Edge("x", "o")));
      default -> Dag.allSkips(sizes, hidden, output);
    };
  }

  private static List<Integer> autoencoderSizes(int inputDim, int width, int code) {
    int half = Math.max(1, width / 2);
    return List.of(inputDim, width, half, code, half, width, inputDim);
  }

  /** Encoder and decoder mirrored; skips inside each of them only. */
  private static Dag autoencoder(
      List<Integer> sizes,
      boolean skips,
      @Nullable Activation hidden,
      @Nullable Activation output) {
    Set<Edge> all = new HashSet<>();
    int count = sizes.size();
    for (int from = 0; skips && from < count; from++) {
      for (int to = from + 2; to < count; to++) {
        if (to <= CODE || from >= CODE) {
          all.add(new Edge(Dag.layer(from, count), Dag.layer(to, count)));
        }
      }
    }
    return Dag.withSkips(sizes, hidden, output, all);
  }

  /** The width at which a sequential autoencoder has as many weights as one with skips. */
  private static int matchingWidth(int inputDim, int width, int code) {
    long target =
        autoencoder(autoencoderSizes(inputDim, width, code), true, null, null).weightCount();
    int best = width;
    long distance = Long.MAX_VALUE;
    for (int candidate = width; ; candidate++) {
      long count =
          autoencoder(autoencoderSizes(inputDim, candidate, code), false, null, null).weightCount();
      if (Math.abs(count - target) >= distance) {
        return best;
      }
      distance = Math.abs(count - target);
      best = candidate;
    }
  }

  /** The graph that stands in the study. */
  static Dag inline(Settings settings) {
    List<Block> blocks = new ArrayList<>();
    for (Settings node : items(settings, "network.nodes")) {
      Activation s = node.has("activation") ? activation(node.text("activation")) : null;
      blocks.add(new Block(node.text("id"), Math.toIntExact(node.integer("size")), s));
    }
    List<Edge> edges = new ArrayList<>();
    for (Node item : sequence(settings, "network.edges")) {
      List<String> ends = words(item);
      if (ends.size() != 2) {
        throw new StudyException(
            item.at(), "network.edges", ends.size() + " ids", "two: [from, to]");
      }
      edges.add(new Edge(ends.getFirst(), ends.getLast()));
    }
    try {
      return new Dag(blocks, edges, ids(settings, "inputs"), ids(settings, "outputs"));
    } catch (IllegalArgumentException e) {
      throw settings.error("network", String.valueOf(e.getMessage()), "a directed acyclic graph");
    }
  }

  private static List<String> ids(Settings settings, String field) {
    return words(settings.find("network." + field).orElseThrow());
  }

  private static List<String> words(Node node) {
    return ((Node.Sequence) node)
        .items().stream().map(item -> String.valueOf(item.plain())).toList();
  }

  /** The items of a list, which are mappings. */
  static List<Settings> items(Settings settings, String path) {
    return sequence(settings, path).stream()
        .map(item -> new Settings((Node.Mapping) item))
        .toList();
  }

  private static List<Node> sequence(Settings settings, String path) {
    return ((Node.Sequence) settings.find(path).orElseThrow()).items();
  }

  /** Null for {@code linear}. */
  private static @Nullable Activation activation(String label) {
    return label.equals("linear") ? null : Activation.of(label).orElseThrow();
  }

  /** The blocks of a path from an input to an output that avoids {@code code}; empty if none. */
  static List<String> pathAround(Dag dag, String code) {
    for (String input : dag.inputs()) {
      List<String> path = pathAround(dag, input, code);
      if (!path.isEmpty()) {
        return path;
      }
    }
    return List.of();
  }

  private static List<String> pathAround(Dag dag, String from, String code) {
    if (from.equals(code)) {
      return List.of();
    }
    if (dag.outputs().contains(from)) {
      return List.of(from);
    }
    for (Edge edge : dag.edges()) {
      if (edge.from().equals(from)) {
        List<String> rest = pathAround(dag, edge.to(), code);
        if (!rest.isEmpty()) {
          List<String> path = new ArrayList<>(rest);
          path.addFirst(from);
          return path;
        }
      }
    }
    return List.of();
  }
}
