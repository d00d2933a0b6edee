package io.github.widthbench.results;

/** A line that is not as it was written; the message says what is wrong with it. */
public final class MalformedLineException extends Exception {
  private static final long serialVersionUID = 1L;

  public MalformedLineException(String message) {
    super(message);
  }
}
