package io.github.widthbench.sweep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.widthbench.study.Cell;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckShareTest {

  private static final List<Cell> CELLS = Probe.study(500, 2, 4).cells();

  @Test
  void picks_ofNoneAndAll_areExact() {
    assertThat(CELLS).noneMatch(CheckShare.NONE::picks).allMatch(new CheckShare(1)::picks);
  }

  @Test
  void picks_ofAShare_areAboutThatShareAndWithinLargerOnes() {
    List<Cell> few = CELLS.stream().filter(new CheckShare(0.1)::picks).toList();

    assertThat(few).hasSizeBetween(60, 140); // four standard deviations
    assertThat(few).allMatch(new CheckShare(0.2)::picks);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1.1, Double.NaN})
  void share_outsideZeroToOne_isRefused(double share) {
    assertThatThrownBy(() -> new CheckShare(share)).hasMessageContaining("from 0 to 1");
  }
}
