package io.github.widthbench.results;

import io.github.widthbench.results.BenchRecord.Better;
import io.github.widthbench.results.BenchRecord.Context;
import io.github.widthbench.results.BenchRecord.Metric;
import io.github.widthbench.results.BenchRecord.Plan;
import io.github.widthbench.results.BenchRecord.Status;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Bench records for tests. */
public final class BenchSamples {

  private BenchSamples() {}

  public static BenchCase point(int width) {
    return new BenchCase(
        "io.github.widthbench.benchmarks.DescentBenchmark.step",
        new TreeMap<>(Map.of("width", Integer.toString(width), "activation", "exp")));
  }

  /** A step of 2 forks with times around {@code micros}. */
  public static BenchRecord measured(int width, double micros) {
    List<Metric> metrics =
        List.of(
            new Metric(
                "time",
                "us/op",
                Better.LOWER,
                List.of(List.of(micros, micros + 2, micros + 1), List.of(micros + 3, micros + 5))),
            new Metric("throughput", "GFLOP/s", Better.HIGHER, List.of(List.of(2.5), List.of(3.5))),
            new Metric("flops", "flop/op", Better.EQUAL, List.of(List.of(640.0), List.of(640.0))),
            new Metric("odd", "1", Better.NONE, List.of(List.of(Double.NaN), List.of())));
    return record(width, Status.OK, null, metrics);
  }

  /** A measured case with other metrics. */
  static BenchRecord of(int width, Metric... metrics) {
    return record(width, Status.OK, null, List.of(metrics));
  }

  /** A case that could not run. */
  public static BenchRecord infeasible(int width) {
    return record(width, Status.INFEASIBLE, "needs 20.0 GiB of memory", List.of());
  }

  private static BenchRecord record(
      int width, Status status, @Nullable String reason, List<Metric> metrics) {
    return new BenchRecord(
        point(width),
        "avgt",
        1,
        status,
        reason,
        metrics,
        new Plan(2, 3, 0.25, 5, 0.25),
        Map.of("cpu", "some", "cores", "2"),
        new Context(
            new Build("0.1.0", "0123abcd", false, ""),
            Instant.parse("2026-11-22T02:00:00Z"),
            7.5,
            0.25));
  }
}
