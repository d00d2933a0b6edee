package io.github.widthbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.github.widthbench.study.StudyException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of arrays and of sparse points, sound and broken. */
class DataFilesTest {

  /** numpy.save of numpy.array([[1, 2, 3], [4, 5, -6]], dtype='<f8'), its header as written. */
  private static final String HEADER =
      "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }";

  @TempDir private Path folder;

  @Test
  void npy_ofDoubles_isRead() throws IOException {
    write("x.npy", npy(HEADER, 1, 2, 3, 4, 5, -6));
    assertThat(read("npy", "x.npy", Map.of()).x())
        .isDeepEqualTo(new double[][] {{1, 2, 3}, {4, 5, -6}});
  }

  @Test
  void npy_inColumnOrder_isTheSameArray() throws IOException {
    write("x.npy", npy(HEADER.replace("False", "True"), 1, 4, 2, 5, 3, -6));
    assertThat(read("npy", "x.npy", Map.of()).x())
        .isDeepEqualTo(new double[][] {{1, 2, 3}, {4, 5, -6}});
  }

  /** Three axes: x[i, j, k] = 4i + 2j + k, stored with i fastest. */
  @Test
  void npy_ofThreeAxesInColumnOrder_hasARowForEachOfTheFirst() throws IOException {
    String header = HEADER.replace("False", "True").replace("(2, 3)", "(2, 2, 2)");
    write("x.npy", npy(header, 0, 4, 2, 6, 1, 5, 3, 7));
    assertThat(read("npy", "x.npy", Map.of()).x())
        .isDeepEqualTo(new double[][] {{0, 1, 2, 3}, {4, 5, 6, 7}});
  }

  @ParameterizedTest
  @CsvSource({"<f4,4", ">f4,4", "<f2,2", "<i2,2", ">i4,4", "<i8,8", "|i1,1"})
  void npy_ofOtherTypes_holdsTheSameNumbers(String type, int size) throws IOException {
    byte[] whole = npy(HEADER.replace("<f8", type));
    ByteBuffer numbers =
        ByteBuffer.allocate(6 * size)
            .order(type.startsWith(">") ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    for (int v : new int[] {1, 2, 3, 4, 5, -6}) {
      switch (type.substring(1)) {
        case "f2" -> numbers.putShort(Float.floatToFloat16(v));
        case "f4" -> numbers.putFloat(v);
        case "i1" -> numbers.put((byte) v);
        case "i2" -> numbers.putShort((short) v);
        case "i4" -> numbers.putInt(v);
        default -> numbers.putLong(v);
      }
    }
    write("x.npy", joined(whole, numbers.array()));
    assertThat(read("npy", "x.npy", Map.of()).x())
        .isDeepEqualTo(new double[][] {{1, 2, 3}, {4, 5, -6}});
  }

  @Test
  void npy_withLabelsInAFileOfTheirOwn_pairsThem() throws IOException {
    write("x.npy", npy(HEADER, 1, 2, 3, 4, 5, -6));
    write("y.npy", npy("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }", 7, 3));
    Map<String, ?> labels = Map.of("labelPath", folder.resolve("y.npy").toString());
    assertThat(read("npy", "x.npy", labels).y()).containsExactly(7, 3);
    Map<String, Object> classes = new HashMap<>(labels);
    classes.put("positive", List.of(3.0, 5.0));
    assertThat(read("npy", "x.npy", classes).y()).containsExactly(-1, 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "(2, 3) | (2, 4) | x.npy, byte 176: data.path: found the end of the file after 176 bytes;"
            + " allowed: 192 bytes for 2×4 numbers of 8 bytes",
        "(2, 3) | (1, 3) | x.npy, byte 152: data.path: found the end of the file after 176 bytes",
        "(2, 3) | (0, 3) | byte 0: data.path: found an array of 0×3",
        "(2, 3) | (99999999999, 3) | found 'shape': (99999999999, 3); allowed: sizes from 1 to",
        "(2, 3) | (2147483647, 2147483647, 9) | found an array of 2147483647×2147483647×9",
        "(2, 3) | () | found 'shape': (); allowed: sizes",
        "<f8 | >U7 | found 'descr': '>U7'; allowed: floats",
        "<f8 | <c16 | x.npy, byte 11: data.path: found 'descr': '<c16'; allowed: floats",
        "'shape' | 'size' | allowed: one with a shape",
      })
  void npy_broken_namesTheOffset(String part, String broken, String message) throws IOException {
    byte[] sound = npy(HEADER, 1, 2, 3, 4, 5, -6);
    byte[] header = npy(HEADER.replace(part, broken));
    byte[] numbers = Arrays.copyOfRange(sound, sound.length - 48, sound.length);
    write("x.npy", joined(header, numbers));
    refused("npy", "x.npy", message);
  }

  @Test
  void npy_cutAnywhere_isRefusedAndNeverCrashes() throws IOException {
    byte[] sound = npy(HEADER, 1, 2, 3, 4, 5, -6);
    for (int length = 0; length < sound.length; length++) {
      write("x.npy", Arrays.copyOf(sound, length));
      refused("npy", "x.npy", "x.npy, byte ");
    }
  }

  @Test
  void npy_withNan_isAGapOnlyWhereOneMayBe() throws IOException {
    write("x.npy", npy(HEADER, 1, 2, 3, 4, Double.NaN, -6));
    refused("npy", "x.npy", "byte 160: data.path: found NaN; allowed: a finite number");
    assertThat(read("npy", "x.npy", Map.of("fill", "mean")).x())
        .isDeepEqualTo(new double[][] {{1, 2, 3}, {4, 2, -6}});
    assertThat(read("npy", "x.npy", Map.of("fill", "zero")).x())
        .isDeepEqualTo(new double[][] {{1, 2, 3}, {4, 0, -6}});
  }

  @Test
  void idx_ofImages_hasARowForEach_gzippedOrNot() throws IOException {
    byte[] images = {0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 2, 1, 2, 3, (byte) 255};
    byte[] labels = {0, 0, 8, 1, 0, 0, 0, 2, 9, 4};
    write("images", images);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(labels);
    }
    write("labels.gz", packed.toByteArray());
    Dataset data =
        read("idx", "images", Map.of("labelPath", folder.resolve("labels.gz").toString()));
    assertThat(data.x()).isDeepEqualTo(new double[][] {{1, 2}, {3, 255}});
    assertThat(data.y()).containsExactly(9, 4);
    for (int length = 0; length < images.length; length++) {
      write("images", Arrays.copyOf(images, length));
      refused("idx", "images", "images, byte ");
    }
    images[2] = 7;
    write("images", images);
    refused("idx", "images", "images, byte 2: data.path: found type 0x07");
  }

  @Test
  void libsvm_sparsePoints_areFilledWithZeros() throws IOException {
    write("a.svm", "+1 1:0.5 3:-2 # first\n\n-1 2:1e-1\n2\n".getBytes(StandardCharsets.UTF_8));
    Dataset data = read("libsvm", "a.svm", Map.of());
    assertThat(data.x()).isDeepEqualTo(new double[][] {{0.5, 0, -2}, {0, 0.1, 0}, {0, 0, 0}});
    assertThat(data.y()).containsExactly(1, -1, 2);
    assertThat(read("libsvm", "a.svm", Map.of("inputDim", 5)).inputDim()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 1:2#1 2:x | a.svm:2: data.path: found \"x\"; allowed: a finite number",
        "1 1:2#1 2:1 2:3 | a.svm:2: data.path: found \"2:3\"; allowed: index:value",
        "1 0:2 | a.svm:1: data.path: found \"0:2\"",
        "1 qid:3 1:2 | a.svm:1: data.path: found \"qid:3\"",
        "1 1:2#yes 1:2 | a.svm:2: data.path: found \"yes\"",
        "1 1:2#1 999999999:2 | a.svm:2: data.path: found index 999999999",
        "# | a.svm: data.path: found no points",
      })
  void libsvm_broken_namesTheLine(String text, String message) throws IOException {
    write("a.svm", text.replace('#', '\n').getBytes(StandardCharsets.UTF_8));
    refused("libsvm", "a.svm", message);
  }

  @Test
  void csv_withGaps_isFilledByTheTrainingMeanWhereAllowed() throws IOException {
    write("p.csv", "1,2\n3,\nNA,6\n".getBytes(StandardCharsets.UTF_8));
    refused("csv", "p.csv", "p.csv:2: data.path: found \"\" in column 1");
    assertThat(read("csv", "p.csv", Map.of("fill", "mean")).x())
        .isDeepEqualTo(new double[][] {{1, 2}, {3, 4}, {2, 6}});
  }

  @Test
  void rows_asManyAsAskedFor_areDrawnWithoutRepetition() throws IOException {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 50; i++) {
      text.append(i).append(',').append(2 * i).append('\n');
    }
    write("p.csv", text.toString().getBytes(StandardCharsets.UTF_8));
    Dataset data =
        read("csv", "p.csv", Map.of("label", 1, "sampleCount", 20, "heldOut", 30, "radius", 1.0));
    Dataset held = data.heldOut().orElseThrow();
    assertThat(data.y()).hasSize(20).doesNotContain(held.y());
    assertThat(held.y()).hasSize(30).doesNotHaveDuplicates();
    assertThat(List.of(data.x()))
        .allSatisfy(p ->
            assertThat(p[0] * p[0])
                .satisfiesAnyOf(
                    v -> assertThat(v).isZero(), v -> assertThat(v).isCloseTo(1, within(1e-15))));
  }

  private void refused(String kind, String name, String message) {
    assertThatExceptionOfType(StudyException.class)
        .isThrownBy(() -> read(kind, name, Map.of()))
        .withMessageContaining(message);
  }

  private Dataset read(String kind, String name, Map<String, ?> more) {
    Map<String, Object> data = new HashMap<>(more);
    data.put("kind", kind);
    data.put("path", folder.resolve(name).toString());
    return Datasets.read(StudyFields.data(data));
  }

  private void write(String name, byte[] bytes) throws IOException {
    Files.write(folder.resolve(name), bytes);
  }

  /** Version 1, the header padded to a multiple of 64 bytes as numpy does. */
  private static byte[] npy(String header, double... numbers) {
    int length = 118;
    ByteBuffer file =
        ByteBuffer.allocate(10 + length + 8 * numbers.length).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0}).putShort((short) length);
    file.put(
        (header + " ".repeat(length - 1 - header.length()) + "\n")
            .getBytes(StandardCharsets.US_ASCII));
    for (double number : numbers) {
      file.putDouble(number);
    }
    return file.array();
  }

  private static byte[] joined(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
  }
}
