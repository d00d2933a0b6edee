package io.github.widthbench.experiment.momentum;

import io.github.widthbench.dataset.Dataset;
import io.github.widthbench.experiment.StartScale;
import io.github.widthbench.network.Dag;
import io.github.widthbench.network.Dag.Edge;
import io.github.widthbench.study.Settings;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What no single field of a cell shows. Every refusal names the field to change. */
final class CellChecks {

  private CellChecks() {}

  static void check(Settings settings, Dataset data) {
    int outputs = data.targets().orElseThrow()[0].length;
    checkChoices(settings);
    Dag dag = Networks.of(settings, data.inputDim(), outputs);
    checkSizes(settings, dag, data.inputDim(), outputs);
    checkCode(settings, dag);
    checkPairs(settings, dag);
    if (settings.has("weights")) {
      checkWeights(settings, dag);
    }
  }

  private static void checkChoices(Settings settings) {
    if (settings.has("network")) {
      for (String given : List.of("architecture", "activation", "output", "width")) {
        refuseTogether(settings, given, "network");
      }
    } else if (!settings.has("width")) {
      throw settings.error("width", "missing", "an integer ≥ 1, or network: {nodes: …}");
    }
    if (settings.has("weights")) {
      refuseTogether(settings, "initialization", "weights");
    }
    if (settings.has("algorithm.ratio") && settings.has("algorithm.momentum")) {
      refuseTogether(settings, "algorithm.ratio", "algorithm.momentum");
    }
    boolean autoencoder =
        settings.has("architecture.kind")
            && settings.text("architecture.kind").equals("autoencoder");
    boolean inputs = settings.has("labels.kind") && settings.text("labels.kind").equals("inputs");
    if (autoencoder && !inputs) {
      throw settings.error("labels", "labels of another kind", "{kind: inputs} for an autoencoder");
    }
  }

  private static void refuseTogether(Settings settings, String first, String second) {
    if (settings.has(first)) {
      throw settings.error(first, "given with " + second, "one of " + first + " and " + second);
    }
  }

  private static void checkSizes(Settings settings, Dag dag, int inputDim, int outputs) {
    if (dag.inputDim() != inputDim) {
      throw settings.error(
          "network.inputs",
          "blocks of " + dag.inputDim() + " neurons in all",
          inputDim + ", the dimension of the points");
    }
    if (dag.outputDim() != outputs) {
      throw settings.error(
          "network.outputs",
          "blocks of " + dag.outputDim() + " neurons in all",
          outputs + ", the labels of a point");
    }
  }

  /** No way from the inputs to the outputs may lead around the code. */
  private static void checkCode(Settings settings, Dag dag) {
    if (!settings.has("network.code") && !settings.has("architecture.code")) {
      return;
    }
    String field = settings.has("network.code") ? "network.code" : "architecture.code";
    String code =
        settings.has("network.code")
            ? settings.text("network.code")
            : dag.blocks().get(Networks.CODE).id();
    if (dag.blocks().stream().noneMatch(block -> block.id().equals(code))) {
      throw settings.error(field, code, "the id of a node");
    }
    List<String> around = Networks.pathAround(dag, code);
    if (!around.isEmpty()) {
      throw settings.error(
          field,
          "a way around it: " + String.join(" → ", around),
          "a block that all ways from inputs to outputs pass");
    }
  }

  private static void checkPairs(Settings settings, Dag dag) {
    for (String id : dag.beforeOutputs()) {
      if (StartScale.isWord(settings, "coupled") && dag.block(id).size() % 2 != 0) {
        throw settings.error(
            settings.has("width") ? "width" : "network.nodes",
            "%d neurons in %s, which feeds an output".formatted(dag.block(id).size(), id),
            "an even number with initialization: coupled, whose neurons come in pairs");
      }
    }
  }

  private static void checkWeights(Settings settings, Dag dag) {
    Set<Edge> given = new HashSet<>();
    for (Settings edge : Networks.items(settings, "weights.edges")) {
      Edge ends = new Edge(edge.text("from"), edge.text("to"));
      if (!dag.edges().contains(ends) || !given.add(ends)) {
        throw settings.error(
            "weights.edges", "edge " + ends, "each edge of the network once: " + dag.edges());
      }
      double[][] w = edge.matrix("W");
      int rows = dag.block(ends.to()).size();
      int columns = dag.block(ends.from()).size();
      if (w.length != rows || w[0].length != columns) {
        throw settings.error(
            "weights.edges",
            "W of " + ends + " " + w.length + "×" + w[0].length,
            rows + "×" + columns + ", size(to)×size(from)");
      }
    }
    dag.edges().stream()
        .filter(edge -> !given.contains(edge))
        .findFirst()
        .ifPresent(missing -> {
          throw settings.error("weights.edges", "no W of edge " + missing, "one for each edge");
        });
  }
}
