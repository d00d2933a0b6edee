package io.github.widthbench.experiment;

import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Verdict.Says;
import io.github.widthbench.study.Cell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.function.ToIntFunction;

/** Finished cells that differ in their seeds only, and what a row of a table says of them. */
public record Replicates(List<Finished> cells) {

  /** Axes that replicate: seeds of the weights, of the points and of the teacher. */
  public static final List<String> SEEDS = List.of("seed", "data.seed", "teacher.seed");

  public Replicates {
    cells = List.copyOf(cells);
  }

  /**
   * The replicates of each setting, in the order of their first cells: cells are of one setting
   * where their axes have equal values, those of {@code axes} aside.
   */
  public static SequencedMap<SequencedMap<String, Object>, Replicates> by(
      List<Finished> cells, List<String> axes) {
    SequencedMap<SequencedMap<String, Object>, List<Finished>> settings = new LinkedHashMap<>();
    for (Finished cell : cells) {
      settings.computeIfAbsent(setting(cell, axes), _ -> new ArrayList<>()).add(cell);
    }
    SequencedMap<SequencedMap<String, Object>, Replicates> replicates = new LinkedHashMap<>();
    settings.forEach((setting, same) -> replicates.put(setting, new Replicates(same)));
    return replicates;
  }

  /** The values of a cell's axes, those of {@code axes} aside. */
  public static SequencedMap<String, Object> setting(Finished cell, List<String> axes) {
    SequencedMap<String, Object> setting = new LinkedHashMap<>(cell.cell().coordinates());
    setting.keySet().removeAll(axes);
    return setting;
  }

  /** These cells by width, narrow ones first. */
  public SortedMap<Integer, Replicates> byWidth(ToIntFunction<Cell> width) {
    SortedMap<Integer, List<Finished>> widths = new TreeMap<>();
    for (Finished cell : cells) {
      widths.computeIfAbsent(width.applyAsInt(cell.cell()), _ -> new ArrayList<>()).add(cell);
    }
    SortedMap<Integer, Replicates> replicates = new TreeMap<>();
    widths.forEach((m, same) -> replicates.put(m, new Replicates(same)));
    return replicates;
  }

  /** Number of cells. */
  public int size() {
    return cells.size();
  }

  /** How many outcomes are such. */
  public int count(Predicate<Outcome> such) {
    return (int) cells.stream().map(Finished::outcome).filter(such).count();
  }

  /** How many met a stop other than a cap. */
  public int converged() {
    return count(outcome -> outcome.flag("converged"));
  }

  /** Of the iterations, where a cell without a count is one that needs more than it was given. */
  public Quantiles iterations() {
    return quantiles(outcome -> {
      double iterations = outcome.number("iterations");
      return Double.isNaN(iterations) ? Double.POSITIVE_INFINITY : iterations;
    });
  }

  /** Of a number; outcomes where it is NaN are left out. */
  public Quantiles quantiles(ToDoubleFunction<Outcome> number) {
    return Quantiles.of(cells.stream().map(Finished::outcome).mapToDouble(number).toArray());
  }

  /** Median of a metric; cells without it are left out. */
  public double median(String metric) {
    return quantiles(outcome -> outcome.number(metric)).median();
  }

  /** Mean of a metric; NaN if a cell is without it. */
  public double mean(String metric) {
    return cells.stream().mapToDouble(c -> c.outcome().number(metric)).average().orElse(Double.NaN);
  }

  /** Adds the columns cells and converged to a row. */
  public void putConverged(SequencedMap<String, Object> row) {
    row.put("cells", size());
    row.put("converged", converged());
  }

  /** Adds the quartiles of the iterations to a row, the median first. */
  public void putIterations(SequencedMap<String, Object> row) {
    Quantiles iterations = iterations();
    row.put("iterations", iterations.median());
    row.put("iterationsLow", iterations.low());
    row.put("iterationsHigh", iterations.high());
  }

  /** Adds a column for each answer: how many verdicts of the cells give it. */
  public void putVerdicts(SequencedMap<String, Object> row) {
    for (Says says : Says.values()) {
      long count =
          cells.stream()
              .flatMap(c -> c.outcome().verdicts().stream())
              .filter(verdict -> verdict.says() == says)
              .count();
      row.put(says.label(), count);
    }
  }
}
