package io.github.widthbench.sweep;

import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.measure.Stopwatch;
import io.github.widthbench.results.CellRecord;
import io.github.widthbench.results.Journal;
import io.github.widthbench.study.Cell;

/** The one writer of a run's journal, which all its workers share. */
final class Recorder {

  private final Stopwatch time = Stopwatch.start();
  private final Journal journal;
  private final SweepListener listener;
  private final Company company;
  private final int total;
  private int done;
  private int failed;

  /**
   * A recorder of a run.
   *
   * @param company of each of its batches
   * @param total cells of the run
   * @param todo how many of them are to run
   */
  Recorder(Journal journal, SweepListener listener, Company company, int total, int todo) {
    this.journal = journal;
    this.listener = listener;
    this.company = company;
    this.total = total;
    this.done = total - todo;
  }

  synchronized void append(CellRecord record) {
    journal.append(record);
    done++;
    if (record.outcome().status() == Outcome.Status.FAILED) {
      failed++;
    }
    listener.progress(done, total, failed, time.seconds());
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
