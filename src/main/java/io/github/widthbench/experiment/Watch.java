package io.github.widthbench.experiment;

/** How a run is told to stop: Ctrl-C, or the time limit of a cell. */
@FunctionalInterface
public interface Watch {

  /** A watch that never stops anything. */
  Watch NONE = () -> {};

  /**
   * Called every fraction of a second by a running batch.
   *
   * @throws StoppedException when the run must end now
   */
  void check();

  /** Shows where a running batch is, for people who wait; a watch may drop it. */
  default void show(String state) {}

  /** The run was told to end. */
  final class StoppedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean timeLimit;

    public StoppedException(String message, boolean timeLimit) {
      super(message);
      this.timeLimit = timeLimit;
    }

    /** Whether a cell ran out of time; otherwise the whole run was interrupted. */
    public boolean timeLimit() {
      return timeLimit;
    }
  }
}
