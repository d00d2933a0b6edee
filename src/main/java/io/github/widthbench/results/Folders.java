package io.github.widthbench.results;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Folders whose entries outlast a loss of power: a file that was forced to the disk is found after
 * it only if the folder that names it was forced too.
 */
final class Folders {

  private Folders() {}

  /** Makes {@code folder} and those above it where they are missing. */
  static void make(Path folder) throws IOException {
    Path whole = folder.toAbsolutePath();
    if (!Files.isDirectory(whole)) {
      Path above = whole.getParent();
      if (above != null) {
        make(above);
      }
      Files.createDirectories(whole); // no error if another process was faster
      if (above != null) {
        force(above);
      }
    }
  }

  /** Forces the names in {@code folder} to the disk; where folders cannot be opened, nothing. */
  static void force(Path folder) throws IOException {
    if (folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
      try (FileChannel names = FileChannel.open(folder, StandardOpenOption.READ)) {
        names.force(true);
      }
    }
  }

  /** Forces the name of {@code file} to the disk. */
  static void forceNameOf(Path file) throws IOException {
    force(file.resolveSibling("").toAbsolutePath());
  }
}
