package io.github.widthbench.results;

import io.github.widthbench.experiment.Outcome;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * An append-only file of records, one JSON line each, with one writer at a time. A record is on the
 * disk when {@link #append} returns: a crash can tear only the last line, which the next open cuts
 * off.
 */
public final class Journal implements AutoCloseable {

  private final Path file;
  private final JournalLock lock;
  private final FileChannel channel;
  private final Map<String, Last> last = new HashMap<>();
  private final List<String> messages = new ArrayList<>();
  private long end;

  private Journal(Path file, JournalLock lock) throws IOException {
    this.file = file;
    this.lock = lock;
    JournalScan.Found found = JournalScan.read(file, this::remember);
    messages.addAll(found.messages());
    if (found.tornBytes() > 0) {
      cut(found);
    }
    end = found.goodBytes();
    channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }

  /**
   * How a cell ended last.
   *
   * @param attempt the latest
   */
  public record Last(int attempt, Outcome.Status status) {}

  /**
   * Opens {@code file} for appending, made if absent.
   *
   * @throws FolderLockedException if another writer has it
   * @throws NewerSchemaException if a newer version of this tool wrote it
   * @throws OutputFailedException if it cannot be read or written
   */
  public static Journal open(Path file) {
    JournalLock lock = JournalLock.take(file);
    try {
      return new Journal(file, lock);
    } catch (IOException e) {
      lock.close();
      throw new OutputFailedException(file, e);
    } catch (RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /**
   * Gives every record of {@code file} to {@code sink} in the order written, retries and duplicates
   * too; needs no lock. An absent file has none.
   *
   * @return a sentence for everything that could not be read
   */
  public static List<String> read(Path file, Consumer<CellRecord> sink) {
    JournalScan.Found found = JournalScan.read(file, sink);
    List<String> messages = new ArrayList<>(found.messages());
    if (found.tornBytes() > 0) {
      messages.add(
          "%s: the last line is torn; its %s bytes are skipped"
              .formatted(file, Long.toString(found.tornBytes())));
    }
    return messages;
  }

  /**
   * Replaces {@code file} by {@code records}, which are asked for while no other can write to it.
   *
   * @throws FolderLockedException if another writer has it
   * @throws OutputFailedException if the disk does not take it; the file is then as before
   */
  public static void rewrite(Path file, Supplier<List<CellRecord>> records) {
    try (JournalLock _ = JournalLock.take(file)) {
      List<CellRecord> all = records.get();
      AtomicFile.write(
          file,
          out -> {
            for (CellRecord record : all) {
              out.write(new String(record.line(), StandardCharsets.UTF_8));
              out.write('\n');
            }
          });
    }
  }

  /** What opening found wrong and how it was healed, one sentence each. */
  public List<String> messages() {
    return List.copyOf(messages);
  }

  /** How the cell {@code id} ended last; empty if it has no record. */
  public synchronized Optional<Last> last(String id) {
    return Optional.ofNullable(last.get(id));
  }

  /**
   * Writes a record and forces it to the disk.
   *
   * @throws OutputFailedException if the disk does not take it; the records before it stay
   */
  public synchronized void append(CellRecord record) {
    byte[] line = record.line();
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
    remember(record);
  }

  @Override
  public void close() {
    try (lock) {
      channel.close();
    } catch (IOException e) {
      throw new OutputFailedException(file, e);
    }
  }

  private void cut(JournalScan.Found found) throws IOException {
    try (FileChannel torn = FileChannel.open(file, StandardOpenOption.WRITE)) {
      torn.truncate(found.goodBytes());
    }
    messages.add(
        "%s: cut off a torn last line of %s bytes; its cell runs again"
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

  private void remember(CellRecord record) {
    Last now = new Last(record.attempt(), record.outcome().status());
    last.merge(record.id(), now, (a, b) -> b.attempt() >= a.attempt() ? b : a);
  }
}
