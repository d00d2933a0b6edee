package io.github.widthbench.pilot;

import io.github.widthbench.pilot.CostLaw.Timed;
import io.github.widthbench.pilot.Growth.Sample;
import io.github.widthbench.pilot.Growth.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Predicts a study from the cells that have run: iterations by their growth with the width, as a
 * multiple of the theory's where there is one; seconds by a cost law; the share that converges by
 * the wider half of the widths that have run.
 */
final class Forecaster {

  /** A setting with so many converged cells is told from its own alone. */
  private static final int ENOUGH = 8;

  private static final double FEWEST_STEPS = 0.5;

  /** No time is told more closely: clocks, caches and other work differ from minute to minute. */
  private static final double CERTAIN = 1.5;

  private final List<Row> rows;
  private final int workers;
  private final boolean afresh;
  private final Optional<CostLaw> law;
  private final double load;
  private final Growth pooled;
  private final Map<Object, Growth> own = new HashMap<>();
  private final List<Tried> judged;
  private final Map<Object, List<Tried>> judgedBySetting;

  /**
   * A forecaster.
   *
   * @param probes times of first steps
   * @param workers that will run at once
   * @param afresh whether what has run will run again
   */
  Forecaster(List<Row> rows, List<Timed> probes, int workers, boolean afresh) {
    this.rows = rows;
    this.workers = workers;
    this.afresh = afresh;
    List<Timed> times = new ArrayList<>(probes);
    rows.forEach(row -> time(row).ifPresent(times::add));
    law = times.isEmpty() ? Optional.empty() : Optional.of(CostLaw.of(times));
    load = law.isEmpty() ? 1 : load();
    List<Sample> samples = rows.stream().flatMap(row -> samples(row).stream()).toList();
    pooled = growth(samples);
    samples.stream()
        .collect(Collectors.groupingBy(Sample::setting))
        .forEach((setting, few) -> {
          if (few.size() >= ENOUGH) {
            own.put(setting, growth(few));
          }
        });
    List<Row> wider = widerHalf(rows);
    judged = wider.stream().flatMap(row -> row.tried().stream()).toList();
    judgedBySetting =
        wider.stream()
            .collect(
                Collectors.groupingBy(
                    Row::setting,
                    Collectors.flatMapping(row -> row.tried().stream(), Collectors.toList())));
  }

  Forecast forecast() {
    Estimate seconds = Estimate.ZERO;
    Estimate steps = Estimate.ZERO;
    double flops = 0;
    double bytes = 0;
    for (Row row : rows) {
      int left = afresh ? row.cells().size() : row.left();
      if (left > 0) {
        Estimate each = steps(row, left);
        steps = steps.plus(each.times(left));
        flops += left * (each.value() * row.cost().stepFlops() + row.cost().onceFlops());
        bytes += left * each.value() * row.cost().stepBytes();
        seconds = seconds.plus(seconds(row, each, rows.size()).times((double) left / workers));
      }
    }
    List<Forecast.Line> lines = rows.stream().map(this::line).toList();
    return new Forecast(lines, converged(), seconds, steps, flops, bytes);
  }

  private Forecast.Line line(Row row) {
    return new Forecast.Line(
        row.setting(),
        row.width(),
        row.cells().size(),
        row.tried().size(),
        iterations(row, 1),
        Shares.of(judged(row)),
        seconds(row, steps(row, 1), 1),
        row.cost().memoryBytes());
  }

  /** Of {@code count} cells on average, where they converge. */
  private Estimate iterations(Row row, int count) {
    Growth growth = own.getOrDefault(row.setting(), pooled);
    return growth.isKnown()
        ? growth.at(row.setting(), row.width(), count).times(theory(row))
        : new Estimate(0, row.cost().iterations(), row.cap());
  }

  /** Steps of a cell, converging or not. */
  private Estimate steps(Row row, int count) {
    List<Tried> all = judged(row);
    List<Tried> failed = all.stream().filter(cell -> !cell.converged()).toList();
    if (row.isHopeless() || (!all.isEmpty() && failed.size() == all.size())) {
      return new Estimate(0, row.cap(), row.cap());
    }
    Estimate converging = iterations(row, count).atMost(row.cap());
    if (failed.isEmpty()) {
      return converging;
    }
    double share = (double) failed.size() / all.size();
    double lost = failed.stream().mapToDouble(Tried::steps).average().orElseThrow();
    return converging.times(1 - share).plus(Estimate.exactly(share * lost));
  }

  /** From what it would be on an idle machine to what it is under the load of the trial. */
  private Estimate seconds(Row row, Estimate steps, int count) {
    if (law.isEmpty()) {
      return new Estimate(0, Double.NaN, Double.POSITIVE_INFINITY);
    }
    return new Estimate(
        seconds(row, steps.low(), count).low() / CERTAIN,
        load * seconds(row, steps.value(), count).value(),
        load * seconds(row, steps.high(), count).high() * CERTAIN);
  }

  private Estimate seconds(Row row, double steps, int count) {
    return law.orElseThrow().seconds(row.setting(), row.width(), steps, row.cost(), count);
  }

  /**
   * How many times longer the cells took than the law of the fastest of each row, at least once.
   */
  private double load() {
    double taken = 0;
    double unloaded = 0;
    for (Row row : rows) {
      for (Tried cell : row.tried()) {
        taken += cell.seconds();
        unloaded += seconds(row, cell.steps(), 1).value();
      }
    }
    return unloaded > 0 ? Math.max(1, taken / unloaded) : 1;
  }

  /** Where a cap may end training before it converges, the share may be none. */
  private Estimate converged() {
    Estimate share = Shares.of(judged);
    double low = 0;
    double value = 0;
    double high = 0;
    double cells = 0;
    for (Row row : rows) {
      double known = row.tried().stream().filter(Tried::converged).count();
      Estimate iterations = iterations(row, 1);
      boolean surely = !row.isHopeless() && iterations.high() <= row.cap();
      boolean likely = !row.isHopeless() && iterations.value() <= row.cap();
      boolean perhaps = iterations.low() <= row.cap();
      low += known + (surely ? row.left() * share.low() : 0);
      value += known + (likely ? row.left() * share.value() : 0);
      high += known + (perhaps ? row.left() * share.high() : 0);
      cells += row.cells().size();
    }
    return new Estimate(low / cells, value / cells, high / cells);
  }

  private List<Tried> judged(Row row) {
    return judgedBySetting.getOrDefault(row.setting(), List.of());
  }

  /** The rows of the wider half of the widths that have run. */
  private static List<Row> widerHalf(List<Row> rows) {
    List<Row> run = rows.stream().filter(row -> !row.tried().isEmpty()).toList();
    List<Double> widths = Row.widths(run);
    return run.stream().filter(row -> row.width() >= widths.get(widths.size() / 2)).toList();
  }

  private static Growth growth(List<Sample> samples) {
    return Growth.of(samples, List.of(Shape.values()));
  }

  private static List<Sample> samples(Row row) {
    return row.tried().stream()
        .filter(Tried::converged)
        .map(cell ->
            new Sample(
                row.setting(), row.width(), Math.max(FEWEST_STEPS, cell.steps()) / theory(row)))
        .toList();
  }

  /** The theory's iterations; a cap is the same for all widths and so no more than a unit. */
  private static double theory(Row row) {
    return Math.max(1, row.cost().iterations());
  }

  /** The seconds of the fastest cell of a row: what is slower shared the machine, or ran cold. */
  private static Optional<Timed> time(Row row) {
    double steps = row.tried().stream().mapToDouble(Tried::steps).average().orElse(0);
    return row.tried().stream()
        .map(Tried::seconds)
        .filter(seconds -> seconds > 0)
        .min(Double::compare)
        .map(seconds -> new Timed(row.setting(), row.width(), steps, row.cost(), seconds));
  }
}
