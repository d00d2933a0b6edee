package io.github.widthbench.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AxisFormTest {

  @Test
  void pow2_ofIntegers_includesBothEnds() {
    assertThat(widths("{pow2: [3, 6]}")).containsExactly(8L, 16L, 32L, 64L);
  }

  @Test
  void pow2_ofNumbers_takesNegativeExponents() {
    assertThat(rates("{pow2: [-2, 1]}")).containsExactly(0.25, 0.5, 1.0, 2.0);
  }

  @Test
  void list_ofNumbers_isReadAsOneType() {
    assertThat(rates("[1, 0.5, 1e-3]")).containsExactly(1.0, 0.5, 0.001);
  }

  @Test
  void range_ofTenths_doesNotDrift() {
    assertThat(rates("{from: 0.1, to: 1, step: 0.1}"))
        .containsExactly(0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0);
  }

  @Test
  void range_thatMissesItsEnd_staysBelowIt() {
    assertThat(widths("{from: 4, to: 11, step: 3}")).containsExactly(4L, 7L, 10L);
  }

  @Test
  void range_downwards_descends() {
    assertThat(rates("{from: 1, to: 0.5, step: -0.25}")).containsExactly(1.0, 0.75, 0.5);
  }

  @Test
  void range_ofOneValue_isThatValue() {
    assertThat(widths("{from: 4, to: 4, step: 1}")).containsExactly(4L);
  }

  @Test
  void log_ofWidths_roundsToEvenIntegers() {
    assertThat(widths("{log: [10, 1000, 5]}")).containsExactly(10L, 32L, 100L, 316L, 1000L);
    assertThat(widths("{log: [1, 9, 2]}")).containsExactly(2L, 10L);
  }

  @Test
  void log_ofOtherIntegers_roundsToIntegers() {
    Study study = SampleStudy.read(SampleStudy.with(4, "  stop.cap: {log: [10, 1000, 5]}"));
    assertThat(SampleStudy.values(study, "stop.cap")).containsExactly(10L, 32L, 100L, 316L, 1000L);
    Study odd = SampleStudy.read(SampleStudy.with(4, "  stop.cap: {log: [3, 75, 3]}"));
    assertThat(SampleStudy.values(odd, "stop.cap")).containsExactly(3L, 15L, 75L);
  }

  @Test
  void log_ofNumbers_hitsPowersOfTenExactly() {
    assertThat(rates("{log: [1e-4, 1, 5]}")).containsExactly(1e-4, 1e-3, 1e-2, 1e-1, 1.0);
  }

  @Test
  void count_startsAtZero() {
    Study study = SampleStudy.read(SampleStudy.with(5, "  seed: {count: 4}"));
    assertThat(SampleStudy.values(study, "seed")).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void list_ofForms_mixesWordsAndMappings() {
    Study study = SampleStudy.read(SampleStudy.with(6, "  initialization: [coupled, {scaled: 2}]"));
    assertThat(SampleStudy.values(study, "initialization").toString())
        .isEqualTo("[coupled, {scaled=2.0}]");
  }

  @Test
  void count_ofThousands_makesAsManyCells() {
    Study study = SampleStudy.read(SampleStudy.with(4, "  data.seed: {count: 1000}"));
    assertThat(study.cells()).hasSize(4000);
    assertThat(SampleStudy.values(study, "data.seed"))
        .isEqualTo(LongStream.range(0, 1000).boxed().toList());
  }

  private static List<Object> widths(String form) {
    return SampleStudy.values(SampleStudy.read(SampleStudy.with(4, "  width: " + form)), "width");
  }

  private static List<Object> rates(String form) {
    Study study = SampleStudy.read(SampleStudy.with(4, "  learningRate.scaled: " + form));
    return SampleStudy.values(study, "learningRate.scaled");
  }
}
