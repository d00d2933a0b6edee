package io.github.widthbench.results;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The checksum that ends a line of JSON: the first digits of the SHA-256 of the bytes before it.
 * Lines of every version end so, which is how a damaged line is told from one of a newer version
 * before anything in it is believed.
 */
public final class Seal {

  private static final String NAME = ",\"checksum\":\"";
  private static final String END = "\"}";
  private static final int DIGITS = 16;
  private static final int LENGTH = NAME.length() + DIGITS + END.length();

  private Seal() {}

  /** {@code object} as one line in UTF-8, sealed, without a newline. */
  public static byte[] line(Map<String, ? extends @Nullable Object> object) {
    byte[] json = Json.bytes(object);
    int body = json.length - 1; // without the closing brace
    byte[] line = Arrays.copyOf(json, body + LENGTH);
    System.arraycopy(of(json, 0, body), 0, line, body, LENGTH);
    return line;
  }

  /**
   * Refuses the line {@code bytes[from, from + length)} if it is not as it was written.
   *
   * @throws MalformedLineException that says so
   */
  public static void check(byte[] bytes, int from, int length) throws MalformedLineException {
    int body = length - LENGTH;
    if (body < 0 || !startsWith(bytes, from + body, NAME.getBytes(StandardCharsets.UTF_8))) {
      throw new MalformedLineException("no checksum at its end");
    }
    if (!startsWith(bytes, from + body, of(bytes, from, body))) {
      throw new MalformedLineException("its checksum does not fit its content");
    }
  }

  private static byte[] of(byte[] bytes, int from, int length) {
    String seal = NAME + Json.sha256(bytes, from, length, DIGITS) + END;
    return seal.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean startsWith(byte[] bytes, int from, byte[] expected) {
    return Arrays.equals(bytes, from, from + expected.length, expected, 0, expected.length);
  }
}
