package io.github.widthbench.cli;

import io.github.widthbench.gate.Watcher;
import java.util.Locale;

/** Follows a gate's measurement on stderr; Ctrl-C stops it before the next fork. */
record GateWatcher(Terminal terminal, Interrupt interrupt, boolean quiet) implements Watcher {

  @Override
  public void say(String message) {
    terminal.tell(message);
  }

  @Override
  public void progress(String what, int done, int planned, double secondsLeft) {
    if (!quiet) {
      String left =
          Double.isNaN(secondsLeft)
              ? ""
              : ", at most " + ProgressLine.duration(secondsLeft) + " left";
      terminal.err().printf(Locale.ROOT, "%s: %d of %d%s%n", what, done, planned, left);
    }
  }

  @Override
  public boolean stopped() {
    return interrupt.asked();
  }
}
