package io.github.widthbench.gate;

import io.github.widthbench.results.CellRecord;
import io.github.widthbench.results.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/**
 * Metrics that are the same whenever nothing has changed, by name.
 *
 * <p>Of a cell: how it ended, its iterations to every tolerance. Of a benchmark: iterations, flops,
 * bytes and launches among JMH's secondary metrics where every iteration shows the same number, and
 * allocated bytes an operation.
 */
record ExactMetrics(SortedMap<String, String> values) {

  static final String SCHEMA = "widthbench/exact/1";

  /** The one metric here that JMH measures with an error. */
  static final String ALLOCATION = "gc.alloc.rate.norm";

  private static final Set<String> COUNTS = Set.of("iterations", "flops", "bytes", "launches");

  ExactMetrics {
    values = new TreeMap<>(values);
  }

  static ExactMetrics none() {
    return new ExactMetrics(new TreeMap<>());
  }

  /** The metrics of the records of the study {@code study}. */
  static ExactMetrics ofCells(String study, Iterable<CellRecord> records) {
    ExactMetrics metrics = none();
    records.forEach(record -> metrics.add(study + "/" + cellName(record.cell()), record));
    return metrics;
  }

  /** The metrics among the secondary ones of {@code forks}. */
  static ExactMetrics ofForks(List<Fork> forks) {
    SortedMap<String, Set<Double>> seen = new TreeMap<>();
    for (Fork fork : forks) {
      fork.secondary()
          .forEach((metric, values) -> {
            if (COUNTS.contains(metric) || metric.equals(ALLOCATION)) {
              seen.merge(
                  fork.benchmark().label() + "/" + metric, Set.copyOf(values), ExactMetrics::union);
            }
          });
    }
    ExactMetrics metrics = none();
    seen.forEach((name, values) -> {
      if (values.size() == 1 || name.endsWith(ALLOCATION)) {
        metrics.values.put(name, text(values.stream().min(Double::compare).orElseThrow()));
      }
    });
    return metrics;
  }

  /** Reads the content of {@link #json}. */
  static ExactMetrics of(JsonNode root) {
    ExactMetrics metrics = none();
    root.path("values").forEachEntry((name, value) -> metrics.values.put(name, value.asString("")));
    return metrics;
  }

  ExactMetrics and(ExactMetrics other) {
    ExactMetrics both = new ExactMetrics(values);
    both.values.putAll(other.values);
    return both;
  }

  /** A file of them that shows in a review what changed. */
  String json() {
    Map<String, Object> plain = new TreeMap<>();
    plain.put("schema", SCHEMA);
    plain.put("values", values);
    return Json.pretty(plain);
  }

  static String cellName(Map<String, ?> cell) {
    return cell.isEmpty()
        ? "cell"
        : new TreeMap<>(cell)
            .entrySet().stream()
                .map(axis -> axis.getKey() + "=" + axis.getValue())
                .collect(Collectors.joining(","));
  }

  private void add(String name, CellRecord record) {
    Map<String, Object> metrics = record.outcome().metrics();
    values.put(name + "/status", record.outcome().status().label());
    for (String metric : List.of("converged", "iterations")) {
      if (metrics.get(metric) != null) {
        values.put(name + "/" + metric, String.valueOf(metrics.get(metric)));
      }
    }
    for (Map<String, Object> point : record.outcome().list("iterationsTo")) {
      String tolerance = name + "/iterationsTo " + point.get("tolerance");
      values.put(tolerance, String.valueOf(point.get("iterations")));
    }
  }

  private static Set<Double> union(Set<Double> a, Set<Double> b) {
    return Stream.of(a, b).flatMap(Set::stream).collect(Collectors.toSet());
  }

  private static String text(double number) {
    return new BigDecimal(number).stripTrailingZeros().toPlainString();
  }
}
