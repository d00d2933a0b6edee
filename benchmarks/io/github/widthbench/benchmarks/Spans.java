package io.github.widthbench.benchmarks;

import io.github.widthbench.backend.DeviceTimer;
import io.github.widthbench.measure.LatencyLog;
import io.github.widthbench.results.BenchCase;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * Latencies of calls (a call is an invocation: several steps where one takes several), span by
 * span: {@code compute} (kernels), {@code copy} (numbers between host and device) and {@code
 * launch} (the rest: the JVM, the native call, the way to the device). Where the host computes, all
 * of a call is {@code compute}.
 *
 * <p>Reading the clock twice and recording costs a fraction of a microsecond a call, within what
 * JMH measures.
 */
@State(Scope.Thread)
public class Spans {

  private enum Span {
    LAUNCH,
    COMPUTE,
    COPY
  }

  private final Map<Span, Histogram> spans = new EnumMap<>(Span.class);
  private Optional<DeviceTimer> timer = Optional.empty();
  private DeviceTimer.@Nullable Totals before;
  private DeviceCounters counters;
  private BenchCase measured;
  private boolean recording;
  private long began;

  @Setup(Level.Trial)
  public void open(Device device, DeviceCounters own, BenchmarkParams params) {
    open(device.timer(), own, Cases.of(params));
  }

  final void open(Optional<DeviceTimer> clock, DeviceCounters own, BenchCase point) {
    timer = clock;
    counters = own;
    measured = point;
  }

  /** Only what is measured is recorded, not the warm-up. */
  @Setup(Level.Iteration)
  public void start(IterationParams iteration) {
    record(iteration.getType() == IterationType.MEASUREMENT);
  }

  void record(boolean calls) {
    recording = calls;
  }

  /** Begins a call. */
  void begin() {
    before = timer.map(DeviceTimer::totals).orElse(null);
    began = System.nanoTime();
  }

  /** Ends the call that began last; its work must be done. */
  void end() {
    long nanos = System.nanoTime() - began;
    if (before == null) {
      record(Span.COMPUTE, nanos);
      return;
    }
    DeviceTimer.Totals call = timer.orElseThrow().totals().since(before);
    counters.deviceComputeNanos += call.computeNanos();
    counters.deviceCopyNanos += call.copyNanos();
    counters.deviceLaunches += call.launches();
    record(Span.COMPUTE, call.computeNanos());
    record(Span.COPY, call.copyNanos());
    record(Span.LAUNCH, Math.max(0, nanos - call.computeNanos() - call.copyNanos()));
  }

  /** How the device is while it is still warm from the last call. */
  @TearDown(Level.Iteration)
  public void look(Device device) {
    device.health().ifPresent(counters::keep);
  }

  /** Writes a log of its own for this fork where {@code widthbench bench} asked for one. */
  @TearDown(Level.Trial)
  public void close() {
    String folder = System.getProperty(LatencyLog.FOLDER_PROPERTY);
    if (folder == null) {
      return;
    }
    String name = "fork-" + ProcessHandle.current().pid() + "-" + began + ".hlog";
    new LatencyLog(Path.of(folder, name)).write(intervals());
  }

  /** What was recorded, tagged with case and span. */
  List<Histogram> intervals() {
    spans.forEach((span, histogram) -> {
      histogram.setTag(measured.tag() + ":span=" + span.name().toLowerCase(Locale.ROOT));
      histogram.setEndTimeStamp(System.currentTimeMillis());
    });
    return List.copyOf(spans.values());
  }

  private void record(Span span, long nanos) {
    if (recording) {
      spans.computeIfAbsent(span, own -> begun()).recordValue(nanos);
    }
  }

  private static Histogram begun() {
    Histogram histogram = new Histogram(3);
    histogram.setStartTimeStamp(System.currentTimeMillis());
    return histogram;
  }
}
