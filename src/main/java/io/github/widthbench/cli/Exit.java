package io.github.widthbench.cli;

/** The exit codes of every command; scripts rely on them. */
final class Exit {

  /** Done; every verdict holds or is undecided with its reason. */
  static final int DONE = 0;

  /** A verdict is violated, a cell failed, or shards are missing. */
  static final int JUDGED = 1;

  /** Bad usage or input, a plan refused, a folder locked: nothing was run. */
  static final int REFUSED = 2;

  /** This machine lacks what was named. */
  static final int LACKING = 3;

  /** A gate is undecided, or its sides are not comparable. */
  static final int UNDECIDED = 4;

  /** Input or output failed during the run; resumable. */
  static final int BROKEN_OUTPUT = 5;

  /** Interrupted; resumable. */
  static final int INTERRUPTED = 130;

  private Exit() {}
}
