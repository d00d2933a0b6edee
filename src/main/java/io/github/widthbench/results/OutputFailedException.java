package io.github.widthbench.results;

import java.io.IOException;
import java.nio.file.Path;

/** A file of a run could not be read or written; what was recorded before is kept. */
public final class OutputFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Path file;

  public OutputFailedException(Path file, IOException cause) {
    super(
        "%s: %s; finished cells are kept, run the same command again to resume"
            .formatted(file, FileTrouble.of(cause)),
        cause);
    this.file = file;
  }

  /** The file. */
  public Path file() {
    return file;
  }
}
