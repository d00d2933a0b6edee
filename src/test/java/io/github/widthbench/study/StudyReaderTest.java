package io.github.widthbench.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StudyReaderTest {

  @TempDir Path folder;

  @Test
  void parse_axes_makesTheProductWithTheLastFastest() {
    Study study = SampleStudy.read(SampleStudy.text());
    assertThat(study.cells().stream().map(cell -> cell.coordinates().toString()))
        .containsExactly(
            "{width=8, seed=0, initialization=coupled}",
            "{width=8, seed=0, initialization=iid}",
            "{width=8, seed=1, initialization=coupled}",
            "{width=8, seed=1, initialization=iid}",
            "{width=16, seed=0, initialization=coupled}",
            "{width=16, seed=0, initialization=iid}",
            "{width=16, seed=1, initialization=coupled}",
            "{width=16, seed=1, initialization=iid}");
    Settings last = study.cells().getLast().settings();
    assertThat(last.integer("width")).isEqualTo(16);
    assertThat(last.text("initialization")).isEqualTo("iid");
    assertThat(last.numbers("tolerances")).containsExactly(0.1, 0.01);
  }

  @Test
  void parse_noAxes_isOneCellWithDefaults() {
    Study study =
        SampleStudy.read("experiment: exponential\nfixed: {data: {kind: circle, sampleCount: 3}}");
    assertThat(study.title()).isEqualTo("test");
    assertThat(study.cells()).hasSize(1);
    Cell cell = study.cells().getFirst();
    assertThat(cell.coordinates()).isEmpty();
    assertThat(cell.settings().root()).isEqualTo(study.fixed());
    assertThat(cell.settings().number("stop.residual")).isEqualTo(1e-3);
    assertThat(cell.settings().integer("stop.cap")).isEqualTo(100_000);
    assertThat(cell.settings().number("learningRate.scaled")).isEqualTo(1);
    assertThat(cell.settings().text("precision")).isEqualTo("fp64");
    assertThat(cell.settings().find("stop.residual").orElseThrow().at())
        .isEqualTo(Position.DEFAULT);
    assertThat(cell.settings().find("data.sampleCount").orElseThrow().at())
        .isEqualTo(new Position("test.yaml", 2));
    assertThat(cell.settings().has("width")).isFalse();
  }

  @Test
  void parse_anotherStop_hasNoDefaultResidual() {
    Study loss = SampleStudy.read(SampleStudy.with(12, "  stop: {loss: 1e-6}"));
    assertThat(loss.cells().getFirst().settings().has("stop.residual")).isFalse();
    Study axis =
        SampleStudy.read(SampleStudy.with(4, "  stop.loss: [1, 2]").replace("  stop:", "#"));
    assertThat(axis.cells()).hasSize(8);
    assertThat(axis.cells().getFirst().settings().has("stop.residual")).isFalse();
  }

  @Test
  void parse_axisOfKinds_checksTheFieldsOfEach() {
    Study study = SampleStudy.read(SampleStudy.with(4, "  data.kind: [sphere, orthonormal]"));
    assertThat(study.cells()).hasSize(8);
    assertThat(study.cells().getLast().settings().number("data.radius")).isEqualTo(0.5);
  }

  @Test
  void parse_axisOfRecords_resolvesEach() {
    Study study =
        SampleStudy.read(
            SampleStudy.with(
                4, "  data: [{kind: circle, sampleCount: 3}, {kind: digits, sampleCount: 9}]"));
    assertThat(study.cells().getFirst().settings().number("data.radius")).isEqualTo(1);
    assertThat(study.cells().getLast().settings().integer("data.heldOut")).isZero();
  }

  @Test
  void set_ofAnAxis_keepsItWithOneValue() {
    Study study = SampleStudy.read(SampleStudy.text(), "width=4", "initialization={scaled: 2}");
    assertThat(study.cells()).hasSize(2);
    assertThat(study.cells().getFirst().coordinates().toString())
        .isEqualTo("{width=4, seed=0, initialization={scaled=2.0}}");
    assertThat(study.axes().getFirst().values().getFirst().at())
        .isEqualTo(new Position("--set width=4", 0));
  }

  @Test
  void set_ofAnAxisToAForm_replacesItsValues() {
    Study study = SampleStudy.read(SampleStudy.text(), "width={pow2: [1, 2]}", "seed=[5, 7]");
    assertThat(SampleStudy.values(study, "width")).containsExactly(2L, 4L);
    assertThat(SampleStudy.values(study, "seed")).containsExactly(5L, 7L);
  }

  @Test
  void set_ofAField_replacesOrMakesIt() {
    Study study =
        SampleStudy.read(
            SampleStudy.text(),
            "stop.cap=5",
            "stop.cap=7",
            "clip=80",
            "learningRate.value=0.1",
            "tolerances=[1]",
            "labels=null");
    Settings settings = study.cells().getFirst().settings();
    assertThat(settings.integer("stop.cap")).isEqualTo(7);
    assertThat(settings.number("clip")).isEqualTo(80);
    assertThat(settings.has("learningRate.scaled")).isFalse();
    assertThat(settings.number("learningRate.value")).isEqualTo(0.1);
    assertThat(settings.numbers("tolerances")).containsExactly(1.0);
    assertThat(settings.has("labels")).isFalse();
  }

  @Test
  void read_file_isNamedByItAndResolvesPathsBesideIt() throws IOException {
    Path file = folder.resolve("mine.v2.yaml");
    Files.writeString(file, SampleStudy.with(8, "  data: {kind: csv, path: d/a.csv, label: y}"));
    Study study = SampleStudy.reader().read(file.toString(), List.of());
    assertThat(study.name()).isEqualTo("mine.v2");
    Settings settings = study.cells().getFirst().settings();
    assertThat(settings.file("data.path")).isEqualTo(folder.resolve("d/a.csv"));
    Study set = SampleStudy.reader().read(file.toString(), List.of("data.path=b.csv"));
    assertThat(set.cells().getFirst().settings().file("data.path")).isEqualTo(Path.of("b.csv"));
  }

  @Test
  void read_unreadableFile_saysWhy() throws IOException {
    Path file = folder.resolve("a.yaml");
    assertThatThrownBy(() -> SampleStudy.reader().read(file.toString(), List.of()))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("no such file");
    Files.write(file, new byte[] {'a', ':', ' ', (byte) 0xff});
    assertThatThrownBy(() -> SampleStudy.reader().read(file.toString(), List.of()))
        .hasMessageContaining("not UTF-8");
    Files.writeString(file, "# " + "x".repeat(1 << 20), StandardCharsets.UTF_8);
    assertThatThrownBy(() -> SampleStudy.reader().read(file.toString(), List.of()))
        .hasMessageContaining("more than 1048576 bytes");
    assertThatThrownBy(() -> SampleStudy.reader().read(folder + "/", List.of()))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("unreadable");
  }

  @Test
  void read_unknownName_suggestsTheNearest() {
    assertThatThrownBy(() -> SampleStudy.reader().read("exponential-quik", List.of()))
        .isInstanceOf(StudyException.class)
        .hasMessageContaining("did you mean exponential-quick?")
        .hasMessageContaining(".yaml");
  }
}
