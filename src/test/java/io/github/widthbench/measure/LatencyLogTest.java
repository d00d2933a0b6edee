package io.github.widthbench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatencyLogTest {

  @TempDir private Path folder;

  @Test
  void byTag_twoForksOfOneCase_addsThemUp() {
    LatencyLog log = LatencyLog.in(folder);
    log.write(
        List.of(
            of("descent:m=64", 1_000, 2_000),
            of("descent:m=128", 5_000_000),
            of("descent:m=64", 3_000)));

    SortedMap<String, Histogram> byTag = log.byTag();

    assertThat(byTag.keySet()).containsExactly("descent:m=64", "descent:m=128");
    assertThat(byTag.values().stream().map(Histogram::getTotalCount)).containsExactly(3L, 1L);
    assertThat(byTag.firstEntry().getValue().getMaxValue()).isBetween(3_000L, 3_003L);
  }

  @Test
  void write_whatWasRead_keepsTagsValuesAndTimes() {
    LatencyLog log = LatencyLog.in(folder);
    List<Histogram> written = List.of(of("a:span=compute", 7), of("b:span=copy", 8, 9));
    log.write(written);
    log.write(log.intervals());

    List<Histogram> read = log.intervals();

    assertThat(read).map(Histogram::getTag).containsExactly("a:span=compute", "b:span=copy");
    assertThat(read).isEqualTo(written);
    assertThat(read).map(Histogram::getStartTimeStamp).containsOnly(1_700_000_000_000L);
  }

  @Test
  void write_always_saysUnitsAndThatNothingIsCorrected() throws IOException {
    LatencyLog log = LatencyLog.in(folder);
    log.write(List.of(of("a", 1)));

    assertThat(Files.readString(log.file()))
        .startsWith("#widthbench: latencies in nanoseconds")
        .contains("closed loop", "no correction", "[Histogram log format version 1.3]", "BaseTime");
  }

  @Test
  void byTag_withoutALog_isEmpty() {
    assertThat(LatencyLog.in(folder).byTag()).isEmpty();
  }

  private static Histogram of(String tag, long... nanos) {
    Histogram histogram = new Histogram(3);
    histogram.setTag(tag);
    histogram.setStartTimeStamp(1_700_000_000_000L);
    histogram.setEndTimeStamp(1_700_000_001_000L);
    for (long value : nanos) {
      histogram.recordValue(value);
    }
    return histogram;
  }
}
