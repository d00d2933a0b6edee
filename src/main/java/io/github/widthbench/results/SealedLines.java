package io.github.widthbench.results;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * An append-only file of sealed lines, one writer at a time. A line is on the disk when {@link
 * #append} returns: a crash can tear only the last one, which the next open cuts off.
 */
public final class SealedLines implements AutoCloseable {

  private final Path file;
  private final WriterLock lock;
  private final FileChannel channel;
  private final List<String> messages = new ArrayList<>();
  private long end;

  private SealedLines(Path file, WriterLock lock, Reader reader) throws IOException {
    this.file = file;
    this.lock = lock;
    LineScan.Found found = LineScan.read(file, reader);
    messages.addAll(found.messages());
    if (found.tornBytes() > 0) {
      cut(found);
    }
    end = found.goodBytes();
    boolean made = Files.notExists(file);
    channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (made) {
      Folders.forceNameOf(file);
    }
  }

  /** Takes the lines of a file in the order written. */
  @FunctionalInterface
  public interface Reader {

    /**
     * Takes the line {@code bytes[from, from + length)}, which has no newline.
     *
     * @throws MalformedLineException if it is not as it was written; it is named and skipped
     */
    void line(byte[] bytes, int from, int length) throws MalformedLineException;
  }

  /**
   * Opens {@code file} for appending, made if absent, after {@code reader} took what it holds.
   *
   * @throws FolderLockedException if another writer has it
   * @throws OutputFailedException if it cannot be read or written
   */
  public static SealedLines open(Path file, Reader reader) {
    WriterLock lock = WriterLock.take(file);
    try {
      return new SealedLines(file, lock, reader);
    } catch (IOException e) {
      lock.close();
      throw new OutputFailedException(file, e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Gives every line of {@code file} to {@code reader}; needs no lock. An absent file has none.
   *
   * @return a sentence for everything that could not be read
   */
  public static List<String> read(Path file, Reader reader) {
    LineScan.Found found = LineScan.read(file, reader);
    List<String> messages = new ArrayList<>(found.messages());
    if (found.tornBytes() > 0) {
      messages.add(
          "%s: the last line is torn; its %s bytes are skipped"
              .formatted(file, Long.toString(found.tornBytes())));
    }
    return messages;
  }

  /** What opening found wrong and how it was healed, one sentence each. */
  public List<String> messages() {
    return List.copyOf(messages);
  }

  /**
   * Writes a line and forces it to the disk.
   *
   * @param line sealed, without a newline
   * @throws OutputFailedException if the disk does not take it; the lines before it stay
   */
  public void append(byte[] line) {
    byte[] ended = Arrays.copyOf(line, line.length + 1);
    ended[line.length] = '\n';
    try {
      write(ByteBuffer.wrap(ended));
      channel.force(false);
    } catch (IOException e) {
      cutBack();
      throw new OutputFailedException(file, e);
    }
    end += ended.length;
  }

  @Override
  public void close() {
    try (lock) {
      channel.close();
    } catch (IOException e) {
      throw new OutputFailedException(file, e);
    }
  }

  private void cut(LineScan.Found found) throws IOException {
    try (FileChannel torn = FileChannel.open(file, StandardOpenOption.WRITE)) {
      torn.truncate(found.goodBytes());
    }
    messages.add(
        "%s: cut off a torn last line of %s bytes; what it held is done again"
            .formatted(file, Long.toString(found.tornBytes())));
  }

  /** One write, unless the system takes a part only. */
  private void write(ByteBuffer line) throws IOException {
    while (line.hasRemaining()) {
      channel.write(line, end + line.position());
    }
  }

  /** Takes back what a failed write left; if that fails too, the next open does it. */
  private void cutBack() {
    try {
      channel.truncate(end);
    } catch (IOException e) {
      // the first failure is the one to report
    }
  }
}
