package io.github.widthbench.results;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * Writes whole files such that a reader, or a crash, sees the old one or the new one: into a hidden
 * part file beside it, which takes its name once it is on the disk.
 */
public final class AtomicFile {

  /** A part file that old was left by a process that was killed; none is written for so long. */
  private static final Duration ABANDONED = Duration.ofHours(1);

  private AtomicFile() {}

  /** Writes text. */
  @FunctionalInterface
  public interface Content {
    void writeTo(Writer out) throws IOException;
  }

  /**
   * Replaces {@code file} by {@code content} in UTF-8. What is there and no regular file, such as a
   * pipe, is written to as it is.
   *
   * @throws OutputFailedException if the disk does not take it; {@code file} is then as before
   */
  public static void write(Path file, Content content) {
    try {
      if (Files.exists(file) && !Files.isRegularFile(file)) {
        write(file, content, StandardOpenOption.WRITE);
      } else {
        replace(file, content);
      }
    } catch (IOException e) {
      throw new OutputFailedException(file, e);
    }
  }

  private static void replace(Path file, Content content) throws IOException {
    String prefix = "." + file.getFileName() + ".";
    Path folder = file.resolveSibling("").toAbsolutePath();
    removeAbandoned(folder, prefix);
    // a name nobody can foresee, and never one that is there: writers on two machines do not meet
    Path part = folder.resolve(prefix + UUID.randomUUID() + ".part");
    try {
      write(part, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException | RuntimeException e) {
      discard(part);
      throw e;
    }
    Folders.force(folder);
  }

  private static void write(Path file, Content content, OpenOption... options) throws IOException {
    try (FileChannel channel = FileChannel.open(file, options);
        Writer out =
            new BufferedWriter(
                new OutputStreamWriter(
                    Channels.newOutputStream(channel), StandardCharsets.UTF_8))) {
      content.writeTo(out);
      out.flush();
      if (Files.isRegularFile(file)) {
        channel.force(true);
      }
    }
  }

  private static void removeAbandoned(Path folder, String prefix) throws IOException {
    long oldest = Instant.now().minus(ABANDONED).toEpochMilli();
    try (DirectoryStream<Path> parts = Files.newDirectoryStream(folder, ".*.part")) {
      for (Path part : parts) {
        boolean ours = String.valueOf(part.getFileName()).startsWith(prefix);
        if (ours && part.toFile().lastModified() < oldest) { // 0 where it is gone by now
          Files.deleteIfExists(part);
        }
      }
    }
  }

  private static void discard(Path part) {
    try {
      Files.deleteIfExists(part);
    } catch (IOException e) {
      // the failed write is the one to report
    }
  }
}
