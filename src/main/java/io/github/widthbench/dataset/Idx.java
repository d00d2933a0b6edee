package io.github.widthbench.dataset;

import io.github.widthbench.dataset.DataFile.Element;
import io.github.widthbench.dataset.DataFile.Form;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The IDX format of the MNIST database (Y. LeCun, C. Cortes, C. Burges): two zero bytes, a type,
 * the number of dimensions, their sizes, the numbers, all big-endian.
 */
final class Idx {

  private static final int TYPE_AT = 2;
  private static final int DIMENSIONS_AT = 3;
  private static final int SIZES_AT = 4;

  private Idx() {}

  /**
   * The array, a row for each of its first dimension.
   *
   * @param gaps whether NaN is a missing entry
   * @throws io.github.widthbench.study.StudyException naming the offset of what is wrong
   */
  static double[][] read(DataFile file, boolean gaps) {
    byte[] bytes = file.bytes();
    if (bytes.length < SIZES_AT || bytes[0] != 0 || bytes[1] != 0) {
      throw file.atByte(0, "another beginning", "an IDX file, which begins with two zero bytes");
    }
    int dimensions = bytes[DIMENSIONS_AT];
    int from = SIZES_AT + 4 * dimensions;
    if (dimensions < 1 || bytes.length < from) {
      throw file.atByte(
          DIMENSIONS_AT, dimensions + " dimensions in " + bytes.length + " bytes", "at least 1");
    }
    int[] shape = new int[dimensions];
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN);
    for (int axis = 0; axis < dimensions; axis++) {
      shape[axis] = buffer.getInt(SIZES_AT + 4 * axis);
    }
    return file.array(from, element(file), shape, false, gaps);
  }

  private static Element element(DataFile file) {
    int type = file.bytes()[TYPE_AT];
    return switch (type) {
      case 0x08 -> new Element(Form.UNSIGNED, 1, ByteOrder.BIG_ENDIAN);
      case 0x09 -> new Element(Form.SIGNED, 1, ByteOrder.BIG_ENDIAN);
      case 0x0B -> new Element(Form.SIGNED, 2, ByteOrder.BIG_ENDIAN);
      case 0x0C -> new Element(Form.SIGNED, 4, ByteOrder.BIG_ENDIAN);
      case 0x0D -> new Element(Form.FLOAT, 4, ByteOrder.BIG_ENDIAN);
      case 0x0E -> new Element(Form.FLOAT, 8, ByteOrder.BIG_ENDIAN);
      default ->
          throw file.atByte(
              TYPE_AT, "type 0x%02X".formatted(type), "0x08, 0x09, 0x0B, 0x0C, 0x0D or 0x0E");
    };
  }
}
