package io.github.widthbench.results;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One pass over a file of sealed lines, line by line in bounded memory. Bad lines in the middle are
 * named and skipped; a bad or unfinished last line is the torn tail that a crash leaves.
 */
final class LineScan {

  private static final int BUFFER_BYTES = 1 << 18;

  private final SealedLines.Reader reader;
  private final List<String> messages = new ArrayList<>();
  private final Path file;

  private long lineNumber;
  private long offset;
  private long goodBytes;
  private @Nullable String pendingBad;

  private LineScan(Path file, SealedLines.Reader reader) {
    this.file = file;
    this.reader = reader;
  }

  /**
   * What a pass found.
   *
   * @param goodBytes length without the torn tail
   * @param tornBytes length of the torn tail, 0 where there is none
   * @param messages a sentence for each bad line in the middle
   */
  record Found(long goodBytes, long tornBytes, List<String> messages) {}

  /** Gives every line of {@code file} to {@code reader}; an absent file is empty. */
  static Found read(Path file, SealedLines.Reader reader) {
    try (InputStream in = Files.newInputStream(file)) {
      return new LineScan(file, reader).scan(in, Files.size(file));
    } catch (NoSuchFileException e) {
      return new Found(0, 0, List.of());
    } catch (IOException e) {
      throw new OutputFailedException(file, e);
    }
  }

  /** Reads no further than {@code size}, so that a journal that grows meanwhile has an end. */
  private Found scan(InputStream in, long size) throws IOException {
    byte[] buffer = new byte[BUFFER_BYTES];
    int filled = 0;
    long left = size;
    while (left > 0) {
      int read = in.read(buffer, filled, (int) Math.min(left, buffer.length - filled));
      if (read < 0) {
        break;
      }
      left -= read;
      filled = lines(buffer, filled, filled + read);
      if (filled == buffer.length) {
        buffer = Arrays.copyOf(buffer, 2 * buffer.length);
      }
    }
    long end = offset + filled;
    if (filled > 0) {
      flushBad();
      goodBytes = offset;
    }
    return new Found(goodBytes, end - goodBytes, List.copyOf(messages));
  }

  /** Takes the complete lines out of the buffer; gives the bytes left at its start. */
  private int lines(byte[] buffer, int scanned, int filled) {
    int start = 0;
    for (int i = scanned; i < filled; i++) {
      if (buffer[i] == '\n') {
        line(buffer, start, i - start);
        start = i + 1;
      }
    }
    System.arraycopy(buffer, start, buffer, 0, filled - start);
    return filled - start;
  }

  private void line(byte[] buffer, int from, int length) {
    flushBad();
    lineNumber++;
    offset += length + 1L;
    try {
      reader.line(buffer, from, length);
      goodBytes = offset;
    } catch (MalformedLineException e) {
      pendingBad =
          "%s: line %s is skipped: %s".formatted(file, Long.toString(lineNumber), e.getMessage());
    }
  }

  /** A bad line with others after it is damage, not the tail of a crash. */
  private void flushBad() {
    if (pendingBad != null) {
      messages.add(pendingBad);
      pendingBad = null;
      goodBytes = offset;
    }
  }
}
