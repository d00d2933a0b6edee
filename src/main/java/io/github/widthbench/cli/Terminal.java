package io.github.widthbench.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Where a command prints: results to {@code out}, progress and messages to {@code err}.
 *
 * @param interactive whether a person watches both
 * @param colour whether escape sequences may be used
 * @param unicode whether signs beyond ASCII arrive as written
 */
record Terminal(
    PrintWriter out, PrintWriter err, boolean interactive, boolean colour, boolean unicode) {

  /** The terminal or pipes of this process. */
  @SuppressWarnings("SystemConsoleNull") // it is null again since Java 25
  static Terminal system(Map<String, String> environment) {
    Charset charset = Charset.forName(System.getProperty("stdout.encoding", "UTF-8"));
    boolean interactive = System.console() != null && System.console().isTerminal();
    boolean colour =
        interactive
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(environment.get("TERM"));
    return new Terminal(
        new PrintWriter(new FileOutputStream(FileDescriptor.out), true, charset),
        new PrintWriter(new FileOutputStream(FileDescriptor.err), true, charset),
        interactive,
        colour,
        charset.equals(StandardCharsets.UTF_8));
  }

  /** A message for people. */
  void tell(String message) {
    err.println("widthbench: " + message);
  }
}
