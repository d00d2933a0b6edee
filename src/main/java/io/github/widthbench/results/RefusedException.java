package io.github.widthbench.results;

/** A request that cannot be met; nothing was run. The message says what to change. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public RefusedException(String message) {
    super(message);
  }
}
