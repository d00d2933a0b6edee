package io.github.widthbench.pilot;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.experiment.Experiment.Finished;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.measure.Stopwatch;
import io.github.widthbench.pilot.CostLaw.Timed;
import io.github.widthbench.study.Cell;
import io.github.widthbench.sweep.Schedule;
import io.github.widthbench.sweep.SweepRequest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Times the first steps of cells that are too dear to run to their end: a few of the dearest kind
 * and of some between, so that times need not be carried over from narrow widths.
 */
final class Probes {

  /** Ranks of the rows that are timed, as shares of the number of rows that have not run. */
  private static final List<Double> RANKS = List.of(0.4, 0.8, 1.0);

  private static final long FIRST_STEPS = 2;
  private static final long FACTOR = 8;

  /** A trial is long enough for a step's time to show. */
  private static final double ENOUGH_SECONDS = 0.25;

  private static final double LONGEST_SECONDS = 10;

  private static final double LONGEST_WARM_UP = 4;
  private static final double SETTLED_SECONDS = 0.7;
  private static final double IMPROVEMENT = 0.9;

  private final SweepRequest request;
  private final Backend backend;

  private Probes(SweepRequest request, Backend backend) {
    this.request = request;
    this.backend = backend;
  }

  /** The times of some of {@code rows} that have not run; what fails is left out. */
  static List<Timed> of(SweepRequest request, List<Row> rows, Backend backend) {
    Probes probes = new Probes(request, backend);
    return choose(rows).stream().flatMap(row -> probes.time(row).stream()).toList();
  }

  /**
   * Runs first steps of the cheapest row until the compiler has come to rest, so that what is timed
   * after it is timed on warm code.
   *
   * @return seconds lost to cold code, which every run loses once
   */
  static double warmUp(SweepRequest request, List<Row> rows, Backend backend) {
    Probes probes = new Probes(request, backend);
    Row cheapest =
        rows.stream().min(Comparator.comparingDouble(row -> row.cost().flops())).orElseThrow();
    Stopwatch all = Stopwatch.start();
    double steps = 0;
    double fastest = Double.POSITIVE_INFINITY;
    double improved = 0;
    while (all.seconds() < LONGEST_WARM_UP && all.seconds() - improved < SETTLED_SECONDS) {
      double began = all.seconds();
      Optional<Timed> timed = probes.time(cheapest);
      if (timed.isEmpty()) {
        break;
      }
      double taken = Math.max(1, timed.get().steps());
      double each = (all.seconds() - began) / taken;
      improved = each < IMPROVEMENT * fastest ? all.seconds() : improved;
      fastest = Math.min(fastest, each);
      steps += taken;
    }
    return steps > 0 ? Math.max(0, all.seconds() - steps * fastest) : 0;
  }

  private static List<Row> choose(List<Row> rows) {
    List<Row> ranked =
        rows.stream()
            .filter(row -> row.tried().isEmpty())
            .sorted(Comparator.comparingDouble(row -> row.cost().stepFlops()))
            .toList();
    return RANKS.stream()
        .filter(rank -> !ranked.isEmpty())
        .map(rank -> (int) Math.round(rank * (ranked.size() - 1)))
        .distinct()
        .map(ranked::get)
        .toList();
  }

  private Optional<Timed> time(Row row) {
    double memoryBytes = Runtime.getRuntime().maxMemory();
    if (row.cost().memoryBytes() > memoryBytes) {
      return Optional.empty();
    }
    List<Cell> batch =
        Schedule.of(row.cells(), request.experiment(), backend, 1, memoryBytes)
            .batches()
            .getFirst()
            .cells();
    Optional<Timed> timed = Optional.empty();
    try {
      Watch watch = watch();
      long most = (long) Math.min(row.cap(), Integer.MAX_VALUE);
      long steps = Math.min(FIRST_STEPS, most);
      while (timed.isEmpty() || (batchSeconds(timed, batch) < ENOUGH_SECONDS && steps < most)) {
        steps = timed.isEmpty() ? steps : Math.min(most, steps * FACTOR);
        timed = Optional.of(trial(row, batch, steps, watch));
      }
    } catch (RuntimeException e) { // a cell that fails says so in its record
      return timed;
    }
    return timed;
  }

  private static double batchSeconds(Optional<Timed> timed, List<Cell> batch) {
    return timed.orElseThrow().seconds() * batch.size();
  }

  private Timed trial(Row row, List<Cell> batch, long steps, Watch watch) {
    List<Cell> capped = batch.stream().map(cell -> capped(cell, steps)).toList();
    Stopwatch time = Stopwatch.start();
    List<Outcome> outcomes = request.experiment().run(capped, backend, watch);
    double seconds = time.seconds() / batch.size();
    List<Double> taken = new ArrayList<>();
    for (int i = 0; i < capped.size(); i++) {
      taken.add(new Finished(capped.get(i), outcomes.get(i)).steps());
    }
    double mean = taken.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
    return new Timed(row.setting(), row.width(), mean, row.cost(), seconds);
  }

  /** The cell with so few steps, and no point to record beyond them. */
  private static Cell capped(Cell cell, long steps) {
    Cell few = cell.with(Finished.CAP, steps);
    return cell.settings().has("record.at") ? few.with("record.at", List.of()) : few;
  }

  private Watch watch() {
    Stopwatch time = Stopwatch.start();
    return () -> {
      if (request.interrupted().getAsBoolean() || time.seconds() > LONGEST_SECONDS) {
        throw new Watch.StoppedException("a probe takes too long", true);
      }
    };
  }
}
