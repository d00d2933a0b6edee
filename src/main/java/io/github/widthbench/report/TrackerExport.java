package io.github.widthbench.report;

import io.github.widthbench.results.BenchRecord;
import io.github.widthbench.results.BenchRecord.Metric;
import io.github.widthbench.results.Json;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/**
 * Bench records in the forms that trackers of benchmarks read. Values are medians over forks, the
 * range beside them is from the least to the largest median of a fork.
 */
public final class TrackerExport {

  private TrackerExport() {}

  /**
   * A file of <a href="https://github.com/benchmark-action/github-action-benchmark">
   * github-action-benchmark</a>: {@code customSmallerIsBetter} for {@link
   * BenchRecord.Better#LOWER}, {@code customBiggerIsBetter} for {@link BenchRecord.Better#HIGHER}.
   */
  public static String gitHubAction(List<BenchRecord> records, BenchRecord.Better better) {
    return Json.pretty(
        records.stream()
            .flatMap(record ->
                record.metrics().stream()
                    .filter(metric -> metric.better() == better)
                    .filter(metric -> Double.isFinite(metric.median()))
                    .map(metric -> entry(record, metric)))
            .toList());
  }

  /** Bencher Metric Format: case → measure → value with its bounds. */
  public static String bencher(List<BenchRecord> records) {
    SequencedMap<String, Object> cases = new LinkedHashMap<>();
    for (BenchRecord record : records) {
      SequencedMap<String, Object> measures = new LinkedHashMap<>();
      record.metrics().stream()
          .filter(metric -> Double.isFinite(metric.median()))
          .forEach(metric -> measures.put(measure(metric), bounds(metric)));
      if (!measures.isEmpty()) {
        cases.put(record.point().tag(), measures);
      }
    }
    return Json.pretty(cases);
  }

  private static Map<String, Object> entry(BenchRecord record, Metric metric) {
    double[] forks = metric.forkMedians();
    SequencedMap<String, Object> entry = new LinkedHashMap<>();
    entry.put("name", record.point().tag() + ":" + metric.name());
    entry.put("unit", metric.unit());
    entry.put("value", metric.median());
    entry.put("range", "%s to %s".formatted(least(forks), largest(forks)));
    entry.put("extra", extra(record, forks.length));
    return entry;
  }

  private static String extra(BenchRecord record, int forks) {
    return "key %s, forks: %d%n%s"
        .formatted(
            record.key(),
            forks,
            record.environment().entrySet().stream()
                .map(fact -> fact.getKey() + ": " + fact.getValue())
                .collect(Collectors.joining("\n")))
        .replace(System.lineSeparator(), "\n");
  }

  private static Map<String, Object> bounds(Metric metric) {
    double[] forks = metric.forkMedians();
    SequencedMap<String, Object> bounds = new LinkedHashMap<>();
    bounds.put("value", metric.median());
    bounds.put("lower_value", least(forks));
    bounds.put("upper_value", largest(forks));
    return bounds;
  }

  private static String measure(Metric metric) {
    return metric.name() + " (" + metric.unit() + ")";
  }

  private static double least(double[] forks) {
    return Arrays.stream(forks).min().orElse(Double.NaN);
  }

  private static double largest(double[] forks) {
    return Arrays.stream(forks).max().orElse(Double.NaN);
  }
}
