package io.github.widthbench.report;

import io.github.widthbench.measure.Percentiles;
import io.github.widthbench.report.chart.Numbers;
import io.github.widthbench.results.BenchRecord;
import io.github.widthbench.results.BenchRecord.Metric;
import io.github.widthbench.results.BenchRecord.Status;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What a bench folder holds, for people.
 *
 * @param latencies of all forks, by tag
 */
public record BenchReport(List<BenchRecord> records, SortedMap<String, Histogram> latencies) {

  private static final double NANOS_PER_MICRO = 1e3;
  private static final String RATE = "throughput";
  private static final String CEILING = "BaselineBenchmark.multiply";

  /** Parameters that a rate and its ceiling share. */
  private static final List<String> SAME = List.of("backend", "precision", "threads");

  public BenchReport {
    records = List.copyOf(records);
  }

  /** Lines for a terminal. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, List<BenchRecord>> benchmark : byBenchmark()) {
      lines.add(benchmark.getKey() + shared(benchmark.getValue()));
      table(benchmark.getValue()).aligned().forEach(line -> lines.add("  " + line));
      lines.add("");
    }
    if (!latencies.isEmpty()) {
      lines.add("latency of calls, µs");
      latencyTable().aligned().forEach(line -> lines.add("  " + line));
      lines.add("");
    }
    lines.addAll(left());
    return lines;
  }

  /** The document {@code report.md}. */
  public String markdown() {
    List<String> lines = new ArrayList<>(List.of("# Benchmarks", ""));
    for (Map.Entry<String, List<BenchRecord>> benchmark : byBenchmark()) {
      lines.addAll(List.of("## " + benchmark.getKey(), ""));
      String shared = shared(benchmark.getValue());
      if (!shared.isEmpty()) {
        lines.addAll(List.of("At" + shared + ".", ""));
      }
      lines.addAll(table(benchmark.getValue()).markdown());
      lines.add("");
    }
    if (!latencies.isEmpty()) {
      lines.addAll(
          List.of(
              "## Latency of calls, µs",
              "",
              "Closed loop, nothing corrected; forks added up. A percentile p is shown where at"
                  + " least 10/(1 − p) calls were timed.",
              ""));
      lines.addAll(latencyTable().markdown());
      lines.add("");
    }
    left().forEach(line -> lines.add("- " + MarkdownText.of(line)));
    records.stream()
        .findFirst()
        .ifPresent(first -> {
          lines.addAll(List.of("", "## Made by", ""));
          first.environment().forEach((what, text) -> lines.add("- " + what + ": " + text));
          lines.add("- commit: " + first.context().build().commit());
        });
    return String.join("\n", lines) + "\n";
  }

  /** What was not measured, and why; then what was and is not to be trusted. */
  List<String> left() {
    Stream<String> missing =
        records.stream()
            .filter(record -> record.status() != Status.OK)
            .map(record ->
                "%s: %s: %s"
                    .formatted(record.status().label(), record.point().tag(), record.reason()));
    Stream<String> doubtful =
        records.stream()
            .flatMap(record ->
                record.cautions().stream()
                    .map(text -> "caution: %s: %s".formatted(record.point().tag(), text)));
    return Stream.concat(missing, doubtful).toList();
  }

  /** The records that are ok by the short name of their benchmark. */
  List<Map.Entry<String, List<BenchRecord>>> byBenchmark() {
    return records.stream()
        .filter(record -> record.status() == Status.OK)
        .map(record -> record.point().shortName())
        .distinct()
        .map(name ->
            Map.entry(
                name,
                records.stream()
                    .filter(r -> r.status() == Status.OK && r.point().shortName().equals(name))
                    .toList()))
        .toList();
  }

  /** Parameters that differ, then time with the spread of forks, then the other metrics. */
  Table table(List<BenchRecord> ofOne) {
    List<String> params = params(ofOne).filter(name -> values(ofOne, name) > 1).toList();
    List<String> metrics =
        ofOne.stream().flatMap(r -> r.metrics().stream().map(Metric::name)).distinct().toList();
    List<String> headings = new ArrayList<>(params);
    for (String name : metrics) {
      headings.add(name + " " + unit(ofOne, name));
    }
    headings.add(params.size() + 1, "forks");
    List<Boolean> numeric = new ArrayList<>();
    params.forEach(name -> numeric.add(ofOne.stream().allMatch(r -> isNumber(r, name))));
    numeric.addAll(Collections.nCopies(metrics.size() + 1, true));
    List<List<String>> rows = new ArrayList<>();
    ofOne.forEach(record -> rows.add(row(record, params, metrics)));
    if (ofOne.stream().anyMatch(record -> share(record).isPresent())) {
      headings.add("of multiply %");
      numeric.add(true);
      for (int i = 0; i < rows.size(); i++) {
        rows.get(i).add(Numbers.text(share(ofOne.get(i)).orElse(null)));
      }
    }
    return new Table(headings, numeric, rows);
  }

  /** Effective rate in percent of that of a matrix product in the same run, where there is one. */
  Optional<Double> share(BenchRecord record) {
    if (record.point().shortName().equals(CEILING)) {
      return Optional.empty();
    }
    return records.stream()
        .filter(other -> other.point().shortName().equals(CEILING))
        .filter(other ->
            SAME.stream()
                .allMatch(name ->
                    Objects.equals(
                        other.point().params().get(name), record.point().params().get(name))))
        .flatMap(other -> other.metric(RATE).stream())
        .findFirst()
        .flatMap(most -> record.metric(RATE).map(rate -> 100 * rate.median() / most.median()));
  }

  /** Parameters with one value in all of {@code ofOne}, with a blank before each. */
  static String shared(List<BenchRecord> ofOne) {
    return params(ofOne)
        .filter(name -> values(ofOne, name) == 1)
        .map(name -> " " + name + "=" + ofOne.getFirst().point().params().get(name))
        .collect(Collectors.joining());
  }

  private static Stream<String> params(List<BenchRecord> ofOne) {
    return ofOne.getFirst().point().params().keySet().stream();
  }

  private static long values(List<BenchRecord> ofOne, String param) {
    return ofOne.stream().map(r -> r.point().params().get(param)).distinct().count();
  }

  private static List<String> row(BenchRecord record, List<String> params, List<String> metrics) {
    List<String> row = new ArrayList<>();
    params.forEach(name -> row.add(record.point().params().getOrDefault(name, "-")));
    metrics.forEach(name -> row.add(median(record.metric(name))));
    row.add(params.size() + 1, spread(record.metrics().getFirst()));
    return row;
  }

  private static String median(Optional<Metric> metric) {
    return Numbers.text(metric.map(Metric::median).orElse(null));
  }

  /** Medians of the forks, from the least to the largest, as shares of their median. */
  private static String spread(Metric metric) {
    double[] forks = metric.forkMedians();
    if (forks.length < 2) {
      return Integer.toString(forks.length);
    }
    DoubleSummaryStatistics range = Arrays.stream(forks).summaryStatistics();
    double half = (range.getMax() - range.getMin()) / 2 / metric.median();
    return "%d, ±%s %%".formatted(forks.length, Numbers.decimal(Math.ceil(1000 * half) / 10));
  }

  private static String unit(List<BenchRecord> records, String metric) {
    return records.stream()
        .flatMap(record -> record.metric(metric).stream())
        .map(Metric::unit)
        .findFirst()
        .orElse("");
  }

  private static boolean isNumber(BenchRecord record, String param) {
    return record.point().params().getOrDefault(param, "").matches("\\d+");
  }

  /** Percentiles of each tag that enough calls stand for. */
  Table latencyTable() {
    List<String> headings = new ArrayList<>(List.of("case and span", "calls"));
    Percentiles.SHOWN.forEach(percent -> headings.add("p" + Numbers.decimal(percent)));
    headings.add("max");
    List<Boolean> numeric = new ArrayList<>(Collections.nCopies(headings.size(), true));
    numeric.set(0, false);
    List<List<String>> rows = new ArrayList<>();
    latencies.forEach((tag, histogram) -> rows.add(latencyRow(tag, histogram)));
    return new Table(headings, numeric, rows);
  }

  private static List<String> latencyRow(String tag, Histogram histogram) {
    List<String> row = new ArrayList<>(List.of(tag, Long.toString(histogram.getTotalCount())));
    for (double percent : Percentiles.SHOWN) {
      row.add(Numbers.text(micros(Percentiles.at(histogram, percent))));
    }
    row.add(Numbers.decimal(histogram.getMaxValue() / NANOS_PER_MICRO));
    return row;
  }

  private static @Nullable Double micros(OptionalLong nanos) {
    return nanos.isPresent() ? (Double) (nanos.getAsLong() / NANOS_PER_MICRO) : null;
  }
}
