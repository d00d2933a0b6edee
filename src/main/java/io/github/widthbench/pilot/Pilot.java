package io.github.widthbench.pilot;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.experiment.Experiment;
import io.github.widthbench.measure.Stopwatch;
import io.github.widthbench.pilot.CostLaw.Timed;
import io.github.widthbench.results.Records;
import io.github.widthbench.results.RefusedException;
import io.github.widthbench.study.Cell;
import io.github.widthbench.sweep.Plan;
import io.github.widthbench.sweep.Sweep;
import io.github.widthbench.sweep.SweepRequest;
import io.github.widthbench.sweep.SweepResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tries a study small: runs its narrowest widths with some of their seeds into the journal of the
 * run, times first steps of wider ones, and tells the rest.
 */
public final class Pilot {

  private final SweepRequest request;
  private final Effort effort;
  private final Plan plan;
  private final Stopwatch time = Stopwatch.start();
  private List<Row> rows;
  private double coldSeconds;
  private boolean interrupted;

  private Pilot(SweepRequest request, Effort effort, Plan plan, List<Row> rows) {
    this.request = request;
    this.effort = effort;
    this.plan = plan;
    this.rows = rows;
  }

  /**
   * What a pilot found.
   *
   * @param plan of the whole run
   * @param spentSeconds that the pilot took
   * @param interrupted whether the user ended it before its end
   */
  public record Found(
      Plan plan, Forecast forecast, Advice advice, double spentSeconds, boolean interrupted) {}

  /**
   * Runs the pilot of a study.
   *
   * @param request the whole run, whose journal takes the cells of the pilot
   * @throws RefusedException if a cell does not fit in memory or cannot run at all
   */
  public static Found run(SweepRequest request, Effort effort) {
    Experiment experiment = request.experiment();
    double limitBytes = Runtime.getRuntime().maxMemory();
    try (Backend backend = request.backend().open(1)) {
      Plan plan =
          Plan.of(request.cells(), experiment, backend, request.options().threads(), limitBytes);
      List<Row> rows = Row.of(request.cells(), cell -> Plan.cost(cell, experiment, backend));
      return new Pilot(request, effort, plan, rows).run(backend);
    }
  }

  private Found run(Backend backend) {
    List<Double> widths = Row.widths(rows);
    int first = effort.firstWidths(widths.size());
    List<Timed> probes = List.of();
    coldSeconds = Probes.warmUp(request, rows, backend);
    @Nullable Found found = null;
    for (int i = 0; i < widths.size() && isWorthMore(found, i, first); i++) {
      runWidth(widths.get(i), widths.size());
      if (i == first - 1 && !isOver()) {
        probes = Probes.of(request, rows, backend);
      }
      if (i >= first - 1) {
        found = found(probes);
      }
    }
    return found == null ? found(probes) : found;
  }

  /** The first widths in any case; more while they may still change an unclear answer. */
  private boolean isWorthMore(@Nullable Found found, int width, int first) {
    if (isOver()) {
      return false;
    }
    return width < first
        || (found != null
            && found.advice().says() == Advice.Says.UNCLEAR
            && effort.allowsMore(found));
  }

  private boolean isOver() {
    return interrupted || time.seconds() > effort.seconds();
  }

  /** Runs some seeds of every setting at one width: a few first, where time is short. */
  private void runWidth(double width, int widths) {
    for (int seeds : effort.rounds()) {
      List<Cell> cells = new ArrayList<>();
      for (Row row : rows) {
        int count = effort.seeds(row.cells().size(), widths, seeds);
        if (row.width() == width) {
          cells.addAll(row.cells().subList(0, count));
        }
      }
      if (!isOver()) {
        sweep(cells);
      }
    }
  }

  private void sweep(List<Cell> cells) {
    BooleanSupplier ended =
        () -> request.interrupted().getAsBoolean() || time.seconds() > effort.seconds();
    SweepResult result = Sweep.run(request.with(cells, ended));
    interrupted = result.interrupted() && request.interrupted().getAsBoolean();
    Records records = Records.read(List.of(request.journal()));
    rows = rows.stream().map(row -> row.with(records.byId())).toList();
  }

  private Found found(List<Timed> probes) {
    Forecast forecast = new Forecaster(rows, probes, plan.workers(), !effort.kept()).forecast();
    if (!effort.kept()) {
      forecast = forecast.plus(new Estimate(0, coldSeconds, 2 * coldSeconds));
    }
    double spent = effort.kept() ? time.seconds() : 0;
    Advice advice = Advice.of(request.study().goal(), forecast, spent);
    return new Found(plan, forecast, advice, spent, interrupted);
  }
}
