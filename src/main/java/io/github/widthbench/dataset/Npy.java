package io.github.widthbench.dataset;

import io.github.widthbench.dataset.DataFile.Element;
import io.github.widthbench.dataset.DataFile.Form;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * NumPy's format of one array, versions 1 to 3 (NumPy Enhancement Proposal 1): a magic word, a
 * header that is a Python dictionary, the numbers.
 */
final class Npy {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int VERSION_AT = MAGIC.length;
  private static final int LENGTH_AT = VERSION_AT + 2;

  private static final Pattern TYPE = Pattern.compile("'descr': *'([<>|=]?)([a-zA-Z])(\\d*)'");
  private static final Pattern ORDER = Pattern.compile("'fortran_order': *(True|False)");
  private static final Pattern SHAPE = Pattern.compile("'shape': *\\(([\\d, ]*)\\)");

  private final DataFile file;
  private final String header;
  private final int headerAt;

  private Npy(DataFile file) {
    this.file = file;
    byte[] bytes = file.bytes();
    if (bytes.length <= LENGTH_AT + 2
        || !Arrays.equals(Arrays.copyOf(bytes, MAGIC.length), MAGIC)) {
      throw file.atByte(0, "another beginning", "a NumPy array, which begins with \\x93NUMPY");
    }
    int version = bytes[VERSION_AT];
    if (version < 1 || version > 3) {
      throw file.atByte(VERSION_AT, "version " + version, "1, 2 or 3");
    }
    headerAt = LENGTH_AT + (version == 1 ? 2 : 4);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long length =
        bytes.length < headerAt
            ? Long.MAX_VALUE
            : version == 1
                ? buffer.getShort(LENGTH_AT) & 0xFFFFL
                : buffer.getInt(LENGTH_AT) & 0xFFFFFFFFL;
    if (length > bytes.length - headerAt) {
      throw file.atByte(LENGTH_AT, "a header beyond the end of the file", "a whole file");
    }
    header = new String(bytes, headerAt, (int) length, StandardCharsets.ISO_8859_1);
  }

  /**
   * The array, a row for each of its first dimension.
   *
   * @param gaps whether NaN is a missing entry
   * @throws io.github.widthbench.study.StudyException naming the offset of what is wrong
   */
  static double[][] read(DataFile file, boolean gaps) {
    Npy npy = new Npy(file);
    boolean columnMajor = npy.find(ORDER, "fortran_order").group(1).equals("True");
    int from = npy.headerAt + npy.header.length();
    return file.array(from, npy.element(), npy.shape(), columnMajor, gaps);
  }

  private Element element() {
    Matcher type = find(TYPE, "a descr of one plain type");
    ByteOrder order = type.group(1).equals(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return switch (type.group(2) + type.group(3)) {
      case "f2", "f4", "f8" -> new Element(Form.FLOAT, size(type), order);
      case "i1", "i2", "i4", "i8" -> new Element(Form.SIGNED, size(type), order);
      case "b1", "u1", "u2", "u4" -> new Element(Form.UNSIGNED, size(type), order);
      default ->
          throw file.atByte(
              (long) headerAt + type.start(),
              type.group(),
              "floats (f2, f4, f8), integers (i1 to i8, u1 to u4) or booleans (b1)");
    };
  }

  private static int size(Matcher type) {
    return Integer.parseInt(type.group(3));
  }

  private int[] shape() {
    Matcher shape = find(SHAPE, "a shape");
    try {
      int[] sizes =
          Arrays.stream(shape.group(1).split(",", -1))
              .map(String::strip)
              .filter(size -> !size.isEmpty())
              .mapToInt(Integer::parseInt)
              .toArray();
      if (sizes.length > 0) {
        return sizes;
      }
    } catch (NumberFormatException _) {
      // a size beyond any array; refused below
    }
    throw file.atByte(
        (long) headerAt + shape.start(), shape.group(), "sizes from 1 to " + Integer.MAX_VALUE);
  }

  private Matcher find(Pattern pattern, String what) {
    Matcher matcher = pattern.matcher(header);
    if (matcher.find()) {
      return matcher;
    }
    throw file.atByte(headerAt, "the header " + header.strip(), "one with " + what);
  }
}
