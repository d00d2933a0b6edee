package io.github.widthbench.benchmarks;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Adds to JMH's own results what an operation had to do and how fast that was: {@code flops},
 * {@code bytes}, {@code throughput} (effective, by the models of {@link Work}) and {@code
 * bandwidth}; on a device with its own clock also its time and launches an operation. A profiler,
 * and no auxiliary counters, because its values keep their units in every mode.
 */
public final class WorkProfiler implements InternalProfiler {

  @Override
  public String getDescription() {
    return "flops, bytes and effective rates by models of the work; device time and launches";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {}

  @Override
  @SuppressWarnings("rawtypes") // as JMH declares it
  public Collection<? extends Result> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    List<Result> added = new ArrayList<>();
    Work.of(Cases.of(benchmark))
        .ifPresent(work -> {
          double nanos = nanosPerOperation(benchmark, result);
          added.add(value("flops", work.flops(), "flop/op"));
          added.add(value("bytes", work.bytes(), "B/op"));
          if (work.flops() > 0) {
            added.add(value("throughput", work.flops() / nanos, "GFLOP/s"));
          }
          added.add(value("bandwidth", work.bytes() / nanos, "GB/s"));
        });
    double launches = total(result, "deviceLaunches");
    if (launches > 0) {
      double operations = result.getMetadata().getAllOps();
      added.add(value("launches", launches / operations, "1/op"));
      added.add(value("deviceCompute", total(result, "deviceComputeNanos") / operations, "ns/op"));
      added.add(value("deviceCopy", total(result, "deviceCopyNanos") / operations, "ns/op"));
    }
    return added;
  }

  private static double nanosPerOperation(BenchmarkParams benchmark, IterationResult result) {
    double score = result.getPrimaryResult().getScore();
    double unit = TimeUnit.NANOSECONDS.convert(1, benchmark.getTimeUnit());
    return benchmark.getMode() == Mode.Throughput ? unit / score : unit * score;
  }

  private static double total(IterationResult result, String counter) {
    Result<?> found = result.getSecondaryResults().get(counter);
    return found == null ? 0 : found.getScore();
  }

  private static ScalarResult value(String name, double value, String unit) {
    return new ScalarResult(name, value, unit, AggregationPolicy.AVG);
  }
}
