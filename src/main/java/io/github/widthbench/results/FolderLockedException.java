package io.github.widthbench.results;

import java.nio.file.Path;

/** A run folder that another process writes to; nothing was run. */
public final class FolderLockedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  FolderLockedException(Path file, String owner) {
    super(
        "%s is being written by %s; wait for it to end, or choose another --out"
            .formatted(file, owner));
  }
}
