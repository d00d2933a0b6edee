package io.github.widthbench.sweep;

import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.measure.Stopwatch;
import io.github.widthbench.results.CellRecord;
import io.github.widthbench.results.Journal;
import io.github.widthbench.study.Cell;
import java.util.Map;
import java.util.Objects;

/** The one writer of a run's journal, which all its workers share. */
final class Recorder {

  private final Stopwatch time = Stopwatch.start();
  private final Journal journal;
  private final SweepListener listener;
  private final Company company;
  private final Map<String, Double> work;
  private final double workInAll;
  private final int total;
  private double workDone;
  private int done;
  private int failed;

  /**
   * A recorder of a run.
   *
   * @param company of each of its batches
   * @param total cells of the run
   * @param work of each cell that is to run, by its id, in any unit
   */
  Recorder(
      Journal journal,
      SweepListener listener,
      Company company,
      int total,
      Map<String, Double> work) {
    this.journal = journal;
    this.listener = listener;
    this.company = company;
    this.work = work;
    this.workInAll = work.values().stream().mapToDouble(Double::doubleValue).sum();
    this.total = total;
    this.done = total - work.size();
  }

  synchronized void append(CellRecord record) {
    journal.append(record);
    done++;
    if (record.outcome().status() == Outcome.Status.FAILED) {
      failed++;
    }
    workDone += Objects.requireNonNull(work.get(record.id()));
    double seconds = time.seconds();
    double secondsLeft = done == total ? 0 : seconds * (workInAll - workDone) / workDone;
    listener.progress(new SweepListener.Progress(done, total, failed, seconds, secondsLeft));
  }

  /** Shows where a cell is that still runs. */
  synchronized void show(String state) {
    listener.running(state, time.seconds());
  }

  synchronized boolean complete() {
    return done == total;
  }

  /** The number of the try that {@code cell} is at. */
  int attempt(Cell cell) {
    return journal.last(cell.id()).map(last -> last.attempt() + 1).orElse(0);
  }

  /** What else runs while a batch of this run does. */
  Company company() {
    return company;
  }
}
