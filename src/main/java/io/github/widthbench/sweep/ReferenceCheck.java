package io.github.widthbench.sweep;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.experiment.InfeasibleException;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.math.Precision;
import io.github.widthbench.results.CellRecord;
import io.github.widthbench.study.Cell;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Recomputes cells alone, in FP64 on the reference backend, and fails those that came out
 * otherwise. A check costs what the cell costs on the reference, and its time is no cell's.
 */
final class ReferenceCheck implements AutoCloseable {

  private final SweepRequest request;
  private final Supplier<Backend> source;
  private final Stop stop;
  private @Nullable Backend reference;

  ReferenceCheck(SweepRequest request, Supplier<Backend> source, Stop stop) {
    this.request = request;
    this.source = source;
    this.stop = stop;
  }

  /**
   * The record to keep: {@code record} itself where the cell is not picked or has no result; else
   * one that says that it was checked, failed if it differs.
   *
   * @throws Watch.StoppedException if the run must end
   */
  CellRecord of(Cell cell, CellRecord record) {
    boolean due =
        record.outcome().status() == Outcome.Status.OK && request.options().check().picks(cell);
    return due ? check(cell, record) : record;
  }

  private CellRecord check(Cell cell, CellRecord record) {
    Outcome expected;
    try {
      expected = recompute(cell);
    } catch (Watch.StoppedException e) {
      throw e;
    } catch (InfeasibleException e) {
      return record.checked(record.outcome(), "no: the reference cannot run it: " + e.reason());
    } catch (Throwable e) { // also a memory or stack overflow: it fails this cell, not the run
      reference = null; // its memory may hold what the failure left
      return failed(record, "the fp64 reference failed: " + e);
    }
    Agreement agreement = new Agreement(tolerance(cell, record, expected));
    Optional<String> difference = agreement.difference(record.outcome(), expected);
    return difference
        .map(found -> failed(record, found))
        .orElseGet(() -> record.checked(record.outcome(), agrees(agreement.tolerance())));
  }

  private Outcome recompute(Cell cell) {
    if (reference == null) {
      reference = source.get();
    }
    Cell exact =
        cell.settings().has(BatchRunner.PRECISION)
            ? cell.with(BatchRunner.PRECISION, Precision.FP64.label())
            : cell;
    Watch watch = stop.watch(OptionalDouble.empty(), _ -> {});
    return request.experiment().run(List.of(exact), reference, watch).getFirst();
  }

  private static double tolerance(Cell cell, CellRecord record, Outcome expected) {
    Precision precision = Precision.valueOf(record.backend().precision().toUpperCase(Locale.ROOT));
    double width = cell.settings().has("width") ? cell.settings().number("width") : 1;
    return Agreement.tolerance(precision, width, Agreement.steps(expected));
  }

  private static String agrees(double tolerance) {
    return String.format(Locale.ROOT, "agrees with the fp64 reference within %.2g", tolerance);
  }

  private static CellRecord failed(CellRecord record, String why) {
    Outcome outcome = Outcome.ended(Outcome.Status.FAILED, "check: " + why);
    return record.checked(outcome, "differs from the fp64 reference");
  }

  @Override
  public void close() {
    if (reference != null) {
      reference.close();
      reference = null;
    }
  }
}
