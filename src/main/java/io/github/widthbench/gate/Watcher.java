package io.github.widthbench.gate;

/** Who follows a measurement, and may end it. */
public interface Watcher {

  /** Something to know. */
  void say(String message);

  /** So many forks of those planned until the next look are done. */
  void progress(String what, int done, int planned, double secondsLeft);

  /** Whether to stop before the next fork. */
  boolean stopped();
}
