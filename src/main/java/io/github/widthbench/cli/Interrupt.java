package io.github.widthbench.cli;

import io.github.widthbench.experiment.Watch;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C and the other requests to end: a run stops at the next look of its {@link Watch}, keeps
 * its finished cells, and the process ends with 130.
 */
final class Interrupt implements Watch {

  private static final long GRACE_SECONDS = 30;

  private final Terminal terminal;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "interrupt");
  private volatile boolean asked;

  Interrupt(Terminal terminal) {
    this.terminal = terminal;
  }

  /** From here on a request to end waits until the run has put its files in order. */
  void listen() {
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Whether the process was asked to end. */
  boolean asked() {
    return asked;
  }

  @Override
  public void check() {
    if (asked) {
      throw new StoppedException("interrupted", false);
    }
  }

  /** Ends the process with {@code code}, or with 130 if it was asked to end before. */
  void exit(int code) {
    ended.countDown(); // a hook under way waits for this, and then ends the process itself
    if (!asked) {
      System.exit(code);
    }
  }

  private void stop() {
    if (ended.getCount() == 0) {
      return; // an ordinary end runs hooks too
    }
    asked = true;
    terminal.tell("stopping; finished cells are kept (again to stop at once: kill -9)");
    try {
      if (!ended.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
        terminal.tell("did not stop within " + GRACE_SECONDS + " s");
      }
    } catch (InterruptedException impossible) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(Exit.INTERRUPTED);
  }
}
