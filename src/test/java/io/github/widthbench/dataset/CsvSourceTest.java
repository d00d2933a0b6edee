package io.github.widthbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.widthbench.study.StudyException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CsvSourceTest {

  private static final String NAMED = "a,y,b\n1,-1,2\n3,+2.5e-1,.5\n";

  @TempDir private Path folder;

  @Test
  void read_labelByName_isTakenOut() throws IOException {
    Dataset data = read(NAMED, Map.of("label", "y"));
    assertThat(data.x()).isDeepEqualTo(new double[][] {{1, 2}, {3, 0.5}});
    assertThat(data.y()).containsExactly(-1, 0.25);
  }

  @Test
  void read_labelByIndex_needsNoHeader() throws IOException {
    Dataset data = read("1,2\r\n3,4\r\n", Map.of("label", 0));
    assertThat(data.x()).isDeepEqualTo(new double[][] {{2}, {4}});
    assertThat(data.y()).containsExactly(1, 3);
  }

  @Test
  void read_noLabel_drawsSigns() throws IOException {
    Dataset data = read(NAMED, Map.of());
    assertThat(data.inputDim()).isEqualTo(3);
    assertThat(data.y()).hasSize(2).containsAnyOf(-1, 1).doesNotContain(0.25);
  }

  @Test
  void read_duplicatedRows_areFoundNotRefused() throws IOException {
    Dataset data = read("1,2\n0,-0\n1,2\n-0.0,0\n", Map.of());
    assertThat(data.duplicatedPoints())
        .containsExactly(new Dataset.Twins(0, 2), new Dataset.Twins(1, 3));
    assertThat(data.zeroPoints()).containsExactly(1, 3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a,b#1,2#3,x | points.csv:3: data.path: found \"x\" in column 1 (b); allowed: a finite number",
        "1,2#3, | points.csv:2: data.path: found \"\" in column 1; allowed: a finite number",
        "1,x#3,4 | points.csv:1: data.path: found \"x\" in column 1;",
        "nan,nan#3,4 | points.csv:1: data.path: found \"nan\" in column 0;",
        "1,1e999 | points.csv:1: data.path: found \"1e999\" in column 1;",
        "1,0x1p3 | points.csv:1: data.path: found \"0x1p3\" in column 1;",
        "1,2##3,4,5 | points.csv:3: data.path: found 3 cells; allowed: 2 as in the first row",
        "a,b | points.csv: data.path: found no rows of numbers",
        "# | points.csv: data.path: found no rows of numbers"
      })
  void read_malformedFile_namesFileLineAndCell(String text, String message) {
    assertThatExceptionOfType(StudyException.class)
        .isThrownBy(() -> read(text.replace('#', '\n'), Map.of()))
        .withMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "label | z | study.yaml:1: data.label: found z; allowed: 0 to 2 or one of a, y, b",
        "label | 3 | study.yaml:1: data.label: found 3; allowed: 0 to 2 or one of a, y, b",
        "label | -1 | study.yaml:1: data.label: found -1; allowed: 0 to 2",
        "heldOut | 3 | study.yaml:1: data.heldOut: found 1 + 3 held out; allowed: at most 2 in all",
        "inputDim | 2 | study.yaml:1: data.inputDim: found 2; allowed: 3",
        "sampleCount | 7 | study.yaml:1: data.sampleCount: found 7 + 0 held out; allowed: at most 2 in all"
      })
  void read_wrongField_namesIt(String field, String value, String message) {
    Object typed = value.matches("-?\\d+") ? Long.valueOf(value) : value;
    assertThatExceptionOfType(StudyException.class)
        .isThrownBy(() -> read(NAMED, Map.of(field, typed)))
        .withMessageContaining(message);
  }

  @Test
  void read_onlyALabel_isRefused() {
    assertThatExceptionOfType(StudyException.class)
        .isThrownBy(() -> read("1\n2\n", Map.of("label", 0)))
        .withMessageContaining("data.label: found the only column");
  }

  @Test
  void read_missingFile_namesIt() {
    assertThatExceptionOfType(StudyException.class)
        .isThrownBy(() ->
            Datasets.read(
                StudyFields.data(
                    Map.of("kind", "csv", "path", folder.resolve("absent.csv").toString()))))
        .withMessageContaining("data.path: found no file")
        .withMessageContaining("absent.csv");
  }

  @Test
  void read_latin1_isRefused() throws IOException {
    Files.write(folder.resolve("points.csv"), new byte[] {'a', (byte) 0xE9, '\n', '1', '\n'});
    assertThatExceptionOfType(StudyException.class)
        .isThrownBy(() ->
            Datasets.read(
                StudyFields.data(
                    Map.of("kind", "csv", "path", folder.resolve("points.csv").toString()))))
        .withMessageContaining("not UTF-8");
  }

  private Dataset read(String text, Map<String, ?> more) throws IOException {
    Files.writeString(folder.resolve("points.csv"), text);
    Map<String, Object> data = new HashMap<>(more);
    data.put("kind", "csv");
    data.put("path", folder.resolve("points.csv").toString());
    return Datasets.read(StudyFields.data(data));
  }
}
