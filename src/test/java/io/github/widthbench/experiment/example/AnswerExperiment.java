package io.github.widthbench.experiment.example;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.dataset.DataSchema;
import io.github.widthbench.dataset.Dataset;
import io.github.widthbench.dataset.Datasets;
import io.github.widthbench.experiment.Cost;
import io.github.widthbench.experiment.Experiment;
import io.github.widthbench.experiment.Exponent;
import io.github.widthbench.experiment.Findings;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Replicates;
import io.github.widthbench.experiment.Statement;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.math.Activation;
import io.github.widthbench.math.Precision;
import io.github.widthbench.math.Vectors;
import io.github.widthbench.network.Initialization;
import io.github.widthbench.network.TwoLayers;
import io.github.widthbench.network.TwoLayers.Architecture;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Field;
import io.github.widthbench.study.IntegerType;
import io.github.widthbench.study.NumberType;
import io.github.widthbench.study.Schema;
import io.github.widthbench.study.Settings;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How large the answers of a fresh tanh network are: |F| over all samples, which a factor m^(−1/2)
 * keeps of order 1 as the width m grows. An example, complete and no more.
 */
public final class AnswerExperiment implements Experiment {

  @Override
  public String name() {
    return "answer";
  }

  @Override
  public Schema schema() {
    return Schema.of(
        Field.required("data", DataSchema.data()),
        Field.required("width", IntegerType.width()),
        Field.defaulting("seed", IntegerType.atLeast(0), 0),
        Field.defaulting("power", NumberType.finite(), -0.5));
  }

  @Override
  public Set<String> batchedFields() {
    return Set.of("seed");
  }

  @Override
  public void check(Cell cell) {
    Datasets.read(cell.settings());
  }

  @Override
  public Cost cost(Cell cell, Backend backend) {
    Dataset data = Datasets.read(cell.settings());
    double width = cell.settings().integer("width");
    double flops = 2 * width * data.sampleCount() * (data.inputDim() + 1);
    double bytes = 8 * width * (data.inputDim() + 1);
    return new Cost(0, 0, flops, 0, bytes, true);
  }

  @Override
  public List<Outcome> run(List<Cell> batch, Backend backend, Watch watch) {
    Settings shared = batch.getFirst().settings();
    Dataset data = Datasets.read(shared);
    long[] seeds = batch.stream().mapToLong(cell -> cell.settings().integer("seed")).toArray();
    Ops ops = backend.ops();
    List<Outcome> outcomes = new ArrayList<>();
    try (TwoLayers networks =
            TwoLayers.initialize(
                ops, architecture(shared, data), new Initialization.Iid(1), seeds);
        Tensor x = ops.allocate(Precision.FP64, new Shape(1, data.sampleCount(), data.inputDim()));
        Tensor f = ops.allocate(Precision.FP64, new Shape(seeds.length, 1, data.sampleCount()))) {
      x.upload(Arrays.stream(data.x()).flatMapToDouble(Arrays::stream).toArray());
      ops.twoLayerForward(networks.batch(), x, f);
      watch.check();
      for (int b = 0; b < seeds.length; b++) {
        outcomes.add(outcome(f.replicas(b, b + 1).toArray()));
      }
    }
    return outcomes;
  }

  private static Architecture architecture(Settings settings, Dataset data) {
    int width = Math.toIntExact(settings.integer("width"));
    double scale = StrictMath.pow(width, settings.number("power"));
    return new Architecture(
        Activation.TANH, width, data.inputDim(), scale, Double.POSITIVE_INFINITY, Precision.FP64);
  }

  private static Outcome outcome(double[] answers) {
    SequencedMap<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("converged", true);
    metrics.put("iterations", 0);
    metrics.put("size", Vectors.norm(answers));
    return new Outcome(
        Outcome.Status.OK, null, metrics, new LinkedHashMap<>(), List.of(), List.of());
  }

  @Override
  public List<Statement> statements() {
    return List.of(new Statement("answer.order", "answer-quick", "size"));
  }

  @Override
  public Findings judge(List<Finished> cells) {
    Map<Long, SortedMap<Long, Double>> bySeed = new TreeMap<>();
    for (Finished cell : cells) {
      Settings settings = cell.cell().settings();
      bySeed
          .computeIfAbsent(settings.integer("seed"), _ -> new TreeMap<>())
          .put(settings.integer("width"), cell.outcome().number("size"));
    }
    Exponent order = new Exponent("answer.order", Verdict.Origin.MEMORY, 0, 0.05, 0.2);
    List<Verdict> verdicts = List.of(order.judge(bySeed));
    List<SequencedMap<String, Object>> rows = new ArrayList<>();
    Replicates.by(cells, List.of("seed"))
        .forEach((setting, replicates) -> {
          SequencedMap<String, Object> row = new LinkedHashMap<>(setting);
          row.put("size", replicates.median("size"));
          rows.add(row);
        });
    String sentence = "Answers of fresh networks; " + Findings.tally(verdicts);
    return Findings.of(rows, Map.of("width", "width m", "size", "|F|, median"), verdicts, sentence);
  }
}
