package io.github.widthbench.gate;

import io.github.widthbench.experiment.Outcome;
import io.github.widthbench.results.CellRecord;
import io.github.widthbench.results.Json;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Metrics that are the same whenever nothing has changed, by name.
 *
 * <p>Of a cell: how it ended and its iterations to every tolerance, as one text. Of a benchmark:
 * iterations, flops, bytes and launches among JMH's secondary metrics where every iteration shows
 * the same number, and allocated bytes an operation.
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
    records.forEach(
        record -> metrics.values.put(study + "/" + cellName(record.cell()), ended(record)));
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
  String json(String computedBy) {
    Map<String, Object> plain = new LinkedHashMap<>();
    plain.put("schema", SCHEMA);
    plain.put("computedBy", computedBy);
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

  /**
   * Such as {@code 147 iterations; 0.1: 80, 0.01: 113}; one text, so that a review shows a line.
   */
  private static String ended(CellRecord record) {
    if (record.outcome().status() != Outcome.Status.OK) {
      return record.outcome().status().label();
    }
    Object iterations = record.outcome().metrics().get("iterations");
    String tolerances =
        record.outcome().list("iterationsTo").stream()
            .map(point -> point.get("tolerance") + ": " + orNever(point.get("iterations")))
            .collect(Collectors.joining(", "));
    String ended =
        record.outcome().flag("converged") ? iterations + " iterations" : "not converged";
    return tolerances.isEmpty() ? ended : ended + "; " + tolerances;
  }

  private static String orNever(@Nullable Object iterations) {
    return iterations == null ? "never" : iterations.toString();
  }

  private static Set<Double> union(Set<Double> a, Set<Double> b) {
    return Stream.of(a, b).flatMap(Set::stream).collect(Collectors.toSet());
  }

  private static String text(double number) {
    return new BigDecimal(number).stripTrailingZeros().toPlainString();
  }
}
