package io.github.widthbench.results;

import io.github.widthbench.experiment.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The records of a run as {@link SealedLines}, one a line, with how every cell ended last. A record
 * is on the disk when {@link #append} returns.
 */
public final class Journal implements AutoCloseable {

  private final Map<String, Last> last = new HashMap<>();
  private final SealedLines lines;

  private Journal(Path file) {
    lines = SealedLines.open(file, reader(file, this::remember));
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
    return new Journal(file);
  }

  /**
   * Gives every record of {@code file} to {@code sink} in the order written, retries and duplicates
   * too; needs no lock. An absent file has none.
   *
   * @return a sentence for everything that could not be read
   */
  public static List<String> read(Path file, Consumer<CellRecord> sink) {
    return SealedLines.read(file, reader(file, sink));
  }

  /**
   * Replaces {@code file} by {@code records}, which are asked for while no other can write to it.
   *
   * @throws FolderLockedException if another writer has it
   * @throws OutputFailedException if the disk does not take it; the file is then as before
   */
  public static void rewrite(Path file, Supplier<List<CellRecord>> records) {
    try (WriterLock _ = WriterLock.take(file)) {
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
    return lines.messages();
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
    lines.append(record.line());
    remember(record);
  }

  @Override
  public void close() {
    lines.close();
  }

  private static SealedLines.Reader reader(Path file, Consumer<CellRecord> sink) {
    RecordReader reader = new RecordReader(file);
    return (bytes, from, length) -> sink.accept(reader.read(bytes, from, length));
  }

  private void remember(CellRecord record) {
    Last now = new Last(record.attempt(), record.outcome().status());
    last.merge(record.id(), now, (a, b) -> b.attempt() >= a.attempt() ? b : a);
  }
}
