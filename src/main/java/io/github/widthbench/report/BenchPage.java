package io.github.widthbench.report;

import io.github.widthbench.report.chart.BenchCharts;
import io.github.widthbench.report.chart.Charts;
import io.github.widthbench.report.chart.Numbers;
import io.github.widthbench.report.chart.Picture;
import io.github.widthbench.results.BenchRecord;
import io.github.widthbench.results.BenchRecord.Metric;
import io.github.widthbench.results.BenchRecord.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/** What a page says about a bench folder. */
final class BenchPage {

  private static final String HINT =
      "A fork is the unit: iterations of one JVM share its luck. Rates count multiplications and"
          + " additions of products only, the same for every way of doing them.";

  private BenchPage() {}

  /** The section of all {@code runs}, at least one; several are compared. */
  static SequencedMap<String, Object> section(List<BenchRun> runs) {
    BenchReport first = runs.getFirst().report();
    SequencedMap<String, Object> plain = new LinkedHashMap<>();
    plain.put("title", "Benchmarks");
    plain.put("study", "bench");
    plain.put("experiment", "JMH");
    plain.put("asked", asked(first));
    plain.put("hint", HINT);
    if (runs.size() == 1) {
      plain.put("runs", List.of(run("", runs.getFirst())));
      plain.put("pictures", PictureData.of(pictures(first)));
      return plain;
    }
    BenchComparison comparison = BenchComparison.of(runs);
    List<Map<String, Object>> each = new ArrayList<>();
    SequencedMap<String, List<Picture>> pictures = new LinkedHashMap<>();
    for (int i = 0; i < runs.size(); i++) {
      each.add(run(comparison.labels().get(i), runs.get(i)));
      pictures.put(comparison.labels().get(i), pictures(runs.get(i).report()));
    }
    plain.put("runs", each);
    plain.put(
        "comparison",
        PageData.comparison(
            comparison.notes(), comparison.facts(), Table.NONE, comparison.times(), "bench.jsonl"));
    plain.put("pictures", PictureData.of(Charts.joined(pictures)));
    return plain;
  }

  private static List<Picture> pictures(BenchReport report) {
    return BenchCharts.of(report.records(), report.latencies());
  }

  private static List<String> asked(BenchReport report) {
    return report.byBenchmark().stream()
        .map(one -> one.getKey() + ": " + count(one.getValue().size(), "case"))
        .toList();
  }

  private static SequencedMap<String, Object> run(String label, BenchRun run) {
    BenchReport report = run.report();
    MadeOf made = run.made();
    SequencedMap<String, Object> plain = new LinkedHashMap<>();
    plain.put("label", label);
    plain.put("sentence", sentence(report));
    plain.put("folder", made.folder());
    plain.put("facts", facts(report));
    plain.put("cautions", report.left());
    plain.put("commands", made.commands());
    plain.put("madeBy", new LinkedHashMap<>(made.by()));
    plain.put("verdicts", List.of());
    plain.put("tables", tables(report));
    return plain;
  }

  /** How much was measured, and how near the fastest training step came to a matrix product. */
  static String sentence(BenchReport report) {
    List<BenchRecord> ok = measured(report);
    String measured =
        "Measured %s of %s."
            .formatted(count(ok.size(), "case"), count(report.byBenchmark().size(), "benchmark"));
    Optional<BenchRecord> fastest =
        ok.stream()
            .filter(record -> report.share(record).isPresent())
            .max(Comparator.comparingDouble(record -> report.share(record).orElseThrow()));
    return fastest
        .map(record ->
            "%s The nearest to a matrix product was %s, with %s GFLOP/s or %.0f %% of it."
                .formatted(
                    measured,
                    record.point().shortName(),
                    Numbers.text(record.metric("throughput").map(Metric::median).orElse(null)),
                    report.share(record).orElseThrow()))
        .orElse(measured);
  }

  private static List<List<String>> facts(BenchReport report) {
    List<List<String>> facts = new ArrayList<>();
    List<BenchRecord> records = report.records();
    facts.add(List.of("Backend", values(records, "backend")));
    facts.add(List.of("Precision", values(records, "precision").toUpperCase(Locale.ROOT)));
    if (!records.isEmpty()) {
      Map<String, String> environment = records.getFirst().environment();
      facts.add(
          List.of(
              "Processor",
              environment.getOrDefault("cpu", "") + ", " + environment.get("cores") + " cores"));
      double load = records.stream().mapToDouble(record -> record.context().load()).max().orElse(0);
      facts.add(List.of("Largest load", Numbers.decimal(load)));
    }
    return facts;
  }

  private static String values(List<BenchRecord> records, String param) {
    return records.stream()
        .flatMap(record -> Optional.ofNullable(record.point().params().get(param)).stream())
        .distinct()
        .sorted()
        .collect(Collectors.joining(", "));
  }

  private static List<Object> tables(BenchReport report) {
    List<Object> tables = new ArrayList<>();
    for (Map.Entry<String, List<BenchRecord>> one : report.byBenchmark()) {
      String title = one.getKey() + BenchReport.shared(one.getValue());
      tables.add(PageData.titled(title, report.table(one.getValue()), "report.md"));
    }
    if (!report.latencies().isEmpty()) {
      tables.add(PageData.titled("Latency of calls, µs", report.latencyTable(), "latency.csv"));
    }
    return tables;
  }

  private static List<BenchRecord> measured(BenchReport report) {
    return report.records().stream().filter(record -> record.status() == Status.OK).toList();
  }

  private static String count(int number, String what) {
    return number + " " + what + (number == 1 ? "" : "s");
  }
}
