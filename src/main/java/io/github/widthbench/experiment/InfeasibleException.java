package io.github.widthbench.experiment;

/**
 * A cell that nothing can compute as asked, such as one whose theory overflows; the message says
 * why.
 */
public final class InfeasibleException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String reason;

  public InfeasibleException(String reason) {
    super(reason);
    this.reason = reason;
  }

  /** Why, and what to change. */
  public String reason() {
    return reason;
  }
}
