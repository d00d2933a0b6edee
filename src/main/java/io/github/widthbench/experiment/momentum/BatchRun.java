package io.github.widthbench.experiment.momentum;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.backend.Ops;
import io.github.widthbench.backend.Shape;
import io.github.widthbench.backend.Tensor;
import io.github.widthbench.experiment.Monitors;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.experiment.momentum.Training.Stop;
import io.github.widthbench.math.Precision;
import io.github.widthbench.network.Dag;
import io.github.widthbench.network.DagForward;
import io.github.widthbench.network.DagLoss;
import io.github.widthbench.network.DagWeights;
import io.github.widthbench.training.AdaptiveMomentum.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** Trains the networks of a batch, which share all but seed and step, and writes their outcomes. */
final class BatchRun implements AutoCloseable {
  private final List<MomentumCase> cases;
  private final MomentumCase shared;
  private final Backend backend;
  private final Ops ops;
  private final Watch watch;
  private final Dag dag;
  private final DagWeights weights;
  private final Tensor x;
  private final Tensor y;
  private final DagForward forward;
  private final DagLoss loss;

  BatchRun(List<MomentumCase> cases, Backend backend, Watch watch) {
    this.cases = cases;
    this.backend = backend;
    this.ops = backend.ops();
    this.watch = watch;
    shared = cases.getFirst();
    dag = shared.dag();
    weights = start();
    x = upload(shared.data().x());
    y = upload(shared.targets());
    forward = new DagForward(ops, weights, x, true);
    loss = new DagLoss(ops, forward, y, shared.factor());
  }

  private DagWeights start() {
    Precision precision = shared.precision();
    if (!shared.hasInlineWeights()) {
      long[] seeds = cases.stream().mapToLong(MomentumCase::seed).toArray();
      DagWeights drawn =
          shared.startsOrthonormal()
              ? DagWeights.orthonormal(ops, dag, precision, shared.scale(), seeds)
              : DagWeights.gaussian(ops, dag, precision, shared.scale(), seeds);
      if (shared.startsCoupled()) {
        drawn.couple();
      }
      return drawn;
    }
    DagWeights inline = DagWeights.zeros(ops, dag, precision, cases.size());
    for (int b = 0; b < cases.size(); b++) {
      inline.upload(b, shared.inlineWeights(dag));
    }
    return inline;
  }

  List<Outcome> run() {
    List<double[]> blocksAtStart;
    List<Track> tracks;
    try (Training training = new Training(ops, loss, Monitors.of(shared.settings()), watch)) {
      double[] curvature = training.startCurvature();
      blocksAtStart = IntStream.range(0, cases.size()).mapToObj(this::blockGradients).toList();
      List<Rule> rules =
          IntStream.range(0, cases.size()).mapToObj(b -> cases.get(b).rule(curvature[b])).toList();
      tracks = rules.stream().map(this::track).toList();
      training.run(rules, tracks, curvature, stop());
    }
    List<Reconstruction> images = reconstructions();
    List<Outcome> outcomes = new ArrayList<>();
    for (int b = 0; b < cases.size(); b++) {
      outcomes.add(
          new OutcomeWriter(cases.get(b), dag, tracks.get(b))
              .write(blocksAtStart.get(b), images.isEmpty() ? null : images.get(b)));
    }
    return outcomes;
  }

  private Stop stop() {
    return new Stop(shared.stopGradient(), shared.stopLoss(), shared.cap(), shared.recordAt());
  }

  private Track track(Rule rule) {
    double squared = 0;
    for (double[] row : shared.targets()) {
      for (double label : row) {
        squared += label * label;
      }
    }
    Noise noise = new Noise(shared.precision(), shared.factor(), Math.sqrt(squared));
    return new Track(rule, noise, shared.tolerances(), shared.lossTolerances());
  }

  /** |∂E/∂W| of the weights into each block that is no input, in topological order. */
  private double[] blockGradients(int replica) {
    return dag.order().stream()
        .map(place -> dag.blocks().get(place).id())
        .filter(id -> !dag.isInput(id))
        .mapToDouble(id ->
            Math.sqrt(
                dag.edgesInto(id).stream()
                    .mapToDouble(e -> loss.gradient().dotOf(e, loss.gradient())[replica])
                    .sum()))
        .toArray();
  }

  /** How well autoencoders keep their images, one a network; none where there are no images. */
  private List<Reconstruction> reconstructions() {
    if (!shared.isAutoencoder() || dag.outputs().size() > 1) {
      return List.of();
    }
    double[][] points = shared.data().x();
    double best = Reconstruction.bestLinear(points, shared.codeSize(dag), backend.eigenSolver());
    double[][] outputs = outputs(forward);
    double[][] held = shared.data().heldOut().map(more -> more.x()).orElse(new double[0][]);
    double[][] heldOutputs = held.length == 0 ? outputs : heldOut(held);
    return IntStream.range(0, cases.size())
        .mapToObj(b -> Reconstruction.of(points, outputs[b], held, heldOutputs[b], best))
        .toList();
  }

  private double[][] heldOut(double[][] points) {
    try (Tensor inputs = upload(points);
        DagForward values = new DagForward(ops, weights, inputs, false)) {
      return outputs(values);
    }
  }

  private double[][] outputs(DagForward values) {
    values.run();
    Tensor output = values.values(dag.outputs().getFirst());
    return IntStream.range(0, cases.size())
        .mapToObj(b -> output.replicas(b, b + 1).toArray())
        .toArray(double[][]::new);
  }

  private Tensor upload(double[][] rows) {
    int columns = rows[0].length;
    double[] flat = new double[rows.length * columns];
    for (int i = 0; i < rows.length; i++) {
      System.arraycopy(rows[i], 0, flat, i * columns, columns);
    }
    Tensor tensor = ops.allocate(shared.precision(), new Shape(1, rows.length, columns));
    tensor.upload(flat);
    return tensor;
  }

  @Override
  public void close() {
    loss.close();
    forward.close();
    weights.close();
    x.close();
    y.close();
  }
}
