package io.github.widthbench.results;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The right to write a file: an exclusive lock on a hidden file beside it, which holds the owner's
 * process id. The file itself is not locked, because on POSIX a process loses its lock on a file
 * when it closes any channel of that file, and because a rewrite replaces the file.
 */
public final class WriterLock implements AutoCloseable {

  private final FileChannel channel;

  private WriterLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Takes the right to write {@code written}; the system frees it when the process ends.
   *
   * @throws FolderLockedException if another holds it
   * @throws OutputFailedException if the folder takes no file
   */
  public static WriterLock take(Path written) {
    Path file = written.resolveSibling("." + written.getFileName() + ".lock");
    try {
      FileChannel channel =
          FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      WriterLock lock = new WriterLock(channel);
      try {
        lock.hold(written, file);
        return lock;
      } catch (IOException | RuntimeException e) {
        lock.close();
        throw e;
      }
    } catch (IOException e) {
      throw new OutputFailedException(file, e);
    }
  }

  private void hold(Path written, Path file) throws IOException {
    if (lock(channel) == null) {
      throw new FolderLockedException(written, owner(file));
    }
    String pid = Long.toString(ProcessHandle.current().pid());
    channel.truncate(0).write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // the lock goes with the process; there is nothing to lose
    }
  }

  private static @Nullable FileLock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static String owner(Path file) throws IOException {
    String pid = Files.readString(file).strip();
    return pid.isEmpty() ? "another process" : "process " + pid;
  }
}
