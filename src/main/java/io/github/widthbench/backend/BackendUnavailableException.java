package io.github.widthbench.backend;

/** A named backend that this machine cannot run; the message gives cause and cure. */
public final class BackendUnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public BackendUnavailableException(String message) {
    super(message);
  }
}
