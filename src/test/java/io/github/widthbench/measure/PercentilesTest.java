package io.github.widthbench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PercentilesTest {

  @ParameterizedTest
  @CsvSource({"50, 20", "90, 100", "99, 1000", "99.9, 10000"})
  void at_fewerThanTenBeyond_isEmpty(double percent, int needed) {
    assertThat(Percentiles.needed(percent)).isEqualTo(needed);
    assertThat(Percentiles.at(ramp(needed - 1), percent)).isEmpty();
    assertThat(Percentiles.at(ramp(needed), percent)).isPresent();
  }

  @Test
  void at_enoughSamples_isWithinATenthOfAPercent() {
    assertThat(Percentiles.at(ramp(10_000), 99.9).orElseThrow()).isBetween(9_990L, 10_000L);
    assertThat(Percentiles.at(ramp(10_000), 50).orElseThrow()).isBetween(5_000L, 5_005L);
  }

  @Test
  void csv_ofAHistogram_leavesOutTailsOfTooFewSamples() {
    TreeMap<String, Histogram> byTag = new TreeMap<>();
    byTag.put("a:span=compute", ramp(100));

    String[] lines = Percentiles.csv(byTag).split("\n", -1);

    assertThat(lines[0]).isEqualTo("tag,percentile,nanoseconds,samples");
    assertThat(lines).anyMatch(line -> line.startsWith("a:span=compute,90.000000,90,100"));
    assertThat(lines).noneMatch(line -> line.matches("a:span=compute,9[1-9].*"));
    assertThat(lines).contains("a:span=compute,100.000000,100,100");
  }

  /** The values 1 to {@code count}. */
  private static Histogram ramp(int count) {
    Histogram histogram = new Histogram(3);
    for (int value = 1; value <= count; value++) {
      histogram.recordValue(value);
    }
    return histogram;
  }
}
