package io.github.widthbench.sweep;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.BackendKind;
import io.github.widthbench.backend.Backends;
import io.github.widthbench.experiment.Cost;
import io.github.widthbench.experiment.Experiment;
import io.github.widthbench.experiment.Findings;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Statement;
import io.github.widthbench.experiment.Verdict;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.results.Json;
import io.github.widthbench.study.Axis;
import io.github.widthbench.study.Cell;
import io.github.widthbench.study.Node;
import io.github.widthbench.study.Position;
import io.github.widthbench.study.Schema;
import io.github.widthbench.study.Settings;
import io.github.widthbench.study.Study;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.LongStream;

/**
 * A small experiment to test sweeps with: its outcomes are arithmetic on width and seed, and {@code
 * trouble} may make any cell misbehave.
 */
record Probe(Trouble trouble) implements Experiment {

  static final Probe WELL = new Probe((cell, backend, watch) -> {});

  /** A backend for what asks for one and leaves it alone. */
  static final Backend IDLE = Backends.open(BackendKind.REFERENCE, 1);

  /** What happens in a cell before its outcome. */
  @FunctionalInterface
  interface Trouble {
    void meet(Cell cell, Backend backend, Watch watch);
  }

  /** A study of every width with the seeds from 0. */
  static Study study(int seeds, long... widths) {
    List<Cell> cells = new ArrayList<>();
    for (long width : widths) {
      for (long seed = 0; seed < seeds; seed++) {
        cells.add(cell(width, seed));
      }
    }
    List<Axis> axes =
        List.of(axis("width", LongStream.of(widths)), axis("seed", LongStream.range(0, seeds)));
    return new Study("probe", "probe", "A probe", mapping(new LinkedHashMap<>()), axes, cells);
  }

  static Cell cell(long width, long seed) {
    SequencedMap<String, Node> fields = new LinkedHashMap<>();
    fields.put("width", scalar(width));
    fields.put("seed", scalar(seed));
    fields.put("precision", scalar("fp64"));
    SequencedMap<String, Object> coordinates = new LinkedHashMap<>();
    coordinates.put("width", width);
    coordinates.put("seed", seed);
    Settings settings = new Settings(mapping(fields));
    return new Cell(Json.sha256("probe " + coordinates, 16), coordinates, settings);
  }

  static long seed(Cell cell) {
    return cell.settings().integer("seed");
  }

  @Override
  public String name() {
    return "probe";
  }

  @Override
  public Schema schema() {
    throw new UnsupportedOperationException("its studies are made by hand");
  }

  @Override
  public Set<String> batchedFields() {
    return Set.of("seed");
  }

  @Override
  public void check(Cell cell) {}

  /** One flop a neuron, one mebibyte of memory for two. */
  @Override
  public Cost cost(Cell cell, Backend backend) {
    double width = cell.settings().integer("width");
    return new Cost(10, 0, width, 0.8 * width, width * (1 << 19), true);
  }

  @Override
  public List<Outcome> run(List<Cell> batch, Backend backend, Watch watch) {
    List<Outcome> outcomes = new ArrayList<>();
    for (Cell cell : batch) {
      watch.check();
      trouble.meet(cell, backend, watch);
      outcomes.add(outcome(cell));
    }
    return outcomes;
  }

  @Override
  public List<Statement> statements() {
    return List.of(new Statement("probe.small", "probe", "loss"));
  }

  @Override
  public Findings judge(List<Finished> cells) {
    return new Findings(List.of(), List.of(), List.of(), cells.size() + " cells");
  }

  private static Outcome outcome(Cell cell) {
    double x = (seed(cell) + 0.5) / cell.settings().integer("width");
    SequencedMap<String, Object> metrics = new LinkedHashMap<>();
    metrics.put("converged", true);
    metrics.put("iterations", cell.settings().integer("width") + seed(cell));
    metrics.put("finalLoss", Math.sqrt(x));
    metrics.put("drift", seed(cell) % 3 == 0 ? Double.NaN : x / 3);
    List<SequencedMap<String, Object>> curve = new ArrayList<>();
    for (int t = 0; t < 4; t++) {
      SequencedMap<String, Object> point = new LinkedHashMap<>();
      point.put("t", t);
      point.put("loss", x / (t + 1));
      curve.add(point);
    }
    Verdict verdict = Verdict.atMost("probe.small", Verdict.Origin.MEMORY, x, 1);
    return new Outcome(
        Outcome.Status.OK, null, metrics, new LinkedHashMap<>(), curve, List.of(verdict));
  }

  private static Axis axis(String path, LongStream values) {
    return new Axis(path, values.mapToObj(Probe::scalar).toList());
  }

  private static Node scalar(Object value) {
    return new Node.Scalar(value, Position.DEFAULT);
  }

  private static Node.Mapping mapping(SequencedMap<String, Node> fields) {
    return new Node.Mapping(fields, Position.DEFAULT);
  }
}
