package io.github.widthbench.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class BuiltInStudiesTest {

  static List<String> names() {
    return BuiltInStudies.names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void read_everyBuiltIn_hasCellsAndItsTitle(String name) {
    Study study = SampleStudy.reader().read(name, List.of());
    assertThat(study.name()).isEqualTo(name);
    assertThat(study.title()).isEqualTo(BuiltInStudies.title(name));
    assertThat(study.cells()).isNotEmpty();
  }

  @Test
  void read_exponential_hasTheStatedCells() {
    assertThat(SampleStudy.reader().read("exponential", List.of()).cells()).hasSize(11 * 50 * 2);
    assertThat(SampleStudy.reader().read("exponential-quick", List.of()).cells())
        .hasSize(7 * 20 * 2);
  }

  @Test
  void read_quick_isAPartOfTheWhole() {
    assertThat(SampleStudy.ids(SampleStudy.reader().read("exponential", List.of())))
        .containsAll(SampleStudy.ids(SampleStudy.reader().read("exponential-quick", List.of())));
  }

  @Test
  void quick_namesTheQuickOnes() {
    assertThat(BuiltInStudies.quick()).containsExactly("exponential-quick");
  }
}
