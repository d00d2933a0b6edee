package io.github.widthbench.cli;

import io.github.widthbench.measure.Stopwatch;

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
      line.progress(read, total, 0, watch.seconds());
    }
  }

  /** Ends the line that was begun. */
  void end() {
    if (shown) {
      line.progress(total, total, 0, watch.seconds());
    }
  }
}
