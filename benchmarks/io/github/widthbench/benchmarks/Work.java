package io.github.widthbench.benchmarks;

import io.github.widthbench.math.Precision;
import io.github.widthbench.network.Dag;
import io.github.widthbench.results.BenchCase;
import java.util.Locale;
import java.util.Optional;

/**
 * What an operation of a benchmark has to do, whoever does it: a pure function of its parameters,
 * so that rates of different code are rates of the same work. With R networks, n samples, d inputs,
 * m neurons and p bytes a number:
 *
 * <ul>
 *   <li>forward: 2Rnm(d+1) flops; W, a and x are read, F is written
 *   <li>step: 4Rnm(d+1) + 2Rdm flops; W is read and written, a and x are read, F read and written
 *   <li>step of a graph: 2n flops a weight forward, 2n for its gradient, 2n for the error of what
 *       it reads unless that is an input, 2 for its update; weights are read and written
 *   <li>Gram: 2Rnmd + Rn²m + 2n²d flops (a symmetric product is counted once); W and x are read, H
 *       is written
 *   <li>eigenvalues: 4n³/3 flops, certified n³/3 more, with vectors 9n³; the matrix is read
 *   <li>multiply: 2k³ flops; copy: none, and 2pk² bytes
 * </ul>
 *
 * <p>Multiplications and additions of products and updates are counted, activations are not: their
 * cost in flops is a matter of how they are computed. Bytes are the least traffic, each number once
 * however often a pass reads it.
 *
 * @param flops of one operation
 * @param bytes that one operation must move
 * @param memoryBytes that a fork holds at once, its set-up included
 * @param operations of one invocation
 */
public record Work(double flops, double bytes, double memoryBytes, int operations) {

  private static final int STEPS = DescentBenchmark.STEPS;

  /** The most numbers of one block of an unfused pass. */
  private static final double BLOCK = 1 << 20;

  /** The work of a case; empty where no model is known, as of whole trainings. */
  public static Optional<Work> of(BenchCase point) {
    return switch (point.shortName()) {
      case "ForwardBenchmark.forward", "ForwardBenchmark.forwardCold" ->
          Optional.of(forward(point, 1));
      case "ForwardBenchmark.forwardBatch" -> Optional.of(forward(point, ForwardBenchmark.BATCH));
      case "DescentBenchmark.singleStep" -> Optional.of(step(point, sizes(point, 1), 1));
      case "DescentBenchmark.step" -> Optional.of(step(point, sizes(point, 1), STEPS));
      case "DescentBenchmark.stepOfLongerCalls" ->
          Optional.of(step(point, sizes(point, 1), 2 * STEPS));
      case "DescentBenchmark.stepOfLongStretch" ->
          Optional.of(step(point, sizes(point, 1), DescentBenchmark.LONG_STEPS));
      case "ReplicaBenchmark.together", "ReplicaBenchmark.oneByOne" ->
          Optional.of(both(step(point, sizes(point, number(point, "replicas")), STEPS)));
      case "ReplicaBenchmark.oneLarge" -> Optional.of(both(step(point, oneLarge(point), STEPS)));
      case "DagBenchmark.step" -> Optional.of(graph(point));
      case "GramBenchmark.empirical" -> Optional.of(gram(point));
      case "GramBenchmark.drawn" -> Optional.of(drawnGram(point));
      case "EigenBenchmark.full", "EigenBenchmark.smallest" ->
          Optional.of(eigen(point, 4.0 / 3, 1));
      case "EigenBenchmark.certified" -> Optional.of(eigen(point, 5.0 / 3, 1));
      case "EigenBenchmark.batch" -> Optional.of(eigen(point, 4.0 / 3, number(point, "matrices")));
      case "BatchBenchmark.multiply" -> Optional.of(products(point));
      case "EigenBenchmark.vectors" -> Optional.of(eigen(point, 9, 1));
      case "BaselineBenchmark.multiply" -> Optional.of(square(point, 2, 3));
      case "BaselineBenchmark.copy" -> Optional.of(square(point, 0, 2));
      default -> Optional.empty();
    };
  }

  /** Flops of one invocation. */
  public double flopsOfInvocation() {
    return flops * operations;
  }

  private static Work forward(BenchCase point, int passes) {
    Sizes s = sizes(point, 1);
    double p = bytes(point);
    return new Work(
        2 * s.activations() * (s.inputDim() + 1),
        p * (s.weights() + s.width() + inputs(s)) + 8.0 * s.replicas() * s.sampleCount(),
        memory(s, p),
        passes);
  }

  private static Work step(BenchCase point, Sizes s, int steps) {
    double p = bytes(point);
    return new Work(
        4 * s.activations() * (s.inputDim() + 1) + 2 * s.weights(),
        p * (2 * s.weights() + s.width() + inputs(s)) + 16.0 * s.replicas() * s.sampleCount(),
        memory(s, p),
        steps);
  }

  private static Work gram(BenchCase point) {
    Sizes s = sizes(point, 1);
    double p = bytes(point);
    double n = s.sampleCount();
    return new Work(
        2 * s.activations() * s.inputDim() + s.activations() * n + 2 * n * inputs(s),
        p * (s.weights() + inputs(s)) + 8 * s.replicas() * n * n,
        memory(s, p),
        1);
  }

  /** The flops of {@link #gram}; weights are neither read nor held, only H for some threads. */
  private static Work drawnGram(BenchCase point) {
    Work stored = gram(point);
    Sizes s = sizes(point, 1);
    double square = 8.0 * s.sampleCount() * s.sampleCount();
    double bytes = bytes(point) * inputs(s) + square;
    return new Work(stored.flops, bytes, BLOCK + 20 * square, 1);
  }

  private static Work products(BenchCase point) {
    double k = number(point, "width");
    double matrices = number(point, "matrices");
    double bytes = 3 * matrices * bytes(point) * k * k;
    return new Work(2 * matrices * k * k * k, bytes, bytes + 8 * matrices * k * k, 1);
  }

  private static Work graph(BenchCase point) {
    Dag dag =
        DagBenchmark.graph(
            text(point, "graph"),
            number(point, "depth"),
            number(point, "width"),
            number(point, "inputDim"),
            null);
    double n = number(point, "sampleCount");
    double weights = dag.weightCount();
    double ofInputs = 0;
    for (Dag.Edge edge : dag.edges()) {
      if (dag.isInput(edge.from())) {
        ofInputs += (double) dag.block(edge.from()).size() * dag.block(edge.to()).size();
      }
    }
    double neurons = dag.blocks().stream().mapToDouble(Dag.Block::size).sum();
    double p = bytes(point);
    return new Work(
        n * (6 * weights - 2 * ofInputs) + 2 * weights,
        p * (2 * weights + n * (dag.inputDim() + dag.outputDim())),
        p * (2 * weights + 6 * n * neurons),
        1);
  }

  /** The replica benchmark holds the small networks and the large one. */
  private static Work both(Work one) {
    return new Work(one.flops, one.bytes, 2 * one.memoryBytes, one.operations);
  }

  private static Work eigen(BenchCase point, double flopsPerCube, int matrices) {
    double n = number(point, "sampleCount");
    return new Work(
        flopsPerCube * n * n * n * matrices,
        8 * n * n * matrices,
        (48 + 8.0 * matrices) * n * n,
        1);
  }

  private static Work square(BenchCase point, double factor, int matrices) {
    double k = number(point, "width");
    double bytes = bytes(point) * k * k;
    return new Work(factor * k * k * k, matrices * bytes, 3 * bytes, 1);
  }

  /** Weights, their start and the upload of doubles; inputs, outputs, Gram matrix and scratch. */
  private static double memory(Sizes s, double p) {
    double n = s.sampleCount();
    double scratch = 2 * p * s.replicas() * Math.min(n * s.width(), Math.max(BLOCK, 16 * n));
    return (2 * p + 8) * s.weights()
        + p * s.width()
        + (p + 8) * inputs(s)
        + 8 * s.replicas() * n * (n + 2)
        + scratch;
  }

  private static double inputs(Sizes s) {
    return (double) s.sampleCount() * s.inputDim();
  }

  private static Sizes sizes(BenchCase point, int replicas) {
    return new Sizes(
        replicas, number(point, "sampleCount"), number(point, "inputDim"), number(point, "width"));
  }

  private static Sizes oneLarge(BenchCase point) {
    Sizes small = sizes(point, 1);
    int width = Math.multiplyExact(small.width(), number(point, "replicas"));
    return new Sizes(1, small.sampleCount(), small.inputDim(), width);
  }

  private static int bytes(BenchCase point) {
    return Precision.valueOf(text(point, "precision").toUpperCase(Locale.ROOT)).bytes();
  }

  private static int number(BenchCase point, String name) {
    return Integer.parseInt(text(point, name));
  }

  private static String text(BenchCase point, String name) {
    String value = point.params().get(name);
    if (value == null) {
      throw new IllegalArgumentException(point.tag() + " has no parameter " + name);
    }
    return value;
  }
}
