package io.github.widthbench.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.widthbench.backend.DeviceTimer;
import io.github.widthbench.backend.DeviceTimer.Totals;
import io.github.widthbench.results.BenchCase;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class SpansTest {

  private static final BenchCase CASE =
      new BenchCase("benchmarks.DescentBenchmark.step", new TreeMap<>(Map.of("width", "64")));

  private final DeviceCounters counters = new DeviceCounters();
  private final Spans spans = new Spans();

  @Test
  void call_onADeviceWithAClock_isPartedIntoItsSpans() {
    Queue<Totals> totals =
        new ArrayDeque<>(
            List.of(
                new Totals(1000, 100, 5),
                new Totals(1700, 150, 8),
                new Totals(1700, 150, 8),
                new Totals(2400, 150, 9)));
    DeviceTimer clock = totals::remove;
    spans.open(Optional.of(clock), counters, CASE);
    spans.record(true);
    call();
    call();

    List<Histogram> intervals = spans.intervals();

    assertThat(intervals)
        .map(Histogram::getTag)
        .containsExactly(
            "DescentBenchmark.step:width=64:span=launch",
            "DescentBenchmark.step:width=64:span=compute",
            "DescentBenchmark.step:width=64:span=copy");
    assertThat(intervals).map(Histogram::getTotalCount).containsOnly(2L);
    assertThat(intervals.get(1).getMinValue()).isEqualTo(700);
    assertThat(intervals.get(1).getMaxValue()).isEqualTo(700);
    assertThat(intervals.get(2).getMaxValue()).isEqualTo(50);
    assertThat(counters.deviceComputeNanos).isEqualTo(1400);
    assertThat(counters.deviceCopyNanos).isEqualTo(50);
    assertThat(counters.deviceLaunches).isEqualTo(4);
  }

  @Test
  void call_onTheHost_isComputeAlone() {
    spans.open(Optional.empty(), counters, CASE);
    spans.record(true);
    call();

    assertThat(spans.intervals())
        .map(Histogram::getTag)
        .containsExactly("DescentBenchmark.step:width=64:span=compute");
    assertThat(counters.deviceLaunches).isZero();
  }

  @Test
  void call_whileWarmingUp_isNotRecorded() {
    spans.open(Optional.empty(), counters, CASE);
    spans.record(false);
    call();

    assertThat(spans.intervals()).isEmpty();
  }

  private void call() {
    spans.begin();
    spans.end();
  }
}
