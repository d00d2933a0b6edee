package io.github.widthbench.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class StudyYamlTest {

  static final List<String> TEXTS =
      List.of(
          SampleStudy.text(),
          SampleStudy.with(3, "axes: {}").replaceAll("(?m)^  (width|seed|init.*):.*$", ""),
          SampleStudy.with(4, "  data.kind: [sphere, orthonormal]"),
          SampleStudy.with(4, "  data.sampleCount: [3, 5]"),
          SampleStudy.with(4, "  data: [{kind: circle, sampleCount: 3}]"),
          SampleStudy.with(4, "  learningRate.scaled: {log: [1e-5, 1, 7]}"),
          SampleStudy.with(4, "  initialization.scaled: [1, 2]").replace("  initialization:", "#"),
          SampleStudy.with(4, "  tolerances: [[], [1], [1, 2]]"),
          SampleStudy.with(4, "  stop.loss: [1e-7, 1e300]").replace("  stop:", "#"),
          SampleStudy.with(8, "  data: {kind: inline, x: [[1, -0.0], [1e-300, 3]], y: [1, 2]}"),
          SampleStudy.with(8, "  data: {kind: csv, path: 'no', label: 3}"),
          SampleStudy.with(8, "  data: {kind: csv, path: '1e-3', label: '3'}"),
          SampleStudy.with(8, "  data: {kind: csv, path: '.5', label: 'a: b # \"c\"'}"));

  @ParameterizedTest
  @FieldSource("TEXTS")
  void write_readAgain_givesTheSameCells(String text) {
    Study study = SampleStudy.read(text);
    String yaml = StudyYaml.write(study);
    Study again = SampleStudy.read(yaml);
    assertThat(again.cells().stream().map(Cell::coordinates))
        .isEqualTo(study.cells().stream().map(Cell::coordinates).toList());
    assertThat(SampleStudy.ids(again)).isEqualTo(SampleStudy.ids(study));
    assertThat(StudyYaml.write(again)).isEqualTo(yaml);
  }

  @ParameterizedTest
  @ValueSource(strings = {"no", "true", "a: b", "# c", "'", "ü", "3", "- x", "{", "&a"})
  void write_anyTitle_isReadAgain(String title) {
    Study study = SampleStudy.read(SampleStudy.with(2, "title: " + CanonicalJson.write(title)));
    assertThat(SampleStudy.read(StudyYaml.write(study)).title()).isEqualTo(title);
  }

  @Test
  void write_study_showsEveryDefault() {
    assertThat(StudyYaml.write(SampleStudy.read(SampleStudy.text())))
        .isEqualTo(
            """
            experiment: exponential
            title: a test
            axes:
              width: [8, 16]
              seed: [0, 1]
              initialization: [coupled, iid]
            fixed:
              data: {kind: sphere, sampleCount: 4, inputDim: 3, radius: 0.5, seed: 0}
              labels: {kind: sign}
              activation: exp
              learningRate: {scaled: 1.0}
              stop: {residual: 0.001, cap: 100000}
              tolerances: [0.1, 0.01]
              record:
                at: [0, 10]
              precision: fp64
            """);
  }
}
