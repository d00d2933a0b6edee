package io.github.widthbench.sweep;

/** Hears how far a sweep is; called after every cell, by one thread at a time. */
@FunctionalInterface
public interface SweepListener {

  /** A listener that does nothing. */
  SweepListener NONE = progress -> {};

  /** A cell was recorded. */
  void progress(Progress progress);

  /**
   * How far a sweep is.
   *
   * @param done cells that have a record, those of earlier runs too
   * @param total cells of this run's part of the study
   * @param failed cells that failed in this run
   * @param seconds since the run began
   * @param secondsLeft to its end, by what the cells that are left are predicted to cost
   */
  record Progress(int done, int total, int failed, double seconds, double secondsLeft) {}

  /**
   * A cell that still runs said where it is.
   *
   * @param state its step and what it watches, for people
   * @param seconds since the run began
   */
  default void running(String state, double seconds) {}
}
