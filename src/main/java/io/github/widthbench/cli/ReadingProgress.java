package io.github.widthbench.cli;

import io.github.widthbench.measure.Stopwatch;
import io.github.widthbench.results.CellRecord;
import java.util.function.Consumer;

/** How far reading records is, on stderr, once it takes longer than a person waits unasked. */
final class ReadingProgress implements Consumer<CellRecord> {

  private static final double PATIENCE_SECONDS = 1;

  private final ProgressLine line;
  private final int total;
  private final Stopwatch watch = Stopwatch.start();
  private int read;
  private boolean shown;

  /**
   * @param total records that are expected; more may come where cells were tried again
   */
  ReadingProgress(Terminal terminal, String study, int total, boolean quiet) {
    this.line = new ProgressLine(terminal, "reading " + study, quiet);
    this.total = total;
  }

  @Override
  public void accept(CellRecord record) {
    read++;
    if (read < total && (shown || watch.seconds() > PATIENCE_SECONDS)) {
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
