package io.github.widthbench.sweep;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.experiment.Cost;
import io.github.widthbench.experiment.Experiment;
import io.github.widthbench.experiment.InfeasibleException;
import io.github.widthbench.results.RefusedException;
import io.github.widthbench.study.Cell;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.Function;

/**
 * How some cells would run.
 *
 * @param workers that run at once
 * @param memoryBytes most memory that batches which run at once take together
 */
public record Plan(int cells, int batches, int workers, double memoryBytes) {

  private static final String WIDTH = "width";

  /**
   * The plan of {@code cells}.
   *
   * @param backend that solves what a cost depends on
   * @param threads to use in all
   * @param limitBytes most memory there is
   * @throws RefusedException if a cell does not fit in it; names the largest width that does
   */
  public static Plan of(
      List<Cell> cells, Experiment experiment, Backend backend, int threads, double limitBytes) {
    for (Cell cell : cells) {
      requireFits(cell, other -> cost(other, experiment, backend), limitBytes);
    }
    Schedule schedule = Schedule.of(cells, experiment, backend, threads, limitBytes);
    return new Plan(
        cells.size(), schedule.batches().size(), schedule.workers(), schedule.peakMemoryBytes());
  }

  /**
   * What a cell costs.
   *
   * @throws RefusedException if it cannot run at all
   */
  public static Cost cost(Cell cell, Experiment experiment, Backend backend) {
    try {
      return experiment.cost(cell, backend);
    } catch (InfeasibleException e) {
      throw new RefusedException("cell " + cell.coordinates() + " cannot run: " + e.reason());
    }
  }

  private static void requireFits(Cell cell, Function<Cell, Cost> costs, double limitBytes) {
    double needed = costs.apply(cell).memoryBytes();
    if (needed <= limitBytes) {
      return;
    }
    OptionalLong fitting = largestWidth(cell, costs, limitBytes);
    String cure =
        fitting.isPresent()
            ? "the largest width that fits is " + fitting.getAsLong()
            : "no width fits";
    throw new RefusedException(
        "cell %s needs %s of memory, this run may use %s; %s. Reduce it, or start with a larger heap (-Xmx)"
            .formatted(cell.coordinates(), words(needed), words(limitBytes), cure));
  }

  /** The largest even width below the cell's that fits; memory grows with width. */
  private static OptionalLong largestWidth(
      Cell cell, Function<Cell, Cost> costs, double limitBytes) {
    long fits = 0;
    long tooWide = cell.settings().has(WIDTH) ? (cell.settings().integer(WIDTH) + 1) / 2 : 1;
    while (tooWide - fits > 1) {
      long middle = (fits + tooWide) / 2;
      Cost cost = costs.apply(cell.with(WIDTH, 2 * middle));
      if (cost.memoryBytes() <= limitBytes) {
        fits = middle;
      } else {
        tooWide = middle;
      }
    }
    return fits == 0 ? OptionalLong.empty() : OptionalLong.of(2 * fits);
  }

  /** Why a batch of one cell does not run. */
  static String memoryRefusal(double needed, double limitBytes) {
    return "needs %s of memory, this run may use %s; `widthbench plan` names the largest width that fits"
        .formatted(words(needed), words(limitBytes));
  }

  private static String words(double bytes) {
    return bytes < 1 << 30
        ? String.format(Locale.ROOT, "%.1f MiB", bytes / (1 << 20))
        : String.format(Locale.ROOT, "%.1f GiB", bytes / (1 << 30));
  }
}
