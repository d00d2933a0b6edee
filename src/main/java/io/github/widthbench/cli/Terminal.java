package io.github.widthbench.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where a command prints: results to {@code out}, progress and messages to {@code err}.
 *
 * @param watched whether {@code err} is a terminal that a person watches
 * @param colour whether {@code out} is one that takes escape sequences
 * @param unicode whether signs beyond ASCII arrive as written
 */
record Terminal(
    PrintWriter out, PrintWriter err, boolean watched, boolean colour, boolean unicode) {

  /** The file descriptors that are terminals, such as {@code 12}; the launcher knows them. */
  private static final String TERMINALS = "widthbench.terminals";

  private static final Pattern CONTROL = Pattern.compile("[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f]");

  /** The terminal or pipes of this process. */
  static Terminal system(Map<String, String> environment) {
    Charset charset = Charset.forName(System.getProperty("stdout.encoding", "UTF-8"));
    String terminals = System.getProperty(TERMINALS, "");
    boolean colour =
        terminals.contains("1")
            && environment.getOrDefault("NO_COLOR", "").isEmpty()
            && !"dumb".equals(environment.get("TERM"));
    return new Terminal(
        new PrintWriter(new FileOutputStream(FileDescriptor.out), true, charset),
        new PrintWriter(new FileOutputStream(FileDescriptor.err), true, charset),
        terminals.contains("2"),
        colour,
        charset.equals(StandardCharsets.UTF_8));
  }

  /** A message for people. */
  void tell(String message) {
    err.println("widthbench: " + plain(message));
  }

  /** Text of others without what a terminal would obey. */
  static String plain(String text) {
    return CONTROL
        .matcher(text)
        .replaceAll(sign -> String.format(Locale.ROOT, "\\\\u%04x", (int) sign.group().charAt(0)));
  }
}
