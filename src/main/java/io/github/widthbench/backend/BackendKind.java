package io.github.widthbench.backend;

import java.util.Locale;

/** The backends by the names users give them. */
public enum BackendKind {
  CUDA,
  CPU,
  REFERENCE;

  /** The name used in options and records. */
  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
