package io.github.widthbench.report;

import io.github.widthbench.report.chart.BenchCharts;
import io.github.widthbench.report.chart.Numbers;
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

  /** The section of {@code report}, which lies in {@code folder}. */
  static SequencedMap<String, Object> section(BenchReport report, MadeOf made) {
    SequencedMap<String, Object> plain = new LinkedHashMap<>();
    plain.put("title", "Benchmarks");
    plain.put("study", "bench");
    plain.put("experiment", "JMH");
    plain.put("asked", asked(report));
    plain.put("hint", HINT);
    plain.put("runs", List.of(run(report, made)));
    plain.put("pictures", PictureData.of(BenchCharts.of(report.records(), report.latencies())));
    return plain;
  }

  private static List<String> asked(BenchReport report) {
    return report.byBenchmark().stream()
        .map(one -> one.getKey() + ": " + count(one.getValue().size(), "case"))
        .toList();
  }

  private static SequencedMap<String, Object> run(BenchReport report, MadeOf made) {
    SequencedMap<String, Object> plain = new LinkedHashMap<>();
    plain.put("label", "");
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
  private static String sentence(BenchReport report) {
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
