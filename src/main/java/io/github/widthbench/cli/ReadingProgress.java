package io.github.widthbench.cli;

import io.github.widthbench.measure.Stopwatch;
import io.github.widthbench.sweep.SweepListener.Progress;

/** How far reading records is, on stderr, once it takes longer than a person waits unasked. */
final class ReadingProgress {

  private static final double PATIENCE_SECONDS = 1;

  private final ProgressLine line;
  private final int total;
  private final double patienceSeconds;
  private final Stopwatch watch = Stopwatch.start();
  private int read;
  private boolean shown;

  ReadingProgress(ProgressLine line, int total, double patienceSeconds) {
    this.line = line;
    this.total = total;
    this.patienceSeconds = patienceSeconds;
  }

  /**
   * Of a study's records.
   *
   * @param cells records that are expected; more may come where cells were tried again
   */
  static ReadingProgress of(String study, int cells, Terminal terminal, boolean quiet) {
    ProgressLine line = new ProgressLine(terminal, "reading " + study, quiet);
    return new ReadingProgress(line, cells, PATIENCE_SECONDS);
  }

  /** One more record was read. */
  void read() {
    read++;
    if (read < total && (shown || watch.seconds() > patienceSeconds)) {
      shown = true;
      double seconds = watch.seconds();
      line.progress(new Progress(read, total, 0, seconds, seconds * (total - read) / read));
    }
  }

  /** Ends the line that was begun. */
  void end() {
    if (shown) {
      line.progress(new Progress(total, total, 0, watch.seconds(), 0));
    }
  }
}
