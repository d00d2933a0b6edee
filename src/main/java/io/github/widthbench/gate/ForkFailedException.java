package io.github.widthbench.gate;

/** A fork that ended without a result; the message holds the last that it printed. */
final class ForkFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  ForkFailedException(String message) {
    super(message);
  }
}
