package io.github.widthbench.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Ctrl-C and the other requests to end. While a run listens, such a request waits until the run has
 * put its files in order; then the process ends with 130.
 */
final class Interrupt {

  private static final long GRACE_SECONDS = 30;

  private final Terminal terminal;
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::stop, "interrupt");
  private volatile boolean asked;
  private volatile Runnable onAsked = () -> {};

  Interrupt(Terminal terminal) {
    this.terminal = terminal;
  }

  /** The time in which requests to end are heard. */
  @FunctionalInterface
  interface Listening extends AutoCloseable {
    @Override
    void close();
  }

  /** Listens until closed; does not return where the process was asked to end just before. */
  Listening listen() {
    try {
      Runtime.getRuntime().addShutdownHook(hook);
    } catch (IllegalStateException underWay) {
      leave(); // nothing has begun that is to be put in order
    }
    return () -> {
      try {
        Runtime.getRuntime().removeShutdownHook(hook);
      } catch (IllegalStateException underWay) {
        // the hook runs already, and waits for exit
      }
    };
  }

  /** Listens until closed; a request to end also does {@code first}, once. */
  Listening listen(Runnable first) {
    onAsked = first;
    return listen();
  }

  /** Whether the process was asked to end. */
  boolean asked() {
    return asked;
  }

  /** Ends the process with {@code code}, or with 130 if it was asked to end before. */
  void exit(int code) {
    ended.countDown();
    if (!asked) {
      System.exit(code);
    } // else the hook ends the process
  }

  /** Waits for the end of the process, which nobody can put off any more. */
  private static void leave() {
    while (true) {
      LockSupport.park();
    }
  }

  private void stop() {
    asked = true;
    terminal.tell("stopping; what is finished is kept");
    onAsked.run();
    try {
      if (!ended.await(GRACE_SECONDS, TimeUnit.SECONDS)) {
        terminal.tell("did not stop within " + GRACE_SECONDS + " s; leaving");
      }
    } catch (InterruptedException impossible) {
      Thread.currentThread().interrupt();
    }
    Runtime.getRuntime().halt(Exit.INTERRUPTED);
  }
}
