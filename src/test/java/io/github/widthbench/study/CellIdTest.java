package io.github.widthbench.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ids stand in published records: a change of one here breaks every resume and comparison. */
class CellIdTest {

  /** These were computed by another program, from the same JSON. */
  @Test
  void id_ofKnownCells_staysForever() {
    assertThat(SampleStudy.ids(SampleStudy.read(SampleStudy.text())))
        .startsWith("14422fe5fcc3860a", "19f88ab645511d65", "eb15e236c7995ee8", "6341a5df59dc0016");
  }

  @Test
  void id_isTheDigestOfCanonicalJson() throws NoSuchAlgorithmException {
    Cell cell = SampleStudy.read(SampleStudy.text()).cells().getLast();
    String json =
        CanonicalJson.write(
            Map.of(
                "schema", "widthbench/cell/1",
                "experiment", "exponential",
                "fields", cell.settings().root().plain()));
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(json.getBytes(StandardCharsets.UTF_8));
    assertThat(cell.id()).isEqualTo(HexFormat.of().formatHex(digest).substring(0, 16));
  }

  @Test
  void id_whateverTheOrderOfKeys_isTheSame() {
    List<String> expected = SampleStudy.ids(SampleStudy.read(SampleStudy.text()));
    for (int seed = 0; seed < 50; seed++) {
      Random random = new Random(seed);
      List<String> top = new ArrayList<>();
      top.add(block(SampleStudy.LINES.subList(0, 1), random));
      top.add("axes:\n" + String.join("\n", SampleStudy.LINES.subList(3, 6)));
      top.add("fixed:\n" + block(SampleStudy.LINES.subList(7, 14), random));
      Collections.shuffle(top, random);
      assertThat(SampleStudy.ids(SampleStudy.read(String.join("\n", top)))).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "11 |   learningRate: {scaled: 1}",
        "11 |   learningRate: {scaled: +1.0e0}",
        "11 |   learningRate: {\"scaled\": 1.}",
        "12 |   stop: {residual: 1.0e-3, cap: 1e5}",
        "12 |   stop: {residual: .001}",
        "12 |   # the defaults",
        "9  |   \"labels\":\\n    kind: sign",
        "8  |   data: {seed: 0, radius: 5e-1, inputDim: 3, sampleCount: 4, kind: sphere}",
        "10 |   # the default",
        "10 |   activation: exp\\n  clip: null",
      })
  void id_whateverTheSpelling_isTheSame(int line, String text) {
    String written = "  " + text.strip().replace("\\n", "\n");
    assertThat(SampleStudy.ids(SampleStudy.read(SampleStudy.with(line, written))))
        .isEqualTo(SampleStudy.ids(SampleStudy.read(SampleStudy.text())));
  }

  @Test
  void id_whetherAValueIsFixedOrOfAnAxis_isTheSame() {
    String fixed = SampleStudy.with(4, "").replace("fixed:", "fixed:\n  width: 16");
    assertThat(SampleStudy.ids(SampleStudy.read(fixed)))
        .isEqualTo(SampleStudy.ids(SampleStudy.read(SampleStudy.text(), "width=16")));
  }

  @Test
  void id_ofAnotherValue_differs() {
    String other = SampleStudy.with(8, "  data: {kind: sphere, sampleCount: 4, inputDim: 3}");
    assertThat(SampleStudy.ids(SampleStudy.read(other)))
        .doesNotContainAnyElementsOf(SampleStudy.ids(SampleStudy.read(SampleStudy.text())));
  }

  private static String block(List<String> lines, Random random) {
    List<String> shuffled = new ArrayList<>(lines);
    Collections.shuffle(shuffled, random);
    return String.join("\n", shuffled);
  }
}
