package io.github.widthbench.cli;

import io.github.widthbench.benchmarks.Cases;
import io.github.widthbench.results.BenchRecord;
import io.github.widthbench.results.BenchRecord.Better;
import io.github.widthbench.results.BenchRecord.Context;
import io.github.widthbench.results.BenchRecord.Metric;
import io.github.widthbench.results.BenchRecord.Plan;
import io.github.widthbench.results.BenchRecord.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;

/** Results of JMH as records of this tool, fork by fork. */
final class BenchConversion {

  private static final Set<String> RATES = Set.of("throughput", "bandwidth");
  private static final Set<String> COUNTS = Set.of("flops", "bytes", "launches", "iterations");
  private static final Set<String> COSTS =
      Set.of("deviceCompute", "deviceCopy", "gc.alloc.rate.norm");

  private BenchConversion() {}

  /** The record of one case that was measured. */
  static BenchRecord record(RunResult result, Map<String, String> environment, Context context) {
    BenchmarkParams params = result.getParams();
    return new BenchRecord(
        Cases.of(params),
        params.getMode().shortLabel(),
        params.getThreads(),
        Status.OK,
        null,
        metrics(result),
        plan(params),
        environment,
        context);
  }

  private static List<Metric> metrics(RunResult result) {
    boolean rate = result.getParams().getMode() == Mode.Throughput;
    List<Metric> metrics = new ArrayList<>();
    metrics.add(
        new Metric(
            rate ? "rate" : "time",
            result.getPrimaryResult().getScoreUnit(),
            rate ? Better.HIGHER : Better.LOWER,
            forks(result, iteration -> iteration.getPrimaryResult(), 1)));
    result
        .getSecondaryResults()
        .forEach((name, found) -> {
          if (!name.startsWith("device") || found.getScore() != 0) { // no clock of its own: 0
            double whole = isShare(name, found) ? iterations(result) : 1;
            List<List<Double>> forks =
                forks(result, iteration -> iteration.getSecondaryResults().get(name), whole);
            metrics.add(new Metric(name, found.getScoreUnit(), better(name), forks));
          }
        });
    return metrics;
  }

  /**
   * Whether an iteration reports its share of a count: JMH adds counted events up over iterations
   * and forks. Device totals are what they are.
   */
  private static boolean isShare(String name, Result<?> found) {
    return found.getScoreUnit().equals("#") && !name.startsWith("device");
  }

  /** Measured iterations of all forks. */
  private static int iterations(RunResult result) {
    BenchmarkParams params = result.getParams();
    return params.getMeasurement().getCount() * Math.max(1, params.getForks());
  }

  private static List<List<Double>> forks(
      RunResult result, Function<IterationResult, @Nullable Result<?>> of, double factor) {
    return result.getBenchmarkResults().stream()
        .map(fork ->
            fork.getIterationResults().stream()
                .flatMap(iteration -> Stream.ofNullable(of.apply(iteration)))
                .map(found -> found.getScore() * factor)
                .toList())
        .toList();
  }

  private static Better better(String name) {
    if (RATES.contains(name)) {
      return Better.HIGHER;
    }
    if (COSTS.contains(name)) {
      return Better.LOWER;
    }
    return COUNTS.contains(name) ? Better.EQUAL : Better.NONE;
  }

  private static Plan plan(BenchmarkParams params) {
    return new Plan(
        params.getForks(),
        params.getWarmup().getCount(),
        seconds(params.getWarmup()),
        params.getMeasurement().getCount(),
        seconds(params.getMeasurement()));
  }

  private static double seconds(IterationParams iterations) {
    return iterations.getTime().convertTo(TimeUnit.MILLISECONDS) / 1e3;
  }
}
