package io.github.widthbench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LatencyLogTest {

  @TempDir private Path folder;

  @Test
  void read_afterAppends_addsUpTrialsOfOneName() throws IOException {
    LatencyLog log = LatencyLog.in(folder);
    log.append("descent:m=64", of(1_000, 2_000));
    log.append("descent:m=128", of(5_000_000));
    log.append("descent:m=64", of(3_000));

    SortedMap<String, Histogram> byName = log.read();

    assertThat(byName.keySet()).containsExactly("descent:m=128", "descent:m=64");
    assertThat(byName.values().stream().map(Histogram::getTotalCount)).containsExactly(1L, 3L);
    assertThat(byName.reversed().firstEntry().getValue().getMaxValue()).isBetween(3_000L, 3_003L);
  }

  @Test
  void read_withoutALog_isEmpty() throws IOException {
    assertThat(LatencyLog.in(folder).read()).isEmpty();
  }

  private static Histogram of(long... nanos) {
    Histogram histogram = new Histogram(3);
    for (long value : nanos) {
      histogram.recordValue(value);
    }
    return histogram;
  }
}
