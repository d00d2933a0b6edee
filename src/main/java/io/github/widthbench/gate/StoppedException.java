package io.github.widthbench.gate;

/** A measurement that was asked to stop; its journal holds what had been measured. */
public final class StoppedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  StoppedException() {
    super("stopped; finished forks are kept, the same command goes on");
  }
}
