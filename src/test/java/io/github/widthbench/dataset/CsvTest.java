package io.github.widthbench.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.widthbench.study.StudyException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTest {

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void read_anyLineEnd_separatesRows(String end) {
    String text = String.join(end, "a,b", "", "1, 2 ", "3,");
    assertThat(Csv.read("f.csv", text))
        .containsExactly(
            new Csv.Row(1, List.of("a", "b")),
            new Csv.Row(3, List.of("1", "2")),
            new Csv.Row(4, List.of("3", "")));
  }

  @Test
  void read_quotedCells_keepCommasQuotesAndLines() {
    assertThat(Csv.read("f.csv", "\uFEFF\"a,\"\"b\"\"\n c\",d\n1,\"\"\n"))
        .containsExactly(
            new Csv.Row(1, List.of("a,\"b\"\n c", "d")), new Csv.Row(3, List.of("1", "")));
  }

  @Test
  void read_openQuote_namesItsLine() {
    assertThatExceptionOfType(StudyException.class)
        .isThrownBy(() -> Csv.read("f.csv", "1,2\n\"3,4\n5,6\n"))
        .withMessageContaining("f.csv:2")
        .withMessageContaining("never closed");
  }

  @Test
  void read_textAfterQuote_namesItsLine() {
    assertThatExceptionOfType(StudyException.class)
        .isThrownBy(() -> Csv.read("f.csv", "1,2\n3,\"4\"5\n"))
        .withMessageContaining("f.csv:2")
        .withMessageContaining("closing quote of \"4\"");
  }
}
