package io.github.widthbench.gate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Runs other programs to their end. */
final class Command {

  private static final int SHOWN_CHARACTERS = 400;

  private Command() {}

  /**
   * What {@code command} printed to both streams, run in {@code folder}.
   *
   * @throws ForkFailedException if it ended with another code than 0
   */
  static String run(Path folder, List<String> command) {
    try {
      Process process =
          new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
      process.getOutputStream().close();
      return finished(process, command);
    } catch (IOException e) {
      throw new ForkFailedException("cannot run " + command.getFirst() + ": " + e.getMessage());
    }
  }

  /** The end of what a program printed. */
  static String last(String printed) {
    String text = printed.strip().replaceAll("\\s+", " ");
    return "it printed last: " + text.substring(Math.max(0, text.length() - SHOWN_CHARACTERS));
  }

  private static String finished(Process process, List<String> command) throws IOException {
    try {
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int code = process.waitFor();
      if (code != 0) {
        throw new ForkFailedException(
            "%s ended with %s; %s".formatted(command.getFirst(), code, last(text)));
      }
      return text;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ForkFailedException("interrupted");
    } finally {
      process.destroy();
    }
  }
}
