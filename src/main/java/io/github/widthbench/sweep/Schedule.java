package io.github.widthbench.sweep;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.experiment.Cost;
import io.github.widthbench.experiment.Experiment;
import io.github.widthbench.study.Cell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How cells are shared out among workers: so many batches that every worker has work, so small that
 * those which run at once fit in memory.
 *
 * @param batches the dearest first where several workers take them, so that none ends long after
 *     the others; else in the order of the study
 * @param workers that run at once, each with a backend of its own
 * @param threadsEach threads of each worker's backend
 */
public record Schedule(List<Batch> batches, int workers, int threadsEach) {

  /** Work of a batch, a few seconds: what an interrupted run has to do again. */
  private static final double BATCH_FLOPS = 2e10;

  /** The least work of a cell: its record is written whatever it computes. */
  private static final double CELL_FLOPS = 1e6;

  public Schedule {
    batches = List.copyOf(batches);
  }

  /** Cells that run in one pass, with what that is predicted to cost. */
  public record Batch(List<Cell> cells, double flops, double memoryBytes) {}

  /**
   * Shares out {@code cells}.
   *
   * @param backend that solves what a cost depends on
   * @param threads to use in all
   * @param memoryBytes that batches which run at once may take together
   */
  public static Schedule of(
      List<Cell> cells, Experiment experiment, Backend backend, int threads, double memoryBytes) {
    List<Group> groups =
        Batches.groups(cells, experiment).stream()
            .map(group -> new Group(group, cost(group.getFirst(), experiment, backend)))
            .toList();
    double share = memoryBytes / threads;
    int size = Batches.SIZE;
    List<Batch> batches = batches(groups, size, share);
    while (batches.size() < threads && size > 1) {
      size = (size + 1) / 2;
      batches = batches(groups, size, share);
    }
    int workers = workers(batches, threads, memoryBytes);
    if (workers > 1) {
      batches.sort(Comparator.comparingDouble(Batch::flops).reversed());
    }
    return new Schedule(batches, workers, Math.max(1, threads / workers));
  }

  /** The cost, or none where it cannot be told: such a cell says why in its record. */
  private static Cost cost(Cell cell, Experiment experiment, Backend backend) {
    try {
      return experiment.cost(cell, backend);
    } catch (RuntimeException e) {
      return Cost.NONE;
    }
  }

  /**
   * Predicted work of each cell, by its id, in floating-point operations.
   *
   * @param memoryBytes that there are; a cell that needs more is refused, which is no work
   */
  Map<String, Double> work(double memoryBytes) {
    Map<String, Double> work = new HashMap<>();
    for (Batch batch : batches) {
      double each = batch.memoryBytes() > memoryBytes ? 0 : batch.flops() / batch.cells().size();
      batch.cells().forEach(cell -> work.put(cell.id(), each > CELL_FLOPS ? each : CELL_FLOPS));
    }
    return work;
  }

  /** Memory of the largest batches that can run at once. */
  public double peakMemoryBytes() {
    return batches.stream()
        .map(Batch::memoryBytes)
        .sorted(Comparator.reverseOrder())
        .limit(workers)
        .mapToDouble(Double::doubleValue)
        .sum();
  }

  /** Cells that differ in batched fields only and so cost the same, up to their iterations. */
  private record Group(List<Cell> cells, Cost each) {

    List<Batch> batches(int size, double memoryBytes) {
      int fitting =
          atMost(size, Math.min(memoryBytes / each.memoryBytes(), BATCH_FLOPS / each.flops()));
      return Batches.split(cells, fitting).stream()
          .map(
              part -> new Batch(part, part.size() * each.flops(), part.size() * each.memoryBytes()))
          .toList();
    }
  }

  private static List<Batch> batches(List<Group> groups, int size, double memoryBytes) {
    List<Batch> batches = new ArrayList<>();
    groups.forEach(group -> batches.addAll(group.batches(size, memoryBytes)));
    return batches;
  }

  /** A whole number from 1 to {@code most}; 1 where {@code count} is not a number. */
  private static int atMost(int most, double count) {
    return Math.max(1, (int) Math.min(most, count));
  }

  private static int workers(List<Batch> batches, int threads, double memoryBytes) {
    double largest = batches.stream().mapToDouble(Batch::memoryBytes).max().orElse(0);
    int fitting = atMost(threads, memoryBytes / largest);
    return Math.max(1, Math.min(fitting, batches.size()));
  }
}
