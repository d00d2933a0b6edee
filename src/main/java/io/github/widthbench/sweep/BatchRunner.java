package io.github.widthbench.sweep;

import io.github.widthbench.backend.Backend;
import io.github.widthbench.experiment.Extension;
import io.github.widthbench.experiment.InfeasibleException;
import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.experiment.Watch;
import io.github.widthbench.results.CellRecord;
import io.github.widthbench.study.Cell;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs batches on a backend of its own. Whatever a batch throws, its cells run again one by one,
 * and a cell that throws alone becomes a failed record: it takes no other with it.
 */
final class BatchRunner implements AutoCloseable {

  static final String PRECISION = "precision";
  static final String DEFAULT_PRECISION = "fp64";

  private final SweepRequest request;
  private final Supplier<Backend> source;
  private final Stop stop;
  private final Recorder recorder;
  private final ReferenceCheck check;
  private @Nullable Backend backend;

  BatchRunner(
      SweepRequest request,
      Supplier<Backend> source,
      Stop stop,
      Recorder recorder,
      ReferenceCheck check) {
    this.request = request;
    this.source = source;
    this.stop = stop;
    this.recorder = recorder;
    this.check = check;
  }

  /**
   * Runs {@code cells} and records each, checked if it is to be.
   *
   * @throws Watch.StoppedException if the run must end; what finished before is recorded
   */
  void run(List<Cell> cells) {
    switch (attempt(cells)) {
      case Done(List<CellRecord> records) -> {
        for (int i = 0; i < cells.size(); i++) {
          recorder.append(check.of(cells.get(i), records.get(i)));
        }
      }
      case Broken(CellRecord record) when cells.size() == 1 -> recorder.append(record);
      case Broken broken -> cells.forEach(cell -> run(List.of(cell)));
    }
  }

  @Override
  public void close() {
    if (backend != null) {
      backend.close();
      backend = null;
    }
  }

  private sealed interface Attempt {}

  private record Done(List<CellRecord> records) implements Attempt {}

  /** With the record of the first cell, should it be the only one. */
  private record Broken(CellRecord first) implements Attempt {}

  private Attempt attempt(List<Cell> cells) {
    Backend opened = open();
    BatchMeter meter = BatchMeter.start(opened, recorder.company());
    try {
      List<Outcome> outcomes = request.experiment().run(cells, opened, watch(cells.size()));
      return new Done(records(cells, outcomes, opened, meter));
    } catch (Watch.StoppedException e) {
      discard();
      if (!e.timeLimit()) {
        throw e;
      }
      return broken(cells, "time limit of " + limit().getAsDouble() + " s reached", opened, meter);
    } catch (InfeasibleException e) {
      return new Done(infeasible(cells, e.reason(), opened, meter));
    } catch (Throwable e) { // also a memory or stack overflow: it is the cell's own failure
      discard();
      return broken(cells, e.toString(), opened, meter);
    }
  }

  private List<CellRecord> infeasible(
      List<Cell> cells, String reason, Backend opened, BatchMeter meter) {
    Outcome outcome = Outcome.ended(Outcome.Status.INFEASIBLE, reason);
    return records(cells, Collections.nCopies(cells.size(), outcome), opened, meter);
  }

  /** Records that {@code cells} cannot run here, for a reason known beforehand. */
  void refuse(List<Cell> cells, String reason) {
    Backend opened = open();
    infeasible(cells, reason, opened, BatchMeter.start(opened, recorder.company()))
        .forEach(recorder::append);
  }

  private Broken broken(List<Cell> cells, String reason, Backend opened, BatchMeter meter) {
    Outcome failed = Outcome.ended(Outcome.Status.FAILED, reason);
    List<Cell> first = cells.subList(0, 1);
    return new Broken(records(first, List.of(failed), opened, meter).getFirst());
  }

  private List<CellRecord> records(
      List<Cell> cells, List<Outcome> outcomes, Backend opened, BatchMeter meter) {
    if (outcomes.size() != cells.size()) {
      throw new IllegalStateException(
          "experiment gave " + outcomes.size() + " outcomes for " + cells.size() + " cells");
    }
    CellRecord.Ran ran = ran(opened, cells.getFirst());
    CellRecord.Timing timing = meter.each(cells.size());
    List<CellRecord> records = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      Cell cell = cells.get(i);
      records.add(
          new CellRecord(
              cell.id(),
              request.study().experiment(),
              cell.coordinates(),
              outcomes.get(i),
              timing,
              ran,
              recorder.attempt(cell),
              request.experiment().extensions(cell).stream().map(Extension::text).toList()));
    }
    return records;
  }

  private CellRecord.Ran ran(Backend opened, Cell cell) {
    String precision =
        cell.settings().has(PRECISION) ? cell.settings().text(PRECISION) : DEFAULT_PRECISION;
    return new CellRecord.Ran(
        opened.kind().label(),
        opened.device(),
        precision,
        !request.options().unfused(),
        opened.eigen(),
        request.backend().requested().isPresent() ? null : request.backend().why(),
        null);
  }

  private OptionalDouble limit() {
    return request.options().timeLimitSeconds();
  }

  private Watch watch(int cells) {
    OptionalDouble limit = limit();
    return stop.watch(
        limit.isPresent() ? OptionalDouble.of(cells * limit.getAsDouble()) : limit, recorder::show);
  }

  private Backend open() {
    if (backend == null) {
      Backend opened = source.get();
      backend = request.options().unfused() ? new UnfusedBackend(opened) : opened;
    }
    return backend;
  }

  /** Closes the backend, whose memory may hold what the failed batch left. */
  private void discard() {
    try {
      close();
    } catch (RuntimeException e) {
      backend = null; // the failure of the batch is the one to report
    }
  }
}
