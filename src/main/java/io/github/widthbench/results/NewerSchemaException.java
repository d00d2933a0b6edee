package io.github.widthbench.results;

import java.nio.file.Path;

/** A journal that a newer version of this tool wrote; nothing of it was changed. */
public final class NewerSchemaException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  NewerSchemaException(Path file, String found, String known) {
    super(
        "journal newer than this tool: %s holds %s, this tool knows %s; update it, or choose another --out"
            .formatted(file, found, known));
  }
}
