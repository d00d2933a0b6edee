package io.github.widthbench.dataset;

import io.github.widthbench.study.Position;
import io.github.widthbench.study.Settings;
import io.github.widthbench.study.StudyException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/**
 * A file of points or labels, unpacked if it is gzipped.
 *
 * @param name what errors call it
 * @param field of the study that names it
 * @param bytes its content
 */
@SuppressWarnings("ArrayRecordComponent") // lives only while a file is read
record DataFile(String name, String field, byte[] bytes) {

  /** Most numbers of one file: what an array of points may hold, 2 GiB. */
  static final long MOST_NUMBERS = 1L << 28;

  /**
   * The file that the field names.
   *
   * @throws StudyException if it is not there or cannot be read
   */
  static DataFile read(Settings settings, String field) {
    Path file = settings.file(field);
    if (!Files.isRegularFile(file)) {
      throw settings.error(field, "no file " + file, "a path from the study file's folder");
    }
    try {
      return new DataFile(file.toString(), field, unpacked(Files.readAllBytes(file)));
    } catch (IOException e) {
      throw settings.error(field, file + " (" + e.getMessage() + ")", "a readable file");
    }
  }

  private static byte[] unpacked(byte[] bytes) throws IOException {
    boolean gzipped = bytes.length > 1 && bytes[0] == (byte) 0x1f && bytes[1] == (byte) 0x8b;
    if (!gzipped) {
      return bytes;
    }
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    }
  }

  /** The content as text. */
  String text() {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw atLine(0, "bytes that are not UTF-8", "text in UTF-8");
    }
  }

  /** An error on a line, 0 for none. */
  StudyException atLine(int line, String found, String allowed) {
    return new StudyException(new Position(name, line), field, found, allowed);
  }

  /** An error at an offset from the file's beginning. */
  StudyException atByte(long offset, String found, String allowed) {
    return new StudyException(new Position(name + ", byte " + offset, 0), field, found, allowed);
  }

  /**
   * An array of numbers, the first dimension the rows and all others the columns.
   *
   * @param from offset of its first byte; the file ends with the last
   * @param shape sizes, each at least 1
   * @param columnMajor whether the first index runs fastest; else the last does
   * @param gaps whether NaN is a missing entry; else it is an error
   */
  double[][] array(int from, Element element, int[] shape, boolean columnMajor, boolean gaps) {
    long count = 1;
    for (int size : shape) {
      count = Math.multiplyExact(count, size);
      if (size < 1 || count > MOST_NUMBERS) {
        throw atByte(0, "an array of " + shown(shape), "1 to " + MOST_NUMBERS + " numbers");
      }
    }
    long needed = from + count * element.size();
    if (bytes.length != needed) {
      throw atByte(
          Math.min(bytes.length, needed),
          "the end of the file after %d bytes".formatted(bytes.length),
          "%d bytes for %s numbers of %d bytes".formatted(needed, shown(shape), element.size()));
    }
    double[][] rows = new double[shape[0]][(int) (count / shape[0])];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(element.order());
    for (int k = 0; k < count; k++) {
      int offset = from + k * element.size();
      double value = element.at(buffer, offset);
      if (!Double.isFinite(value) && !(gaps && Double.isNaN(value))) {
        throw atByte(offset, String.valueOf(value), "a finite number");
      }
      int[] place =
          columnMajor ? fromFirst(k, shape) : new int[] {k / rows[0].length, k % rows[0].length};
      rows[place[0]][place[1]] = value;
    }
    return rows;
  }

  /** Row and column, as the last index runs fastest, of number {@code k} as the first does. */
  private static int[] fromFirst(int k, int[] shape) {
    int row = k % shape[0];
    int rest = k / shape[0];
    int column = 0;
    int stride = 1;
    for (int axis = shape.length - 1; axis > 0; axis--) {
      stride *= shape[axis];
    }
    for (int axis = 1; axis < shape.length; axis++) {
      stride /= shape[axis];
      column += rest % shape[axis] * stride;
      rest /= shape[axis];
    }
    return new int[] {row, column};
  }

  private static String shown(int[] shape) {
    StringBuilder text = new StringBuilder();
    for (int size : shape) {
      text.append(text.isEmpty() ? "" : "×").append(size);
    }
    return text.toString();
  }

  /** How numbers are stored. */
  enum Form {
    FLOAT,
    SIGNED,
    UNSIGNED
  }

  /**
   * One number in a file.
   *
   * @param size bytes: 2, 4 or 8 for floats, 1, 2, 4 or 8 for integers
   */
  record Element(Form form, int size, ByteOrder order) {

    double at(ByteBuffer bytes, int offset) {
      return form == Form.FLOAT ? real(bytes, offset) : whole(bytes, offset);
    }

    private double real(ByteBuffer bytes, int offset) {
      return switch (size) {
        case 2 -> Float.float16ToFloat(bytes.getShort(offset));
        case 4 -> bytes.getFloat(offset);
        case 8 -> bytes.getDouble(offset);
        default -> throw new IllegalStateException("floats of " + size + " bytes");
      };
    }

    private double whole(ByteBuffer bytes, int offset) {
      boolean signed = form == Form.SIGNED;
      return switch (size) {
        case 1 -> signed ? bytes.get(offset) : bytes.get(offset) & 0xFF;
        case 2 -> signed ? bytes.getShort(offset) : bytes.getShort(offset) & 0xFFFF;
        case 4 -> signed ? bytes.getInt(offset) : bytes.getInt(offset) & 0xFFFFFFFFL;
        case 8 -> bytes.getLong(offset);
        default -> throw new IllegalStateException("integers of " + size + " bytes");
      };
    }
  }
}
