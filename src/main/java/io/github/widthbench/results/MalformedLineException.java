package io.github.widthbench.results;

/** A line of a journal that is not a record; the message says what is wrong with it. */
final class MalformedLineException extends Exception {
  private static final long serialVersionUID = 1L;

  MalformedLineException(String message) {
    super(message);
  }
}
