package io.github.widthbench.results;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What is measured: a benchmark at one point of its parameters. Neither machine, build nor how long
 * it is measured is part of it, so that histories of one case can be laid beside each other.
 *
 * @param benchmark class and method, fully qualified
 * @param params by name
 */
public record BenchCase(String benchmark, SortedMap<String, String> params) {

  private static final int KEY_DIGITS = 16;

  public BenchCase {
    params = Collections.unmodifiableSortedMap(new TreeMap<>(params));
  }

  /** Class and method without the package: {@code DescentBenchmark.step}. */
  public String shortName() {
    int method = benchmark.lastIndexOf('.');
    return benchmark.substring(benchmark.lastIndexOf('.', method - 1) + 1);
  }

  /** Short name and parameters without blank or comma, as logs of histograms need it. */
  public String tag() {
    return shortName()
        + params.entrySet().stream()
            .map(e -> ":" + e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining());
  }

  /**
   * 16 hex digits that stand for the case on every machine and at every time.
   *
   * @param mode of JMH, in short: {@code avgt}
   * @param threads that call the benchmark at once
   */
  public String key(String mode, int threads) {
    Map<String, Object> identity =
        Map.of(
            "schema", BenchRecord.SCHEMA,
            "benchmark", benchmark,
            "params", params,
            "mode", mode,
            "threads", threads);
    return Json.sha256(Json.canonical(identity), KEY_DIGITS);
  }
}
